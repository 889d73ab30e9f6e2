import type { KubernetesObjectFact, TraitFact } from '../fact.ts';
import type { Node } from '../join/node.ts';
import type { ControlState, Evidence, Tri } from '../model.ts';
import { dig, mapOf, numberOf } from '../plain.ts';
import { isStore } from '../join/technology.ts';
import { isInfrastructure } from '../technology/technologies.ts';
import { control, destinationRulesOf, placeOf, type PostureInput } from './evidence.ts';

/** Alerts, rate limits, circuit breakers, rollback. */
export function responseOf(node: Node, input: PostureInput): readonly ControlState[] {
  const { alerts } = input.watchers();
  const found = [control('response', 'alerts', alerts.length > 0 ? 'yes' : 'unknown', alerts)];
  if (input.around(node).reach?.exposure === 'internet' && !isStore(node)) found.push(rateLimit(node, input));
  if (!isInfrastructure(node.technology?.kind ?? null)) found.push(circuitBreaker(node, input));
  found.push(rollback(node));
  return found;
}

/** Annotations of Ingress controllers that limit requests, and objects that do. */
const limiting = /limit-rps|limit-rpm|limit-connections|rate-?limit|traefik\.http\.middlewares\.[^.]+\.ratelimit/i;
const limiters = [
  'EnvoyFilter',
  'BackendTrafficPolicy',
  'RateLimitPolicy',
  'KongPlugin',
  'KongClusterPlugin',
  'Middleware',
  'HTTPLocalRateLimitPolicy',
  'CiliumEnvoyConfig',
];
const limitingText = /ratelimit|rate_limit|rate-limit/i;

function rateLimit(node: Node, { around, cluster }: PostureInput): ControlState {
  const traitsOf = (it: Node, trait: TraitFact['trait'], state: Tri): readonly TraitFact[] =>
    around(it).traits.filter((own) => own.trait === trait && own.state === state);
  const way = [node, ...(around(node).reach?.through ?? [])];
  const objects = way.flatMap((it) => [...it.gateways, ...it.services]);
  const annotated = objects
    .filter((it) => Object.keys(it.annotations).some((key) => limiting.test(key)))
    .map((it): Evidence => ({ text: `${it.kind} ${it.name} limits requests`, at: it.at }));
  const others = limiters
    .flatMap((kind) => cluster.ofKind(kind))
    .filter((it) => limitingText.test(JSON.stringify(it.spec ?? '')))
    .map((it): Evidence => ({ text: `${it.kind} ${it.name} limits requests`, at: it.at }));
  const told = (state: Tri): readonly Evidence[] =>
    way.flatMap((it) =>
      traitsOf(it, 'rate-limit', state).map((trait) => ({ text: `${it.name}: ${trait.text}`, at: trait.at })),
    );
  const evidence = [...annotated, ...others, ...told('yes')];
  if (evidence.length > 0) return control('response', 'rate-limit', 'yes', evidence);
  // Only an Ingress of the NGINX controller says all in its annotations; others limit where no manifest shows it.
  const ingresses = way.flatMap((it) => it.gateways).filter(isNginxIngress);
  const none = [
    ...ingresses.map((it): Evidence => ({ text: `Ingress ${it.name} sets no limit`, at: it.at })),
    ...told('no'),
  ];
  // Any other gateway on the way may limit where nothing here shows it.
  const speaks = (it: Node): boolean =>
    it.gateways.length > 0
      ? it.gateways.every(isNginxIngress)
      : it.technology?.kind !== 'gateway' || traitsOf(it, 'rate-limit', 'no').length > 0;
  const only = none.length > 0 && way.every(speaks);
  return control('response', 'rate-limit', only ? 'no' : 'unknown', only ? none : []);
}

function isNginxIngress({ kind, spec, annotations }: KubernetesObjectFact): boolean {
  if (kind !== 'Ingress') return false;
  const name = dig(spec, 'ingressClassName') ?? annotations['kubernetes.io/ingress.class'];
  return name === 'nginx' || Object.keys(annotations).some((it) => it.startsWith('nginx.ingress.kubernetes.io/'));
}

/** Whether it stops waiting for peers that fail: by a library of its own, or by the proxy beside it. */
function circuitBreaker(node: Node, { around, cluster }: PostureInput): ControlState {
  const libraries = node.modules.flatMap((it): readonly Evidence[] => {
    const at = it.hints.get('circuit-breaker');
    return at ? [{ text: 'it is built with a circuit breaker', at }] : [];
  });
  const peers = new Set(around(node).linksFrom.flatMap((it) => (it.role === 'call' ? it.to : [])));
  const some = cluster.ofKind('DestinationRule').length > 0;
  const services = some ? [...peers].flatMap((it) => it.services) : [];
  const rules = services
    .flatMap((it) => destinationRulesOf(cluster, it))
    .filter((it) => {
      const policy = mapOf(dig(it.spec, 'trafficPolicy'));
      return policy['outlierDetection'] !== undefined || policy['connectionPool'] !== undefined;
    })
    .map((it): Evidence => ({ text: `DestinationRule ${it.name} breaks the circuit`, at: it.at }));
  const settings = around(node)
    .traits.filter((it) => it.trait === 'circuit-breaker' && it.state === 'yes')
    .map((it): Evidence => ({ text: it.text, at: it.at }));
  const evidence = [...libraries, ...rules, ...settings];
  if (evidence.length > 0) return control('response', 'circuit-breaker', 'yes', evidence);
  const built = node.modules.filter((it) => it.built);
  // A build file that was read, with no such library in it, and no proxy that could do it instead.
  const plain =
    peers.size > 0 && built.length > 0 && built.length === node.modules.length && node.workloads.length === 0;
  const none = built.map((it): Evidence => ({ text: `${node.name} is built without a circuit breaker`, at: it.at }));
  return control('response', 'circuit-breaker', plain ? 'no' : 'unknown', plain ? none : []);
}

/** Kinds that keep what they ran before, so that it comes back by one command. */
const keeping = /^(?:Deployment|StatefulSet|DaemonSet|Rollout|DeploymentConfig)$/;

function rollback(node: Node): ControlState {
  const objects = node.workloads.map((it) => it.object);
  const kept = objects.filter((it) => keeping.test(it.kind) && numberOf(dig(it.spec, 'revisionHistoryLimit')) !== 0);
  const evidence = [
    ...kept.map((it): Evidence => ({ text: `${it.kind} ${it.name} keeps its revisions`, at: it.at })),
    ...node.compose.flatMap(({ care }): readonly Evidence[] =>
      care.rollback ? [{ text: 'an update that fails is taken back', at: care.rollback }] : [],
    ),
  ];
  if (evidence.length > 0) return control('response', 'rollback', 'yes', evidence);
  const none = objects.some((it) => it.kind === 'Pod' || numberOf(dig(it.spec, 'revisionHistoryLimit')) === 0);
  const text = 'nothing keeps what ran before';
  return control('response', 'rollback', none ? 'no' : 'unknown', none ? [{ text, at: placeOf(node) }] : []);
}

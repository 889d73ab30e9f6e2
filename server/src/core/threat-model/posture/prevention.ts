import type { Node } from '../join/node.ts';
import type { ControlState, Evidence, Flow, Tri } from '../model.ts';
import { control, placeOf, type PostureInput } from './evidence.ts';

/** Authentication and encryption of what comes in, and isolation from the neighbours. */
export function preventionOf(node: Node, input: PostureInput): readonly ControlState[] {
  const { flowsTo: flows } = input.around(node);
  return [authentication(node, flows, input), encryption(flows), isolation(node, input)];
}

function authentication(node: Node, flows: readonly Flow[], { around }: PostureInput): ControlState {
  const traits = around(node).traits.filter((it) => it.trait === 'authentication');
  const states: readonly Tri[] = [...flows.map((it) => it.authenticated), ...traits.map((it) => it.state)];
  const state = all(states);
  const told = traits.filter((it) => it.state === state).map((it): Evidence => ({ text: it.text, at: it.at }));
  const shown = flows.filter((it) => it.authenticated === state && state !== 'unknown').flatMap((it) => it.evidence);
  return control('prevention', 'authentication', state, [...told, ...shown]);
}

function encryption(flows: readonly Flow[]): ControlState {
  const state = all(flows.map((it) => it.encrypted));
  const shown = flows.filter((it) => it.encrypted === state && state !== 'unknown').flatMap((it) => it.evidence);
  return control('prevention', 'encryption', state, shown);
}

/** One open way makes a no; for a yes all have to be closed. */
function all(states: readonly Tri[]): Tri {
  if (states.includes('no')) return 'no';
  return states.length > 0 && states.every((it) => it === 'yes') ? 'yes' : 'unknown';
}

function isolation(node: Node, { cluster, ingress: ingressOf }: PostureInput): ControlState {
  if (node.workloads.length > 0) {
    const ingress = ingressOf(node);
    const policies = ingress.flatMap((it) => it.policies);
    const closed = ingress.every((it) => !it.open && it.widest !== 'anywhere');
    const evidence = policies.map((it): Evidence => ({ text: `NetworkPolicy ${it.name} selects it`, at: it.at }));
    if (closed) return control('prevention', 'isolation', 'yes', evidence);
    // Policies in a language that is not read here may select any pod.
    if ([...cluster.apiVersions].some((it) => /^(?:cilium\.io|crd\.projectcalico\.org)\//.test(it)))
      return control('prevention', 'isolation', 'unknown', evidence);
    const none: Evidence = { text: 'no network policy closes it to its neighbours', at: placeOf(node) };
    return control('prevention', 'isolation', 'no', [none, ...evidence]);
  }
  const [service] = node.compose;
  if (!service) return control('prevention', 'isolation', 'unknown');
  const alone = node.compose.every((it) => it.networkMode === 'none');
  if (alone) return control('prevention', 'isolation', 'yes', [{ text: 'it has no network', at: service.at }]);
  const shared = node.compose.find((it) => it.networkMode === null && it.networks.includes('default'));
  if (!shared) {
    const own = node.compose.every((it) => it.networkMode === null && it.networks.length > 0);
    const text = `it is only on the network${service.networks.length === 1 ? '' : 's'} ${service.networks.join(', ')}`;
    return control('prevention', 'isolation', own ? 'yes' : 'unknown', own ? [{ text, at: service.at }] : []);
  }
  return control('prevention', 'isolation', 'no', [
    { text: 'it is on the default network with all services of its file', at: shared.at },
  ]);
}

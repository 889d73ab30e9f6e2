import type { Node } from '../join/node.ts';
import { podMarks } from '../mesh-membership.ts';
import type { ControlState, Evidence } from '../model.ts';
import { containersOf } from '../cluster.ts';
import { dig, mapOf } from '../plain.ts';
import { matchesSelector } from '../selector.ts';
import { isInfrastructure } from '../technology/technologies.ts';
import { control, placeOf, type PostureInput } from './evidence.ts';
import type { Watchers } from './watchers.ts';

/** Logs, metrics, traces, probes, scanning. */
export function detectionOf(node: Node, input: PostureInput): readonly ControlState[] {
  const watchers = input.watchers();
  const found = [logs(node, input, watchers), metrics(node, input, watchers)];
  if (!isInfrastructure(node.technology?.kind ?? null)) found.push(traces(node, input, watchers));
  found.push(probes(node), scanning(node, watchers));
  return found;
}

function logs(node: Node, { around }: PostureInput, { collectors }: Watchers): ControlState {
  const off = node.compose.find((it) => it.care.logging?.driver === 'none');
  if (off)
    return control('detection', 'logs', 'no', [{ text: 'its log is thrown away', at: off.care.logging?.at ?? off.at }]);
  const sent = around(node)
    .linksFrom.filter((it) => it.role === 'logs')
    .map((it) => it.evidence);
  const driven = node.compose.flatMap(({ care }): readonly Evidence[] =>
    care.logging && !/^(?:json-file|local)$/.test(care.logging.driver)
      ? [{ text: `its log goes to ${care.logging.driver}`, at: care.logging.at }]
      : [],
  );
  const gathered = node.workloads.length > 0 ? collectors : [];
  const evidence = [...sent, ...driven, ...gathered];
  // Every engine keeps what is written to the standard output; who reads it, no file need tell.
  return control('detection', 'logs', evidence.length > 0 ? 'yes' : 'unknown', evidence);
}

function metrics(node: Node, { around, cluster }: PostureInput, watchers: Watchers): ControlState {
  const scraped = around(node)
    .linksTo.filter((it) => it.role === 'scrape')
    .map((it) => it.evidence);
  const marks = [
    ...node.workloads.map((it) => ({ annotations: podMarks(it).annotations, at: it.object.at })),
    ...node.services.map((it) => ({ annotations: it.annotations, at: it.at })),
  ];
  const annotated = marks
    .filter((it) => it.annotations['prometheus.io/scrape'] === 'true')
    .map((it): Evidence => ({ text: 'prometheus.io/scrape asks for it', at: it.at }));
  const monitors = ['ServiceMonitor', 'PodMonitor'].flatMap((kind) =>
    cluster
      .ofKind(kind)
      .filter((it) => {
        const selector = dig(it.spec, 'selector');
        const labels =
          kind === 'PodMonitor' ? node.workloads.map((w) => w.labels) : node.services.map((service) => service.labels);
        return Object.keys(mapOf(selector)).length > 0 && labels.some((own) => matchesSelector(selector, own));
      })
      .map((it): Evidence => ({ text: `${kind} ${it.name} selects it`, at: it.at })),
  );
  const evidence = [...scraped, ...annotated, ...monitors];
  if (evidence.length > 0) return control('detection', 'metrics', 'yes', evidence);
  const left = gap(node, watchers.metrics, 'metrics are gathered of others, not of it');
  // What serves the system itself is watched by other means as often as not.
  const lacking = left !== undefined && !watchers.discovers && !isInfrastructure(node.technology?.kind ?? null);
  return control('detection', 'metrics', lacking ? 'no' : 'unknown', lacking ? left : []);
}

function traces(node: Node, { around }: PostureInput, watchers: Watchers): ControlState {
  const sent = around(node)
    .linksFrom.filter((it) => it.role === 'traces')
    .map((it) => it.evidence);
  if (sent.length > 0) return control('detection', 'traces', 'yes', sent);
  const hint = node.modules.flatMap((it): readonly Evidence[] => {
    const at = it.hints.get('zipkin-client');
    return at ? [{ text: 'it sends traces', at }] : [];
  });
  if (hint.length > 0) return control('detection', 'traces', 'yes', hint);
  const left = gap(node, watchers.traces, 'others send traces, it does not');
  return control('detection', 'traces', left ? 'no' : 'unknown', left ?? []);
}

/** How many others have to be watched before one that is not is a gap. */
const fewest = 2;

/** The evidence that a component is left out where others of its kind are not; undefined when nothing shows it. */
function gap(node: Node, watched: readonly Node[], text: string): readonly Evidence[] | undefined {
  let alike = 0;
  for (const it of watched) if (sameSystem(it, node) && ++alike === fewest) return [{ text, at: placeOf(node) }];
  return undefined;
}

function sameSystem(a: Node, b: Node): boolean {
  return (
    (a.compose.length > 0 && b.compose.length > 0 && a.system === b.system) ||
    (a.workloads.length > 0 && b.workloads.length > 0)
  );
}

function probes(node: Node): ControlState {
  const checks = node.compose.flatMap(({ care }): readonly Evidence[] =>
    care.healthcheck ? [{ text: 'a health check is declared', at: care.healthcheck }] : [],
  );
  const ofImages = node.modules
    .flatMap((it) => it.images)
    .flatMap((it): readonly Evidence[] =>
      it.healthcheck && node.workloads.length === 0
        ? [{ text: 'its image checks its health', at: it.healthcheck }]
        : [],
    );
  const pods = node.workloads.flatMap((workload) =>
    containersOf(workload).flatMap(({ container, route }): readonly Evidence[] =>
      ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((probe) =>
        dig(container, probe) === undefined
          ? []
          : [
              {
                text: `${probe} asks how it is`,
                at: { ...workload.object.at, route: [...workload.object.root, ...route, probe] },
              },
            ],
      ),
    ),
  );
  const evidence = [...pods, ...checks, ...ofImages];
  if (evidence.length > 0) return control('detection', 'probes', 'yes', evidence);
  const serving = node.workloads.filter((it) => !/^(?:Job|CronJob)$/.test(it.object.kind));
  // An image that is pulled may have a health check of its own.
  const built = node.compose.length > 0 && node.modules.some((it) => it.images.length > 0);
  if (serving.length === 0 && !built) return control('detection', 'probes', 'unknown');
  return control('detection', 'probes', 'no', [{ text: 'no probe asks how it is', at: placeOf(node) }]);
}

function scanning(node: Node, { scanners }: Watchers): ControlState {
  const found = node.workloads.length > 0 ? scanners : [];
  return control('detection', 'scanning', found.length > 0 ? 'yes' : 'unknown', found);
}

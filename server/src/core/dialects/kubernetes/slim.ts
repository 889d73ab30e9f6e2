import { listOf, mapOf } from '../../threat-model/plain.ts';

const containerKeys: ReadonlySet<string> = new Set(['name', 'image', 'ports', 'env', 'envFrom', '$patch']);
const podKeys: ReadonlySet<string> = new Set([
  'containers',
  'initContainers',
  '$patch',
  'volumes',
  'serviceAccountName',
  'serviceAccount',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'automountServiceAccountToken',
  'hostname',
  'subdomain',
]);

const workloadKeys: ReadonlySet<string> = new Set([
  'selector',
  'replicas',
  'serviceName',
  'revisionHistoryLimit',
  'schedule',
]);
const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** A workload's specification without what no other file asks about, so that editing a limit changes no fact; and without values of variables. */
export function slim(value: unknown): unknown {
  const source = mapOf(value);
  const out: Record<string, unknown> = Object.create(null);
  for (const [key, it] of Object.entries(source)) {
    if (key === 'template' || key === 'jobTemplate') {
      const { metadata, spec } = mapOf(it);
      out[key] = {
        metadata:
          key === 'template'
            ? { labels: mapOf(metadata)['labels'], annotations: mapOf(metadata)['annotations'] }
            : null,
        spec: slim(spec),
      };
    } else if (key === 'containers' || key === 'initContainers') {
      out[key] = listOf(it).map(slimContainer);
    } else if (podKeys.has(key) || workloadKeys.has(key)) {
      out[key] = it;
    }
  }
  return out;
}

function slimContainer(container: unknown): unknown {
  const out: Record<string, unknown> = Object.create(null);
  for (const [key, it] of Object.entries(mapOf(container))) {
    if (!containerKeys.has(key)) continue;
    out[key] =
      key === 'env'
        ? listOf(it).map((entry) => ({ name: mapOf(entry)['name'], valueFrom: mapOf(entry)['valueFrom'] ?? null }))
        : it;
  }
  // That there is one matters to others; how it asks does not.
  for (const probe of probes) if (mapOf(container)[probe] !== undefined) out[probe] = {};
  return out;
}

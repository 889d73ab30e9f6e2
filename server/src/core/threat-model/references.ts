import type { Report } from '../rules/rule.ts';
import type { KubernetesObjectFact } from './fact.ts';
import type { Lookup, Space } from './lookup.ts';
import { dig, listOf, numberOf, textOf } from './plain.ts';

/** A backend that an Ingress or a route names. */
export interface BackendReference {
  readonly name: string;
  readonly space: Space;
  /** Number or name of the Service's port; null when it names none. */
  readonly port: number | string | null;
  /** Route from the object to the place that holds the name, and to that of the port. */
  readonly at: readonly (string | number)[];
  readonly portAt: readonly (string | number)[];
}

type Path = readonly (string | number)[];

/** The backends of an Ingress, in the form of v1 and of the versions before. Backends that are no Service are left out. */
export function ingressBackends({ spec, namespace }: KubernetesObjectFact): readonly BackendReference[] {
  const found: BackendReference[] = [];
  const add = (backend: unknown, path: Path): void => {
    const name = textOf(dig(backend, 'service', 'name'));
    const old = textOf(dig(backend, 'serviceName'));
    if (name !== null) {
      const port = dig(backend, 'service', 'port');
      const number = numberOf(dig(port, 'number'));
      found.push({
        name,
        space: namespace,
        port: number ?? textOf(dig(port, 'name')),
        at: [...path, 'service', 'name'],
        portAt: [...path, 'service', 'port', number === null ? 'name' : 'number'],
      });
    } else if (old !== null) {
      const port = dig(backend, 'servicePort');
      found.push({
        name: old,
        space: namespace,
        port: numberOf(port) ?? textOf(port),
        at: [...path, 'serviceName'],
        portAt: [...path, 'servicePort'],
      });
    }
  };
  for (const key of ['defaultBackend', 'backend']) add(dig(spec, key), ['spec', key]);
  listOf(dig(spec, 'rules')).forEach((rule, i) => {
    listOf(dig(rule, 'http', 'paths')).forEach((path, j) => {
      add(dig(path, 'backend'), ['spec', 'rules', i, 'http', 'paths', j, 'backend']);
    });
  });
  return found;
}

/** The Services that a route of Gateway API sends to. A backend of another kind is left out. */
export function routeBackends({ spec, namespace }: KubernetesObjectFact): readonly BackendReference[] {
  const found: BackendReference[] = [];
  listOf(dig(spec, 'rules')).forEach((rule, i) => {
    listOf(dig(rule, 'backendRefs')).forEach((backend, j) => {
      const kind = textOf(dig(backend, 'kind')) ?? 'Service';
      const group = textOf(dig(backend, 'group')) ?? '';
      const name = textOf(dig(backend, 'name'));
      if (kind !== 'Service' || group !== '' || name === null) return;
      const path = ['spec', 'rules', i, 'backendRefs', j];
      found.push({
        name,
        space: textOf(dig(backend, 'namespace')) ?? namespace,
        port: numberOf(dig(backend, 'port')),
        at: [...path, 'name'],
        portAt: [...path, 'port'],
      });
    });
  });
  return found;
}

/** Does the Service offer that port, by number or by name? */
export function offersPort(service: KubernetesObjectFact, port: number | string): boolean {
  return listOf(dig(service.spec, 'ports')).some((it) =>
    typeof port === 'number' ? numberOf(dig(it, 'port')) === port : textOf(dig(it, 'name')) === port,
  );
}

/** The names in a list that differ from this one by little: a slip of the pen. */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 4)) + 1;
  for (const it of new Set(names)) {
    const far = distance(name, it, least);
    if (far < least) [best, least] = [it, far];
  }
  return best;
}

/** Insertions, deletions and replacements between two words (Levenshtein), not counted beyond `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit || a.length > 100 || b.length > 100) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? limit;
}

/** How a finding about something that no file declares is to be taken: whether the files show others of its kind there. */
export function absence(shown: boolean): Pick<Report, 'severity' | 'confidence' | 'reason'> {
  if (shown) return { confidence: 'medium' };
  return {
    severity: 'hint',
    confidence: 'low',
    reason: 'the files show nothing of that kind, so it may stand elsewhere',
  };
}

/** True when the files show objects of that kind that surely stand in the namespace. */
export function shows(lookup: Lookup, kind: string, space: Space): boolean {
  const home = space ?? 'default';
  return (
    lookup.cluster.ofKindIn(kind, home).length > 0 ||
    (home === 'default' && lookup.cluster.ofKindIn(kind, null).length > 0)
  );
}

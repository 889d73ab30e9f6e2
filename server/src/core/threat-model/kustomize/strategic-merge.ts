import type { Route } from '../../syntax/anchor.ts';
import { listOf, mapOf, textOf } from '../plain.ts';
import { isWorkloadKind } from '../workload.ts';

/**
 * Merges a patch into a value as Kubernetes does ("Strategic Merge Patch"): maps key by key, null takes away, lists of
 * named things by their names, other lists as a whole. Objects of other makers' kinds have no such names, and their lists
 * are replaced (JSON Merge Patch, RFC 7396). `changed` is told the route of every leaf that the patch sets.
 */
export function mergePatch(
  base: unknown,
  patch: unknown,
  kind: string,
  changed: (route: Route) => void = () => undefined,
): unknown {
  const byName = kind === 'Service' || isWorkloadKind(kind);
  return merge(base, patch, [], { byName, changed });
}

interface Way {
  readonly byName: boolean;
  readonly changed: (route: Route) => void;
}

/** Deeper values are taken as they are; no manifest nests so deep. */
const deepest = 40;

function merge(base: unknown, patch: unknown, route: Route, way: Way): unknown {
  if (Array.isArray(patch)) {
    const key = way.byName ? mergeKey(route, patch) : undefined;
    if (key !== undefined && route.length < deepest) return mergeLists(listOf(base), patch, key, route, way);
    way.changed(route);
    return patch;
  }
  if (typeof patch !== 'object' || patch === null || route.length >= deepest) {
    way.changed(route);
    return patch;
  }
  const { $patch: directive, ...own } = patch as Readonly<Record<string, unknown>>;
  const out: Record<string, unknown> = Object.create(null);
  if (directive !== 'replace') Object.assign(out, mapOf(base));
  for (const [key, value] of Object.entries(own)) {
    if (value === undefined) continue;
    if (value === null) {
      way.changed([...route, key]);
      delete out[key];
    } else out[key] = merge(out[key], value, [...route, key], way);
  }
  return out;
}

/** By what the elements of a list are told apart (Kubernetes API, "patchMergeKey"). */
const mergeKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  volumes: ['name'],
  env: ['name'],
  imagePullSecrets: ['name'],
  ports: ['containerPort', 'port'],
};

function mergeKey(route: Route, patch: readonly unknown[]): string | undefined {
  const keys = mergeKeys[String(route.at(-1))] ?? [];
  return keys.find((key) => patch.some((it) => mapOf(it)[key] !== undefined));
}

function mergeLists(base: readonly unknown[], patch: readonly unknown[], key: string, route: Route, way: Way): unknown {
  const out = patch.some((it) => mapOf(it)['$patch'] === 'replace') ? [] : [...base];
  for (const element of patch) {
    const { $patch: directive } = mapOf(element);
    const name = textOf(mapOf(element)[key]);
    const at = out.findIndex((it) => name !== null && textOf(mapOf(it)[key]) === name);
    if (directive === 'delete') {
      if (at >= 0) out.splice(at, 1);
    } else if (directive === undefined) {
      if (at >= 0) out[at] = merge(out[at], element, [...route, at], way);
      else out.push(element);
    }
  }
  return out;
}

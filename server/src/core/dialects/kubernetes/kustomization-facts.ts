import { View } from '../../syntax/view.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import type { Anchor } from '../../syntax/anchor.ts';
import { isWorkloadKind } from '../../threat-model/cluster.ts';
import { environmentConnections, type EnvironmentVariable } from '../../threat-model/environment.ts';
import type { Fact, Owner } from '../../threat-model/fact.ts';
import { stepsOf } from '../../threat-model/kustomize/json-patch.ts';
import { dig, isTrue, listOf, mapOf, textMapOf, textOf } from '../../threat-model/plain.ts';
import type { KubernetesResource } from './resource.ts';
import { slim } from './slim.ts';

/** The lists of a kustomization that hold patches. */
const patchLists = ['patches', 'patchesStrategicMerge', 'patchesJson6902'] as const;

/** Lists whose entries hold values that may be secret: only names are told. */
const generators: ReadonlySet<string> = new Set(['configMapGenerator', 'secretGenerator', 'vars']);

/**
 * What a kustomization says, with its inline patches as plain data. Values of variables and of generated secrets are left
 * out, as of every object.
 */
export function kustomizationSpec(object: KubernetesResource): unknown {
  const out: Record<string, unknown> = Object.create(null);
  for (const [key, view] of object.view.entries as readonly (readonly [string, View])[]) {
    if (/^(?:apiVersion|kind|metadata)$/.test(key)) continue;
    if (generators.has(key)) out[key] = view.items.map((it) => ({ name: it.get('name').text ?? null }));
    else if ((patchLists as readonly string[]).includes(key)) out[key] = view.items.map(patchEntry);
    else out[key] = view.plain;
  }
  return out;
}

function patchEntry(view: View): unknown {
  const inline = inlineOf(view);
  if (inline === undefined)
    return view.text ?? { path: view.get('path').text ?? null, target: view.get('target').plain };
  const target = view.get('target').exists ? view.get('target').plain : null;
  const parts = inline.flatMap((it): readonly unknown[] => (Array.isArray(it) ? it : []));
  if (parts.length > 0) return { target, operations: operationsOf(parts) };
  return { target, objects: inline.map(slimPatch) };
}

/** The documents of a patch that is written into the kustomization; undefined for one that stands in a file. */
function inlineOf(view: View): readonly unknown[] | undefined {
  const text = view.get('patch').text ?? (view.text?.includes('\n') ? view.text : undefined);
  if (text === undefined) return undefined;
  return text.split(/^---\s*$/m).flatMap((part) => {
    const tree = parseYaml(part);
    const plain = tree.faults.length > 0 ? null : View.root({ file: '', chunk: 0, tree }).plain;
    return typeof plain === 'object' && plain !== null ? [plain] : [];
  });
}

function slimPatch(value: unknown): unknown {
  const kind = textOf(dig(value, 'kind')) ?? '';
  const directive = dig(value, '$patch');
  const { apiVersion: _, kind: __, metadata, spec, data: ___, stringData: ____, ...rest } = mapOf(value);
  const own = isWorkloadKind(kind)
    ? mapOf(slim(spec))
    : kind === 'Secret' || kind === 'ConfigMap'
      ? {}
      : (spec ?? rest);
  return {
    kind,
    name: textOf(dig(metadata, 'name')),
    namespace: textOf(dig(metadata, 'namespace')),
    labels: textMapOf(dig(metadata, 'labels')),
    annotations: textMapOf(dig(metadata, 'annotations')),
    spec: directive === undefined ? own : { ...mapOf(own), $patch: directive },
  };
}

/** The operations of a JSON Patch without the values of variables and of secrets. */
export function operationsOf(list: readonly unknown[]): readonly unknown[] {
  return list.flatMap((it): readonly unknown[] => {
    const { op, path, value } = mapOf(it);
    const pointer = textOf(path) ?? '';
    const steps = stepsOf(pointer);
    if (/^(?:data|stringData|binaryData)$/.test(steps[0] ?? '')) return [];
    if (steps.includes('env')) {
      if (steps.at(-1) === 'value') return [];
      return [{ op, path, value: valuesOut({ env: Array.isArray(value) ? value : [value] }, steps.at(-1) === 'env') }];
    }
    return [{ op, path, value: withoutValues(value, 0) }];
  });
}

function valuesOut(value: unknown, whole: boolean): unknown {
  const { env } = mapOf(withoutValues(value, 0));
  return whole ? env : listOf(env)[0];
}

/** Deeper nothing is kept. */
const deepest = 20;

/** A part of an object without what variables are set to, commands included, whose arguments may be secret. */
function withoutValues(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return null;
  if (Array.isArray(value)) return value.map((it: unknown) => withoutValues(it, depth + 1));
  const out: Record<string, unknown> = Object.create(null);
  for (const [key, it] of Object.entries(value)) {
    if (/^(?:command|args|data|stringData|binaryData)$/.test(key)) continue;
    out[key] =
      key === 'env' && Array.isArray(it)
        ? it.map((entry: unknown) => ({ name: dig(entry, 'name'), valueFrom: dig(entry, 'valueFrom') ?? null }))
        : withoutValues(it, depth + 1);
  }
  return out;
}

/** What inline patches tell of the programs that they change: whom they call, and power over the machine. */
export function patchFacts(object: KubernetesResource): readonly Fact[] {
  return patchLists.flatMap((key) =>
    object.view.get(key).items.flatMap((view): readonly Fact[] => {
      const at = view.anchor();
      return (inlineOf(view) ?? []).flatMap((it) => (Array.isArray(it) ? [] : pieceFacts(it, at)));
    }),
  );
}

function pieceFacts(value: unknown, at: Anchor): readonly Fact[] {
  const kind = textOf(dig(value, 'kind')) ?? '';
  const name = textOf(dig(value, 'metadata', 'name'));
  if (!isWorkloadKind(kind) || name === null) return [];
  const owner: Owner = {
    kind: 'object',
    objectKind: kind,
    namespace: textOf(dig(value, 'metadata', 'namespace')),
    name,
  };
  const path = kind === 'Pod' ? [] : kind === 'CronJob' ? ['jobTemplate', 'spec', 'template'] : ['template'];
  const pod = path.length === 0 ? dig(value, 'spec') : dig(value, 'spec', ...path, 'spec');
  return listOf(dig(pod, 'containers')).flatMap((container): readonly Fact[] => {
    const variables = listOf(dig(container, 'env')).flatMap((it): readonly EnvironmentVariable[] => {
      const key = textOf(dig(it, 'name'));
      return key === null ? [] : [{ key, value: textOf(dig(it, 'value')), at }];
    });
    const privileged = isTrue(dig(container, 'securityContext', 'privileged'));
    return [
      ...environmentConnections(variables, owner),
      ...(privileged
        ? [{ fact: 'trait', trait: 'power', owner, state: 'yes', at, text: 'it runs privileged' } as const]
        : []),
    ];
  });
}

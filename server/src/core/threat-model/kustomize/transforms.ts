import { isClusterWide } from '../cluster-wide.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { onceForPair } from '../once.ts';
import { dig, isTrue, listOf, mapOf, textMapOf, textOf } from '../plain.ts';
import { isWorkloadKind } from '../workload.ts';
import type { Made } from './made.ts';

/** What a kustomization does to every object of its result, in Kustomize's order; patches go before. */
export const transformed = onceForPair(
  (made: Made, { spec }: KubernetesObjectFact): Made =>
    withImages(withReplicas(withLabels(withName(made, spec), spec), spec), spec),
);

function withName(made: Made, spec: unknown): Made {
  const [prefix, suffix] = [textOf(dig(spec, 'namePrefix')) ?? '', textOf(dig(spec, 'nameSuffix')) ?? ''];
  const namespace = textOf(dig(spec, 'namespace'));
  const unnamed = made.kind === 'Namespace' || made.kind === 'CustomResourceDefinition';
  return {
    ...made,
    name: unnamed ? made.name : `${prefix}${made.name}${suffix}`,
    namespace: namespace !== null && namespace !== '' && !isClusterWide(made.kind) ? namespace : made.namespace,
  };
}

/** `commonLabels` go into selectors and templates too, `labels` where they say so (Kustomize, "labels"). */
function withLabels(made: Made, spec: unknown): Made {
  let out = made;
  const add = (pairs: Readonly<Record<string, string>>, selectors: boolean, templates: boolean): void => {
    if (Object.keys(pairs).length === 0) return;
    let own: unknown = out.spec;
    if (isWorkloadKind(out.kind) && (selectors || templates)) {
      const path = out.kind === 'CronJob' ? ['jobTemplate', 'spec', 'template'] : ['template'];
      own = setAt(own, [...path, 'metadata', 'labels'], (it) => ({ ...textMapOf(it), ...pairs }), path.length);
    }
    if (selectors) {
      const path = selectorPaths[out.kind];
      if (path) own = setAt(own, path, (it) => ({ ...textMapOf(it), ...pairs }), path.length);
    }
    out = { ...out, labels: { ...out.labels, ...pairs }, spec: own };
  };
  add(textMapOf(dig(spec, 'commonLabels')), true, true);
  for (const entry of listOf(dig(spec, 'labels'))) {
    const selectors = isTrue(dig(entry, 'includeSelectors'));
    add(textMapOf(dig(entry, 'pairs')), selectors, selectors || isTrue(dig(entry, 'includeTemplates')));
  }
  return out;
}

/** Where the selectors stand that Kustomize adds labels to, if they are there. */
const selectorPaths: Readonly<Record<string, readonly string[]>> = {
  Service: ['selector'],
  ReplicationController: ['selector'],
  Deployment: ['selector', 'matchLabels'],
  StatefulSet: ['selector', 'matchLabels'],
  DaemonSet: ['selector', 'matchLabels'],
  ReplicaSet: ['selector', 'matchLabels'],
  NetworkPolicy: ['podSelector', 'matchLabels'],
  PodDisruptionBudget: ['selector', 'matchLabels'],
};

/** Changes what stands at a path; its first `needed` steps have to be there. */
function setAt(value: unknown, path: readonly string[], change: (it: unknown) => unknown, needed: number): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (needed > 0 && dig(value, step) === undefined) return value;
  return { ...mapOf(value), [step]: setAt(dig(value, step), rest, change, needed - 1) };
}

function withReplicas(made: Made, spec: unknown): Made {
  for (const entry of listOf(dig(spec, 'replicas'))) {
    const { name, count } = mapOf(entry);
    if (isWorkloadKind(made.kind) && textOf(name) === made.original)
      return { ...made, spec: { ...mapOf(made.spec), replicas: count } };
  }
  return made;
}

function withImages(made: Made, spec: unknown): Made {
  const images = listOf(dig(spec, 'images'));
  return images.length === 0 ? made : { ...made, spec: renamed(made.spec, images, 0) };
}

/** Deeper nothing is looked for. */
const deepest = 12;

function renamed(value: unknown, images: readonly unknown[], depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > deepest) return value;
  if (Array.isArray(value)) return value.map((it: unknown) => renamed(it, images, depth + 1));
  const out: Record<string, unknown> = Object.create(null);
  for (const [key, it] of Object.entries(value)) {
    const isList = (key === 'containers' || key === 'initContainers') && Array.isArray(it);
    out[key] = isList ? listOf(it).map((container) => withImage(container, images)) : renamed(it, images, depth + 1);
  }
  return out;
}

function withImage(container: unknown, images: readonly unknown[]): unknown {
  const image = textOf(dig(container, 'image'));
  if (image === null) return container;
  const [, name = image, rest = ''] = /^(.*?)((?::[^/:@]+)?(?:@.+)?)$/.exec(image) ?? [];
  const entry = images.find((it) => textOf(dig(it, 'name')) === name);
  if (entry === undefined) return container;
  const [digest, tag] = [textOf(dig(entry, 'digest')), textOf(dig(entry, 'newTag'))];
  const version = digest !== null ? `@${digest}` : tag !== null ? `:${tag}` : rest;
  return { ...mapOf(container), image: `${textOf(dig(entry, 'newName')) ?? name}${version}` };
}

import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import type { ClusterView, ClusterWorkload } from '../cluster.ts';
import { isOpenText, lookupIn } from '../lookup.ts';
import { dig, isTrue, listOf, mapOf, textOf } from '../plain.ts';
import { nearestName, shows } from '../references.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { onceFor } from '../once.ts';

interface ConfigReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  /** The key that is read, or null for all of them. */
  readonly key: string | null;
  readonly at: readonly (string | number)[];
}

export default defineRule({
  id: 'kubernetes/missing-config-reference',
  title: 'Variable or volume is filled from what is not there',
  why: 'The pod does not start; and what reads like a setting for security is not set.',
  remedy: 'Name a key that the ConfigMap or Secret has.',
  category: 'resilience',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D'] },
  equivalents: ['kube-linter:env-value-from'],
  concepts: ['config-reference-missing'],
  visits: 'model.workload',
  check({ cluster, workload }, report) {
    const lookup = lookupIn(cluster);
    const { object } = workload;
    const said = new Set<string>();
    for (const { kind, name, key, at } of referencesOf(workload)) {
      const id = `${kind}/${name}/${key ?? ''}`;
      if (isOpenText(name) || isOpenText(key) || said.has(id)) continue;
      const objects = lookup.named(kind, object.namespace, name);
      if (objects.length === 0) {
        // Secrets are seldom kept in files: only beside others does the absence of one say anything.
        if (!shows(lookup, kind, object.namespace) || kustomized(cluster) || isGenerated(name, cluster)) continue;
        said.add(id);
        const close = nearestName(
          name,
          lookup.ofKind(kind, object.namespace).map((it) => it.name),
        );
        report({
          at: within(object, ...at, 'name'),
          message: `${titleOf(object)} reads ${kind} "${name}", which no file declares, although others are: its pods wait for it and do not start.${close === undefined ? '' : ` Is "${close}" meant?`}`,
          resource: resourceOf(object),
          severity: kind === 'Secret' ? 'hint' : 'info',
          confidence: 'low',
          fixes:
            close === undefined ? [] : [correction(`Read ${kind} "${close}"`, within(object, ...at, 'name'), close)],
        });
        continue;
      }
      const keys = objects.map((it) => dig(it.spec, 'keys'));
      // Without any key it is filled by something else.
      if (
        key === null ||
        keys.some((it) => !Array.isArray(it) || it.length === 0 || it.includes(key)) ||
        isGenerated(name, cluster)
      )
        continue;
      said.add(id);
      const close = nearestName(
        key,
        keys.flatMap(listOf).filter((it) => typeof it === 'string'),
      );
      report({
        at: within(object, ...at, 'key'),
        message: `${titleOf(object)} reads "${key}" of ${kind} "${name}", which has no such key: its pods wait for it and do not start.${close === undefined ? '' : ` Is "${close}" meant?`}`,
        resource: resourceOf(object),
        related: objects.map((it) => ({ message: `${titleOf(it)} stands here.`, at: it.at })),
        fixes: close === undefined ? [] : [correction(`Read "${close}"`, within(object, ...at, 'key'), close)],
      });
    }
  },
});

function correction(title: string, at: ReturnType<typeof within>, value: string) {
  return { title, safety: 'behaviour' as const, patches: [{ op: 'set' as const, at, value }] };
}

function referencesOf({ pod, podRoute }: ClusterWorkload): readonly ConfigReference[] {
  const found: ConfigReference[] = [];
  const add = (kind: ConfigReference['kind'], reference: unknown, at: ConfigReference['at']): void => {
    const name = textOf(dig(reference, 'name'));
    if (name !== null && name !== '' && !isTrue(dig(reference, 'optional')))
      found.push({ kind, name, key: textOf(dig(reference, 'key')), at });
  };
  for (const list of ['containers', 'initContainers']) {
    listOf(dig(pod, list)).forEach((container, i) => {
      const here = [...podRoute, list, i];
      listOf(dig(container, 'env')).forEach((variable, j) => {
        add('ConfigMap', dig(variable, 'valueFrom', 'configMapKeyRef'), [
          ...here,
          'env',
          j,
          'valueFrom',
          'configMapKeyRef',
        ]);
        add('Secret', dig(variable, 'valueFrom', 'secretKeyRef'), [...here, 'env', j, 'valueFrom', 'secretKeyRef']);
      });
      listOf(dig(container, 'envFrom')).forEach((source, j) => {
        add('ConfigMap', dig(source, 'configMapRef'), [...here, 'envFrom', j, 'configMapRef']);
        add('Secret', dig(source, 'secretRef'), [...here, 'envFrom', j, 'secretRef']);
      });
    });
  }
  return found;
}

/** True for a name that something in the cluster gives to what it makes. */
function isGenerated(name: string, cluster: ClusterView): boolean {
  return generatedNames(cluster.objects).has(name);
}

/** Names that sealed or external secrets, certificates, operators and generators give to what they make. */
const generatedNames = onceFor((objects: readonly KubernetesObjectFact[]): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const { apiVersion, kind, name, spec } of objects) {
    if (kind === 'Kustomization' || kind === 'Component') {
      for (const key of ['configMapGenerator', 'secretGenerator'])
        for (const it of listOf(dig(spec, key))) names.add(textOf(dig(it, 'name')) ?? '');
      continue;
    }
    if (!apiVersion.includes('.')) continue;
    names.add(name);
    for (const it of [dig(spec, 'secretName'), dig(spec, 'target', 'name'), dig(spec, 'template', 'metadata', 'name')])
      names.add(textOf(it) ?? '');
    for (const it of Object.values(mapOf(spec))) names.add(textOf(dig(it, 'name')) ?? '');
  }
  return names;
});

/** A Kustomization adds suffixes and whole objects to what the files show. */
function kustomized(cluster: ClusterView): boolean {
  return cluster
    .ofKind('Kustomization')
    .some((it) =>
      ['namePrefix', 'nameSuffix', 'helmCharts', 'generators'].some((key) => dig(it.spec, key) !== undefined),
    );
}

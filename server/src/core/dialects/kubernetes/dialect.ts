import type { DataDialect } from '../dialect.ts';
import { isKustomization, type Kustomize, kustomizeOf } from './kustomize.ts';
import { resourcesOf } from './resource.ts';
import { workloadOf } from './workload.ts';
import { isJsonPatch, kubernetesFacts } from './facts.ts';

/** Manifests of Kubernetes and of everything that speaks its object model: whatever has an apiVersion and a kind. */
export const kubernetes: DataDialect = {
  name: 'kubernetes',
  sniff: (text, uri) =>
    (text.includes('apiVersion') && text.includes('kind')) ||
    isKustomization(uri) ||
    /["']?\bop["']?\s*:\s*["']?(?:add|remove|replace)\b/.test(text),
  detect: (root, uri) =>
    (isName(root.get('apiVersion').text, /^(?:[a-z0-9.-]+\/\S|v\d)/) && isName(root.get('kind').text, /^[A-Z]/)) ||
    (isKustomization(uri) && root.isMap) ||
    isJsonPatch(root),
  visit: (source, host, visitor) => {
    let kustomize: Kustomize | undefined;
    for (const object of resourcesOf(source)) {
      visitor('kubernetes.resource', object);
      kustomize ??= kustomizeOf(source.file, host);
      const workload = workloadOf(object, kustomize);
      if (!workload) continue;
      visitor('kubernetes.workload', workload);
      for (const container of workload.containers) visitor('kubernetes.container', container);
    }
  },
  facts: kubernetesFacts,
};

/** A template hole may stand for the name: `apiVersion: {{ x }}` is a manifest too, and the façade says why it is not judged. */
function isName(text: string | undefined, form: RegExp): boolean {
  return text !== undefined && (form.test(text) || text.includes('{{'));
}

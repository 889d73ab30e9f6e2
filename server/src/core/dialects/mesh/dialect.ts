import type { DataDialect } from '../dialect.ts';
import { resourcesOf } from '../kubernetes/resource.ts';
import { isMeshGroup, MeshResource } from './lens.ts';

/** Objects of Istio, Linkerd and Gateway API. They are Kubernetes objects too, whose facts that dialect tells. */
export const mesh: DataDialect = {
  name: 'mesh',
  sniff: (text) => ['istio.io/', 'gateway.networking.k8s.io/', 'linkerd.io/'].some((it) => text.includes(it)),
  detect: (root) =>
    [root, ...root.get('items').items].some((it) => isMeshGroup((it.get('apiVersion').text ?? '').split('/')[0] ?? '')),
  visit: (source, _host, visitor) => {
    for (const object of resourcesOf(source)) {
      if (isMeshGroup(object.group)) visitor('mesh.resource', new MeshResource(object));
    }
  },
  facts: () => [],
};

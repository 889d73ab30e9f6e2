import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { isOpenText, lookupIn } from '../lookup.ts';
import {
  absence,
  type BackendReference,
  ingressBackends,
  nearestName,
  offersPort,
  routeBackends,
  shows,
} from '../references.ts';

const ingresses = ['kube-linter:dangling-ingress', 'kube-score:ingress-targets-service', 'kubescape:C-0298'];
const routes = ['kubescape:C-0302', 'kiali:KIA1402'];
const routeKinds = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'];

export default defineRule({
  id: 'kubernetes/route-without-service',
  title: 'Ingress or route leads to no service',
  why: 'Requests fail or fall to a default backend, and whoever may create a service of that name gets them.',
  remedy: 'Name a service of the namespace, and a port that it has.',
  category: 'resilience',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D', 'S'] },
  equivalents: [...ingresses, ...routes],
  concepts: ['ingress-no-service'],
  visits: 'model.cluster',
  check(cluster, report) {
    const lookup = lookupIn(cluster);
    const check = (
      object: KubernetesObjectFact,
      backends: readonly BackendReference[],
      equivalents: readonly string[],
    ) => {
      const said = new Set<string>();
      for (const backend of backends) {
        const { name, space, port } = backend;
        const key = `${space ?? ''}/${name}:${port ?? ''}`;
        // The solver of a certificate's challenge comes and goes with its own service.
        if (said.has(key) || isOpenText(name) || isOpenText(port) || name.startsWith('cm-acme-http-solver')) continue;
        said.add(key);
        const services = lookup.named('Service', space, name);
        if (services.length === 0) {
          const shown = shows(lookup, 'Service', space) || lookup.named('Service', null, name).length > 0;
          const close = nearestName(
            name,
            lookup.ofKind('Service', space).map((it) => it.name),
          );
          report({
            at: within(object, ...backend.at),
            message: `${titleOf(object)} leads to Service "${name}"${space === null ? '' : ` of namespace "${space}"`}, which no file declares: requests fail, and whoever may create a service of that name gets them.${close === undefined ? '' : ` Is "${close}" meant?`}`,
            resource: resourceOf(object),
            equivalents,
            ...absence(shown),
            fixes:
              close === undefined
                ? []
                : [
                    {
                      title: `Lead to Service "${close}"`,
                      safety: 'behaviour',
                      patches: [{ op: 'set', at: within(object, ...backend.at), value: close }],
                    },
                  ],
          });
        } else if (port !== null && services.every((it) => it.spec !== null && !offersPort(it, port))) {
          report({
            at: within(object, ...backend.portAt),
            message: `${titleOf(object)} leads to port ${port} of Service "${name}", which has no such port: requests fail.`,
            resource: resourceOf(object),
            equivalents,
            related: services.map((it) => ({ message: `Service "${name}" has other ports.`, at: it.at })),
          });
        }
      }
    };
    for (const object of cluster.ofKind('Ingress')) {
      if (/^(?:networking\.k8s\.io|extensions)\//.test(object.apiVersion))
        check(object, ingressBackends(object), ingresses);
    }
    for (const object of routeKinds.flatMap((kind) => cluster.ofKind(kind)))
      check(object, routeBackends(object), routes);
  },
});

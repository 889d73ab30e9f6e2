import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fixBySetting } from '../../kubernetes/repair.ts';

/** Users whose traffic the mesh leaves alone, because it is the proxy's own: Istio's and Linkerd's. */
const proxyUsers: ReadonlyMap<number, string> = new Map([
  [1337, 'Istio'],
  [2102, 'Linkerd'],
]);

export default defineRule({
  id: 'mesh/proxy-user',
  title: 'Application runs as the user of the mesh proxy',
  why: 'What that user sends is not led through the proxy, so the application calls out without mutual TLS, policies or a trace.',
  remedy: 'Run the application as another user.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [693], stride: ['S', 'E'] },
  equivalents: ['istio:IST0144'],
  concepts: ['proxy-uid-collision'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const containers = workload.containers.filter((it) => !/^(?:istio-|linkerd-)/.test(it.view.get('name').text ?? ''));
    const say = (user: View): void => {
      const mesh = proxyUsers.get(user.number ?? -1);
      if (mesh === undefined) return;
      // Linkerd's number means nothing unless Linkerd is there.
      if (mesh === 'Linkerd' && !JSON.stringify(workload.pod.get('metadata').plain ?? null).includes('linkerd.io/'))
        return;
      report({
        at: user.anchor(),
        message: `${workload.object.title} runs as user ${user.number ?? 0}, the one that ${mesh} keeps for its proxy: what it sends goes past the proxy, without mutual TLS and policies. Choose another number.`,
        fixes: fixBySetting(user, 10001, 'Run as user 10001'),
      });
    };
    if (containers.length > 0) say(workload.spec.at('securityContext', 'runAsUser'));
    for (const container of containers) say(container.view.at('securityContext', 'runAsUser'));
  },
});

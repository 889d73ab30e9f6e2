import { defineRule } from '../../../rules/rule.ts';
import { removeFix, softened } from '../claims.ts';
import { valueOf } from '../text.ts';

export default defineRule({
  id: 'compose/host-network',
  title: "Service shares the host's network",
  why: 'All its ports are open on the host without being published, and it reaches everything that listens on loopback, such as databases bound there for safety.',
  remedy: 'Remove network_mode and publish the ports that are needed.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [668, 653], stride: ['E', 'I', 'S'], cis: ['Docker 5.10'] },
  equivalents: ['kics:071a71ff-f868-47a4-ac0b-3c59e4ab5443', 'compose-lint:CL-0008', 'docker-bench:5.10'],
  concepts: ['host-network'],
  visits: 'compose.service',
  check(service, report) {
    const view = service.view.get('network_mode');
    if (valueOf(view) === 'host') {
      report({
        at: view.anchor(),
        message: `Service "${service.name}" shares the host's network: its ports are open on every interface and it reaches what listens on the host's loopback. Join a network of the project and publish the ports that are needed.`,
        ...softened(service, 'error'),
        fixes: removeFix(view, `Remove network_mode from "${service.name}"`),
      });
    }
    for (const { name, view: use } of service.networks) {
      const network = service.project.network(name);
      if (!use || !service.owns(use) || !network?.external || (network.realName ?? name) !== 'host') continue;
      report({
        at: use.anchor(),
        message: `Service "${service.name}" joins "${name}", which is the host's own network: its ports are open on every interface of the host. Join a network of the project instead.`,
        ...softened(service, 'error'),
        fixes: removeFix(use, `Leave the network "${name}"`),
      });
    }
  },
});

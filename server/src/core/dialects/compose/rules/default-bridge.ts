import { defineRule } from '../../../rules/rule.ts';
import { removeFix, softened } from '../claims.ts';
import { valueOf } from '../text.ts';

export default defineRule({
  id: 'compose/default-bridge',
  title: "Service is put on the engine's default bridge",
  why: 'On the default bridge the containers of all projects talk to each other, and names are not resolved.',
  remedy: 'Remove network_mode: the project has a network of its own.',
  category: 'isolation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [653], stride: ['I', 'S'], cis: ['Docker 5.30'] },
  equivalents: ['docker-bench:5.30'],
  concepts: ['default-bridge-network'],
  visits: 'compose.service',
  check(service, report) {
    const view = service.view.get('network_mode');
    if (valueOf(view) !== 'bridge') return;
    report({
      at: view.anchor(),
      message: `Service "${service.name}" joins the engine's default bridge, where the containers of every other project are its neighbours. Without network_mode it gets the project's own network.`,
      ...softened(service, 'info'),
      fixes: removeFix(view, `Remove network_mode from "${service.name}"`),
    });
  },
});

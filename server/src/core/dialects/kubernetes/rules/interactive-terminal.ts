import { defineRule } from '../../../rules/rule.ts';
import { fix, removeField } from '../repair.ts';
import { is, readTruth } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/interactive-terminal',
  title: 'Container keeps a terminal open',
  why: 'An open terminal is made for people; who may attach to the pod types straight into the process.',
  remedy: 'Remove stdin and tty.',
  category: 'hygiene',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [489], stride: ['E'] },
  equivalents: ['gatekeeper:K8sDisallowInteractiveTTY'],
  concepts: ['interactive-container'],
  visits: 'kubernetes.container',
  check(container, report) {
    if (container.workload.isBatch || container.list === 'ephemeralContainers') return;
    const open = [readTruth(container.view, 'stdin'), readTruth(container.view, 'tty')].filter((it) => is(it, true));
    const [first] = open;
    if (!first) return;
    const views = open.map((it) => it.view);
    report({
      at: first.view.anchor(),
      message: `${container.title} of ${container.workload.object.title} keeps a terminal open, as if somebody sat before it: who may attach to the pod types into the process. Remove ${open.length > 1 ? 'stdin and tty' : (first.view.key ?? '')}.`,
      fixes: fix('Close the terminal', 'behaviour', views, views.map(removeField)),
    });
  },
});

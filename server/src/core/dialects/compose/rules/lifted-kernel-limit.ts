import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { removeFix, softened } from '../claims.ts';
import type { ComposeService } from '../service.ts';
import { truthOf, valueOf } from '../text.ts';

interface Lifted {
  readonly view: View;
  readonly remove: View;
  readonly what: string;
}

export default defineRule({
  id: 'compose/lifted-kernel-limit',
  title: 'A limit of the kernel is lifted for the service',
  why: 'A service that the kernel may not stop takes the host down in its place.',
  remedy: 'Remove the setting, and give the service enough memory instead.',
  category: 'resource-limits',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [770], stride: ['D'], cis: ['Docker 5.19'] },
  equivalents: [],
  concepts: ['oom-or-ulimit-protection-removed'],
  visits: 'compose.service',
  check(service, report) {
    for (const { view, remove, what } of lifted(service)) {
      report({
        at: view.anchor(),
        message: `Service "${service.name}" ${what}. Remove the setting, and limit the service's memory instead.`,
        ...softened(service, 'info'),
        fixes: removeFix(remove, `Remove ${String(remove.key ?? 'the setting')}`),
      });
    }
  },
});

function lifted(service: ComposeService): readonly Lifted[] {
  const found: Lifted[] = [];
  const at = (view: View, what: string, remove = view): number => found.push({ view, remove, what });
  const own = service.view;
  if (truthOf(own.get('oom_kill_disable')) === true)
    at(own.get('oom_kill_disable'), 'is never stopped for lack of memory, so that everything else on the host is');
  const score = Number(valueOf(own.get('oom_score_adj')) ?? '0');
  if (score < -500)
    at(
      own.get('oom_score_adj'),
      'is stopped last when memory runs out, so that everything else on the host goes first',
    );
  if (valueOf(own.get('memswap_limit')) === '-1') at(own.get('memswap_limit'), 'may swap without end');
  for (const [name, view] of own.get('ulimits').entries) {
    if (!/^(?:nofile|nproc)$/.test(name)) continue;
    const values = view.isMap ? [view.get('soft'), view.get('hard')] : [view];
    const open = values.find((it) => /^(?:-1|unlimited)$/.test(valueOf(it) ?? ''));
    if (open) at(open, `may open ${name === 'nofile' ? 'files' : 'processes'} without end`, view);
  }
  return found;
}

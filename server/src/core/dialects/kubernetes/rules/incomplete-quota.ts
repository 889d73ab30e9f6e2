import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { fix, setField } from '../repair.ts';
import { readCollection } from '../setting.ts';
import { listed } from '../wording.ts';

const quota = ['trivy:KSV-0040'];
const range = ['trivy:KSV-0039'];
const proposals: Readonly<Record<string, string>> = {
  'requests.cpu': '4',
  'requests.memory': '8Gi',
  'limits.cpu': '8',
  'limits.memory': '16Gi',
};

export default defineRule({
  id: 'kubernetes/incomplete-quota',
  title: 'Quota leaves a side open',
  why: 'It looks like a limit, but one service can still take all the CPU or memory that others need.',
  remedy: 'Limit requests and limits of both CPU and memory.',
  category: 'resource-limits',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [770], stride: ['D'] },
  equivalents: [...quota, ...range],
  concepts: ['resource-quota-incomplete', 'limit-range-incomplete'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (object.isA('', 'ResourceQuota')) {
      const hard = readCollection(object.spec, 'hard');
      if (hard.state === 'unknown' || object.spec.has('scopeSelector') || object.spec.has('scopes')) return;
      const keys = hard.state === 'set' ? hard.value.keys : [];
      // "cpu" and "memory" are other names of the requests.
      const missing = Object.keys(proposals).filter(
        (it) => !keys.includes(it) && !keys.includes(it.replace('requests.', '')),
      );
      // A quota that only counts objects is meant to.
      if (missing.length === 0 || (missing.length === Object.keys(proposals).length && keys.length > 0)) return;
      report({
        at: hard.state === 'set' ? hard.view.anchor('key') : object.at,
        message: `${object.title} does not limit ${listed(missing)}, so one service of the namespace can take all of that. Limit them too.`,
        equivalents: quota,
        fixes: fix(
          'Limit them too',
          'needs-value',
          [object.spec],
          missing.map((it) => setField(object.spec.at('hard', it), blank(proposals[it] ?? '1'))),
        ),
      });
      return;
    }
    if (!object.isA('', 'LimitRange')) return;
    for (const entry of object.spec.get('limits').items) {
      if (entry.get('type').text !== 'Container') continue;
      const missing = ['default', 'defaultRequest', 'min', 'max'].filter((it) => entry.get(it).missing);
      if (missing.length === 0) continue;
      report({
        at: entry.get('type').anchor(),
        message: `${object.title} has no ${missing.join(', no ')} for containers, so those that say nothing, or too much, are not caught. Add ${missing.length > 1 ? 'them' : 'it'}.`,
        severity: 'hint',
        equivalents: range,
      });
    }
  },
});

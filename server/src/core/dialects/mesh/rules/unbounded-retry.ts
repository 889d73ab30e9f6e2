import { defineRule } from '../../../rules/rule.ts';
import { fix, setField } from '../../kubernetes/repair.ts';

/** More attempts than this multiply the load of a service that is already down. */
const many = 3;

export default defineRule({
  id: 'mesh/unbounded-retry',
  title: 'Calls are repeated without measure',
  why: 'When the service behind is slow, each request becomes many, and each of them holds a worker: a small fault brings everything down.',
  remedy: 'Give retries few attempts and each of them a time (perTryTimeout), and give the route a timeout.',
  category: 'resource-limits',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [400, 770], stride: ['D'], owasp: ['API4:2023'] },
  equivalents: [],
  concepts: ['no-timeout-or-unbounded-retry'],
  visits: 'mesh.resource',
  check(object, report) {
    if (!object.isIstio('VirtualService')) return;
    object.spec.get('http').items.forEach((route) => {
      const retries = route.get('retries');
      const attempts = retries.get('attempts');
      const each = retries.get('perTryTimeout');
      const count = attempts.number ?? 0;
      const untimed = count > 0 && each.missing && route.get('timeout').missing;
      if (count <= many && !untimed) return;
      report({
        at: attempts.anchor(),
        message: `${object.title} repeats a failed call up to ${count} times${each.missing ? ', each without a limit of time' : ''}: a service that is down gets a multiple of its load. Repeat at most ${many} times, with perTryTimeout.`,
        fixes: fix(
          'Repeat less, each for two seconds at most',
          'behaviour',
          [retries],
          [...(count > many ? [setField(attempts, many)] : []), ...(each.missing ? [setField(each, '2s')] : [])],
        ),
      });
    });
  },
});

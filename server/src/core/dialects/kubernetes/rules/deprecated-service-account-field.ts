import { defineRule } from '../../../rules/rule.ts';
import { fix, removeField } from '../repair.ts';
import { is, readText } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/deprecated-service-account-field',
  title: 'Service account is named by a deprecated field',
  why: 'Tools and policies that read only serviceAccountName do not see which identity is in use.',
  remedy: 'Rename the key to serviceAccountName.',
  category: 'hygiene',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [477], stride: ['E'] },
  equivalents: ['kube-linter:deprecated-service-account-field', 'kubescape:C-0294'],
  concepts: ['service-account-deprecated-field'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const old = readText(workload.spec, 'serviceAccount');
    const name = readText(workload.spec, 'serviceAccountName');
    // Objects exported from a cluster carry both, with one value.
    if (old.state !== 'set' || old.value === '' || name.state === 'unknown' || is(name, old.value)) return;
    const both = name.state === 'set' && name.value !== '';
    report({
      at: old.view.anchor('key'),
      message: both
        ? `${workload.object.title} names two service accounts: serviceAccountName says ${name.value} and counts, the deprecated serviceAccount says ${old.value}. Remove serviceAccount.`
        : `${workload.object.title} names its service account by the deprecated field serviceAccount, which many policies do not read. Rename it to serviceAccountName.`,
      ...(both ? { severity: 'info' } : {}),
      fixes: both
        ? fix('Remove serviceAccount', 'safe', [old.view], [removeField(old.view)])
        : fix(
            'Rename it to serviceAccountName',
            'safe',
            [old.view],
            [
              ...(name.state === 'set' ? [removeField(name.view)] : []),
              { op: 'rename', at: old.view.anchor(), key: 'serviceAccountName' },
            ],
          ),
    });
  },
});

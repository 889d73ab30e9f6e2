import { defineRule } from '../../../rules/rule.ts';
import { hasHole } from '../../../syntax/template.ts';
import type { View } from '../../../syntax/view.ts';
import { fix, setField } from '../repair.ts';

/** Without a selector the API refuses them. */
const selecting: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout']);
/** Their selector is a plain map of labels. */
const plain: ReadonlySet<string> = new Set(['ReplicationController', 'DeploymentConfig']);

export default defineRule({
  id: 'kubernetes/selector-mismatch',
  title: 'Controller does not select its own pods',
  why: 'The API refuses the object, or the controller adopts the pods of another service.',
  remedy: 'Give the pod template the labels that the selector asks for.',
  category: 'hygiene',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D'] },
  equivalents: [
    'kube-linter:mismatching-selector',
    'kube-score:deployment-pod-selector-labels-match-template-metadata-labels',
    'kube-score:statefulset-pod-selector-labels-match-template-metadata-labels',
    'kubescape:C-0296',
  ],
  concepts: ['selector-mismatch'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const { object, kind } = workload;
    if (workload.kustomize.patch) return;
    const selector =
      kind === 'CronJob' ? object.spec.at('jobTemplate', 'spec', 'selector') : object.spec.get('selector');
    const wanted = plain.has(kind) ? selector : selector.get('matchLabels');
    const labels = workload.pod.get('metadata').get('labels');
    if (labels.inherited || (!labels.isMap && !labels.missing && !labels.isNull)) return;
    if (selector.missing || selector.isNull || (selector.isMap && selector.keys.length === 0)) {
      // Before apps/v1 the API filled it in.
      if (object.version !== 'v1' || !selecting.has(kind)) return;
      report({
        at: selector.exists && !selector.isNull ? selector.anchor('key') : object.at,
        message: `${object.title} has no selector, without which the API refuses it. Select the labels of its own pod template.`,
        confidence: 'medium',
      });
      return;
    }
    const wrong = wanted.entries.filter(([name, value]) => differs(value, labels.get(name)));
    const [first] = wrong;
    if (!first && !failsExpression(selector, labels)) return;
    report({
      at: first ? first[1].anchor() : selector.get('matchExpressions').anchor('key'),
      message: `The selector of ${object.title} asks for labels that its own pod template does not have${first ? ` (${first[0]})` : ''}: the API refuses it, or it takes over the pods of others. Make them equal.`,
      fixes: fix(
        'Give the pod template the labels of the selector',
        'behaviour',
        [labels, selector],
        wrong.map(([name, value]) => setField(labels.get(name), value.text ?? '')),
      ),
    });
  },
});

function differs(wanted: View, have: View): boolean {
  if (wanted.text === undefined || hasHole(wanted.text)) return false;
  if (have.missing || have.isNull) return true;
  return have.text !== undefined && !hasHole(have.text) && have.text !== wanted.text;
}

/** `In` and `Exists` that the labels certainly do not meet. */
function failsExpression(selector: View, labels: View): boolean {
  return selector.get('matchExpressions').items.some((it) => {
    const label = labels.get(it.get('key').text ?? '');
    const values = it.get('values').items.map((value) => value.text);
    const operator = it.get('operator').text;
    if (operator === 'Exists') return label.missing;
    if (operator === 'DoesNotExist') return label.exists;
    if (values.some((value) => value === undefined || hasHole(value)) || hasHole(label.text ?? '')) return false;
    if (operator === 'In') return label.missing || !values.includes(label.text);
    return operator === 'NotIn' && label.exists && values.includes(label.text);
  });
}

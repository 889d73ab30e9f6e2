import { defineRule } from '../../../rules/rule.ts';
import { fixBySetting } from '../repair.ts';
import { is, readText } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/fail-open-webhook',
  title: 'Admission webhook lets everything pass when it is down',
  why: 'Who brings the policy server down, or waits until it is, gets objects in that it would have refused.',
  remedy: 'Set failurePolicy to Fail.',
  category: 'resilience',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [636], stride: ['E', 'D'] },
  equivalents: ['kubescape:C-0036'],
  concepts: ['admission-webhook-fail-open'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (object.isA('admissionregistration.k8s.io', 'ValidatingAdmissionPolicy')) {
      const policy = readText(object.spec, 'failurePolicy');
      if (!is(policy, 'Ignore') || policy.state !== 'set') return;
      report({
        at: policy.view.anchor(),
        message: `${object.title} lets every object pass for which one of its expressions fails, and who writes objects finds such. Set failurePolicy to Fail.`,
        equivalents: [],
        fixes: fixBySetting(policy.view, 'Fail', 'Refuse what cannot be judged'),
      });
      return;
    }
    // A mutating webhook that adds a convenience may be missed; one that validates is there to refuse.
    if (!object.isA('admissionregistration.k8s.io', 'ValidatingWebhookConfiguration')) return;
    for (const hook of object.view.get('webhooks').items) {
      const policy = readText(hook, 'failurePolicy');
      const old = object.version !== 'v1' && policy.state === 'absent';
      if (!is(policy, 'Ignore') && !old) continue;
      report({
        at: policy.state === 'set' ? policy.view.anchor() : hook.get('name').anchor(),
        message: `The webhook ${hook.get('name').text ?? ''} of ${object.title} lets every object pass when its server does not answer. Set failurePolicy to Fail, and leave its own namespace out so that it can start.`,
        fixes: fixBySetting(policy.view, 'Fail', 'Refuse when the server does not answer'),
      });
    }
  },
});

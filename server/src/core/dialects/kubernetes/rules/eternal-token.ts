import { defineRule } from '../../../rules/rule.ts';
import { is, readText } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/eternal-token',
  title: 'Token of a service account never expires',
  why: 'The token is a password for the API server that nobody changes, readable by whoever may read Secrets.',
  remedy: 'Delete the Secret and ask for short-lived tokens (kubectl create token, or a projected volume).',
  category: 'secrets',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [613], stride: ['S', 'I'], cis: ['Kubernetes 5.1.6'] },
  equivalents: ['kyverno:deny-secret-service-account-token-type'],
  concepts: ['service-account-token-secret'],
  visits: 'kubernetes.resource',
  check(object, report) {
    const type = readText(object.view, 'type');
    if (!object.isA('', 'Secret') || !is(type, 'kubernetes.io/service-account-token')) return;
    report({
      at: type.view.anchor(),
      message: `${object.title} is filled by the cluster with a token that never expires and that whoever may read Secrets can take. Ask for short-lived tokens instead: kubectl create token, or a projected volume.`,
    });
  },
});

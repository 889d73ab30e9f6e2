import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';

const wholeSecret = ['kubescape:C-0259'];

export default defineRule({
  id: 'kubernetes/secret-env-reference',
  title: 'Secret is handed over in the environment',
  why: 'The environment is inherited by child processes, printed by crash reports and readable through /proc; a mounted file can be given rights and renewed.',
  remedy: 'Mount the Secret as a file where the program can read one.',
  category: 'secrets',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [526], stride: ['I'], cis: ['Kubernetes 5.4.1'] },
  equivalents: [
    'checkov:CKV_K8S_35',
    'kube-linter:read-secret-from-env-var',
    'kics:secrets_as_environment_variables',
    'kubescape:C-0207',
    'kyverno:disallow-secrets-from-env-vars',
    'kubesec:SecretsAsEnvironmentVariables',
    ...wholeSecret,
  ],
  concepts: ['secret-as-env'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const variables: View[] = [];
    const whole: View[] = [];
    for (const { view } of workload.containers) {
      for (const item of view.get('env').items)
        if (item.at('valueFrom', 'secretKeyRef').isMap) variables.push(item.at('valueFrom', 'secretKeyRef'));
      for (const item of view.get('envFrom').items) if (item.get('secretRef').isMap) whole.push(item.get('secretRef'));
    }
    const [first, ...others] = [...variables, ...whole];
    if (!first) return;
    report({
      at: first.anchor('key'),
      message: `${workload.object.title} gets ${others.length === 0 ? 'a secret' : `${others.length + 1} secrets`} in its environment, which child processes inherit and crash reports print. Where the program can read a file, mount the Secret instead.`,
      equivalents: whole.length > 0 ? this.equivalents : this.equivalents.filter((it) => !wholeSecret.includes(it)),
      related: others.map((it) => ({ message: 'another one', at: it.anchor('key') })),
    });
  },
});

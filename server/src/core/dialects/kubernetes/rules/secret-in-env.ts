import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { credentialKind } from '../credentials.ts';
import { fix, removeField, setField } from '../repair.ts';

export default defineRule({
  id: 'kubernetes/secret-in-env',
  title: 'Credential is written into the manifest',
  why: 'The value lies in the repository, in the API object and in crash dumps; whoever reads one of them can act as the service.',
  remedy: 'Keep it in a Secret and refer to it by secretKeyRef; change the credential, for it is known now.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [798], stride: ['I', 'S'], cis: ['Kubernetes 5.4.1'], owasp: ['K08:2022'] },
  equivalents: [
    'kube-linter:env-var-secret',
    'polaris:sensitiveContainerEnvVar',
    'kubescape:C-0012',
    'kubescape:C-0259',
    'rahman:hard-coded-secret',
    'ponce:hardcoded-secrets',
  ],
  concepts: ['env-secret-literal'],
  visits: 'kubernetes.container',
  check(container, report) {
    for (const { name, value, view } of container.env) {
      if (value.state !== 'set') continue;
      const kind = credentialKind(name, value.value);
      if (kind === undefined) continue;
      const key =
        name
          .toLowerCase()
          .replaceAll('_', '-')
          .replace(/[^a-z0-9.-]/g, '') || 'value';
      report({
        at: value.view.anchor(),
        message: `${name} of ${container.title.toLowerCase()} in ${container.workload.object.title} holds a ${kind === 'credential by its name' ? 'credential' : kind} in plain text: whoever reads this file, or the object in the cluster, can use it. Keep it in a Secret, refer to it by secretKeyRef, and change it.`,
        confidence: kind === 'credential by its name' ? 'medium' : 'high',
        fixes: fix(
          `Take ${name} from a Secret`,
          'needs-value',
          [view],
          [
            removeField(value.view),
            setField(view.get('valueFrom'), {
              secretKeyRef: { name: blank(container.workload.name || 'secret'), key: blank(key) },
            }),
          ],
        ),
      });
    }
  },
});

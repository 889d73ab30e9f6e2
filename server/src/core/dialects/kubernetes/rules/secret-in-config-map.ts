import { defineRule } from '../../../rules/rule.ts';
import { credentialKind, settingLines } from '../credentials.ts';

export default defineRule({
  id: 'kubernetes/secret-in-config-map',
  title: 'ConfigMap holds a credential',
  why: 'ConfigMaps are readable by far more people than Secrets, are never encrypted at rest and show up in differences and logs.',
  remedy: 'Move the entry to a Secret, and change the credential.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [312], stride: ['I'], cis: ['Kubernetes 5.4.1'], owasp: ['K08:2022'] },
  equivalents: [
    'trivy:KSV-0109',
    'polaris:sensitiveConfigmapContent',
    'kubescape:C-0012',
    'ponce:hardcoded-secrets',
    'rahman:hard-coded-secret',
  ],
  concepts: ['configmap-credential'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (!object.isA('', 'ConfigMap')) return;
    for (const [key, view] of object.view.get('data').entries) {
      const text = view.text;
      if (text === undefined) continue;
      const own = credentialKind(key, text);
      const inner =
        own === undefined
          ? settingLines(text).find((it) => credentialKind(it.name, it.value) !== undefined)
          : undefined;
      if (own === undefined && !inner) continue;
      const what = own === 'credential by its name' || inner ? 'credential' : own;
      report({
        at: view.anchor('key'),
        message: `${key}${inner ? ` (its setting ${inner.name})` : ''} of ${object.title} holds a ${what ?? 'credential'} in plain text, for everybody who may read ConfigMaps. Move it to a Secret, and change it, for it is known now.`,
        confidence: own !== undefined && own !== 'credential by its name' ? 'high' : 'medium',
      });
    }
  },
});

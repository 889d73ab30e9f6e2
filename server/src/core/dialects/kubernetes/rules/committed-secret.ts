import { defineRule } from '../../../rules/rule.ts';
import { isSecretName } from '../../../syntax/secret-name.ts';
import { hasHole } from '../../../syntax/template.ts';
import type { View } from '../../../syntax/view.ts';

export default defineRule({
  id: 'kubernetes/committed-secret',
  title: 'Secret stands in the manifest',
  why: 'base64 is no encryption: everybody who reads the file, or the history of its repository, has the credential.',
  remedy: 'Let an external store, SealedSecrets or SOPS bring it, and change the credential.',
  category: 'secrets',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [312, 522], stride: ['I'], cis: ['Kubernetes 5.4.2'], owasp: ['K08:2022'] },
  equivalents: ['kics:using_kubernetes_native_secret_management'],
  concepts: ['external-secret-store', 'secret-committed'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (!object.isA('', 'Secret') || object.view.has('sops')) return;
    const entries = [...object.view.get('data').entries, ...object.view.get('stringData').entries];
    const written = entries.filter(([name, view]) => holdsValue(name, view));
    // The one that tells most by its name stands for all.
    const first = written.find(([name]) => isSecretName(name)) ?? written[0];
    const others = written.filter((it) => it !== first);
    if (!first) return;
    report({
      at: first[1].anchor('key'),
      message: `${object.title} holds ${first[0]}${others.length > 0 ? ` and ${others.length} more` : ''} in the manifest: base64 hides nothing from whoever reads the file or its history. Let a secret store, SealedSecrets or SOPS bring it, and change it.`,
      confidence: 'medium',
      related: others.map(([name, view]) => ({ message: name, at: view.anchor('key') })),
    });
  },
});

/** Something is written down that is no placeholder, no template, no public certificate and not encrypted. */
function holdsValue(name: string, view: View): boolean {
  const text = view.text?.trim();
  if (text === undefined || text === '' || hasHole(text) || /^(?:<.*>|ENC\[|\*+$|x+$|changeme$|REPLACE)/i.test(text))
    return false;
  if (/^LS0tLS1CRUdJTiBDRVJU|^-----BEGIN CERT/.test(text)) return false;
  return !/^(?:ca\.crt|ca-bundle|.*\.pub|username|user|host|port|dbname|database)$/i.test(name);
}

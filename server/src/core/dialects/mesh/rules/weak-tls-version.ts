import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { isMeshGroup, MeshResource } from '../lens.ts';
import { fixByRemoving, fixBySetting } from '../../kubernetes/repair.ts';

const version = ['kyverno:enforce-min-tls-version'];
const defaults = ['kyverno:disallow-default-tlsoptions'];

export default defineRule({
  id: 'mesh/weak-tls-version',
  title: 'Old versions or ciphers of TLS are accepted',
  why: 'TLS 1.0 and 1.1 and the old ciphers can be broken by somebody on the path, and he can make both ends choose them.',
  remedy: 'Require TLS 1.2 or later, and name no ciphers.',
  category: 'transport',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [326, 327], stride: ['I', 'T'], owasp: ['API8:2023'], standard: ['RFC 8996'] },
  equivalents: [...version, ...defaults],
  concepts: ['tls-version-weak'],
  visits: 'kubernetes.resource',
  check(object, report) {
    const weak = (at: View, instead: string): void =>
      report({
        at: at.anchor(),
        message: `${object.title} accepts ${at.text ?? 'an old version of TLS'}, which RFC 8996 has withdrawn because it can be broken. Require ${instead}.`,
        equivalents: version,
        fixes: fixBySetting(at, instead, `Require ${instead}`),
      });
    if (isMeshGroup(object.group)) {
      for (const server of new MeshResource(object).servers) {
        const minimum = server.at('tls', 'minProtocolVersion');
        if (/^TLSV1_[01]$/.test(minimum.text ?? '')) weak(minimum, 'TLSV1_2');
        const ciphers = server.at('tls', 'cipherSuites');
        for (const cipher of ciphers.items) {
          if (
            !/RC4|3DES|DES-CBC|NULL|EXPORT|MD5|^(?:AES\d+-SHA\d*|ECDHE-[A-Z]+-AES\d+-SHA\d*)$/.test(cipher.text ?? '')
          )
            continue;
          report({
            at: cipher.anchor(),
            message: `${object.title} offers the cipher ${cipher.text ?? ''}, which is broken or does not protect against changes. Leave it out.`,
            equivalents: version,
            fixes: ciphers.items.length > 1 ? fixByRemoving(cipher, `Leave ${cipher.text ?? 'it'} out`) : [],
          });
        }
      }
      return;
    }
    if (object.isA(['traefik.io', 'traefik.containo.us'], 'TLSOption')) {
      const minimum = object.spec.get('minVersion');
      if (/^VersionTLS1[01]$/.test(minimum.text ?? '')) weak(minimum, 'VersionTLS12');
      if (object.name === 'default') {
        report({
          at: object.at,
          message: `${object.title} replaces the options of every router of this Traefik that names none, those of other teams too. Give it a name of its own and let routers choose it.`,
          equivalents: defaults,
          severity: 'info',
        });
      }
    }
    if (object.isA('consul.hashicorp.com', 'Mesh')) {
      for (const direction of ['incoming', 'outgoing']) {
        const minimum = object.spec.at('tls', direction, 'tlsMinVersion');
        if (/^TLSv1_[01]$/.test(minimum.text ?? '')) weak(minimum, 'TLSv1_2');
      }
    }
    if (object.isA('', 'ConfigMap')) {
      const protocols = object.view.at('data', 'ssl-protocols');
      if (/\bTLSv1(?:\.[01])?(?![.\d])|\bSSLv[23]/.test(protocols.text ?? '')) weak(protocols, 'TLSv1.2 TLSv1.3');
    }
  },
});

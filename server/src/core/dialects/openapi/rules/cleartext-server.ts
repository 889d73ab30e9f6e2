import { defineRule } from '../../../rules/rule.ts';
import { encryptAddress, fix } from '../fixes.ts';
import { cleartextProtocols, isClusterHost, isLoopback, shown } from '../server.ts';

export default defineRule({
  id: 'openapi/cleartext-server',
  title: 'Server is published over an unencrypted protocol',
  why: 'Whoever is on the way (a shared node, a proxy, an open network) reads tokens and data and can change the answers.',
  remedy: 'Publish the server over https or wss.',
  category: 'transport',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [319], stride: ['I', 'T'], owasp: ['API8:2023'] },
  equivalents: [
    '42crunch:v3_1-global-http-clear',
    'kics:2d8c175a-6d90-412b-8b0e-e034ea49a1fe',
    'speakeasy:owasp-security-hosts-https-oas3',
    'specmatic:hosts-https-only',
    'spectral-owasp:owasp:api8:2023-no-server-http',
    'vacuum:owasp-security-hosts-https-oas3',
    '42crunch:v3-operation-http-clear',
    'kics:9670f240-7b4d-4955-bd93-edaa9fa38b58',
  ],
  concepts: ['server-url-cleartext', 'path-or-operation-server-cleartext'],
  visits: 'openapi.server',
  check(server, report) {
    const protocol = server.protocols.find((it) => cleartextProtocols.has(it));
    if (protocol === undefined) return;
    const { host, document } = server;
    const url = server.view.get('url');
    const local = host !== undefined && (isLoopback(host) || isClusterHost(host));
    const credentials =
      document.schemes.size > 0 &&
      document.operations.some((it) => it.security.state === 'required' || it.security.state === 'optional');
    const encrypt = encryptAddress(url);
    const name = /^\{([^{}]*)\}/.exec(server.url ?? '')?.[1];
    const allowed = name === undefined ? undefined : server.variable(name);
    report({
      at: url.anchor('value'),
      message:
        allowed === undefined
          ? `The server ${shown(server.url ?? '')} is reached over ${protocol}, which anyone on the way can read and change. Use ${protocol === 'ws' ? 'wss' : 'https'}.`
          : `The server ${shown(server.url ?? '')} may be reached over ${protocol}: its variable "${name}" allows it. Allow https only.`,
      equivalents:
        server.level === 'document'
          ? [
              '42crunch:v3_1-global-http-clear',
              'kics:2d8c175a-6d90-412b-8b0e-e034ea49a1fe',
              'speakeasy:owasp-security-hosts-https-oas3',
              'specmatic:hosts-https-only',
              'spectral-owasp:owasp:api8:2023-no-server-http',
              'vacuum:owasp-security-hosts-https-oas3',
            ]
          : ['42crunch:v3-operation-http-clear', 'kics:9670f240-7b4d-4955-bd93-edaa9fa38b58'],
      ...(local
        ? {
            severity: 'hint' as const,
            reason: isLoopback(host)
              ? 'the address does not leave the machine'
              : 'the address is inside a cluster, where a mesh may encrypt',
          }
        : credentials
          ? { severity: 'error' as const, reason: 'credentials travel to it' }
          : {}),
      fixes: encrypt
        ? [encrypt]
        : allowed?.exists
          ? [
              fix(
                'Allow https only',
                'behaviour',
                { op: 'set', at: allowed.get('default').anchor(), value: 'https' },
                ...(allowed.has('enum')
                  ? [{ op: 'set' as const, at: allowed.get('enum').anchor(), value: ['https'] }]
                  : []),
              ),
            ]
          : [],
    });
  },
});

import { defineRule } from '../../../rules/rule.ts';
import type { Fix } from '../../../fix/patch.ts';
import { removeFix, rewriteFix, softened } from '../claims.ts';
import { serviceTexts, type ServiceText } from '../service-texts.ts';

interface Setting {
  readonly key: RegExp;
  readonly value: RegExp;
}

const no = /^(?:0|false|no|off|disabled?|none)$/i;
const yes = /^(?:1|true|yes|on|enabled?)$/i;

/** Variables that switch the checking of certificates off. */
const variables: readonly Setting[] = [
  { key: /^(?:NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY)$/, value: /^0$/ },
  { key: /^GIT_SSL_NO_VERIFY$/, value: /./ },
  { key: /^GOSUMDB$/, value: /^off$/i },
  { key: /^npm_config_strict_ssl$/i, value: no },
  {
    key: /(?:^|_)(?:TLS|SSL|HTTPS|CERT|CERTIFICATE)_?(?:VERIFY|VERIFICATION|VALIDATION|CHECK|REJECT_UNAUTHORIZED)(?:_ENABLED)?$|(?:^|_)VERIFY_?(?:TLS|SSL|CERTS?|CERTIFICATES?)$|(?:^|_)REJECT_?UNAUTHORIZED$/i,
    value: no,
  },
  {
    key: /(?:^|_)(?:TLS|SSL)_?(?:SKIP_VERIFY|INSECURE_SKIP_VERIFY|NO_VERIFY|INSECURE|TRUST_ALL|ALLOW_INSECURE)$|(?:^|_)(?:SKIP|DISABLE|IGNORE|NO)_?(?:TLS|SSL|CERT(?:IFICATE)?S?)_?(?:VERIFY|VERIFICATION|VALIDATION|CHECK|ERRORS?)$|INSECURE_?SKIP_?(?:TLS_?)?VERIFY$|^CURL_INSECURE$/i,
    value: yes,
  },
];

/** Options of programs that do the same; the program has to be there too where the option is short. */
const options: readonly RegExp[] = [
  /(?:^|\s)--(?:insecure-skip-tls-verify|tls-skip-verify|skip-tls-verify|no-check-certificate|insecure-registry|tlsInsecure|tlsAllowInvalidCertificates|sslAllowInvalidCertificates|allow-insecure)(?:=true)?(?=[\s=]|$)/,
  /(?:^|\s)--strict-ssl[= ]false(?=\s|$)/,
  /\bStrictHostKeyChecking[= ]no\b/i,
  /\bhttp\.sslVerify[= ]false\b/i,
  /(?:^|[/\s;&|])curl\s(?:[^;&|]*\s)?(?:--insecure|-[A-Za-z]*k[A-Za-z]*)(?=\s|$)/,
  /--serversTransport\.insecureSkipVerify(?:=true)?(?=\s|$)/i,
];

/** Settings inside addresses and lists. */
const settings =
  /\b(?:trustServerCertificate|tlsInsecure|tlsAllowInvalidCertificates|ssl_?insecure)=(?:true|yes|1)\b|\brejectUnauthorized=(?:false|0)\b|\bverifyServerCertificate=false\b|\bssl_cert_reqs=(?:none|CERT_NONE)\b|-Dmaven\.wagon\.http\.ssl\.insecure=true|-Dcom\.sun\.net\.ssl\.checkRevocation=false/i;

export default defineRule({
  id: 'compose/disabled-tls-verification',
  title: 'Certificates are not checked',
  why: 'Encryption without knowing with whom: anyone on the way can pose as the other side, read everything and change it.',
  remedy: 'Remove the switch, and give the service the certificate authority that signed the other side.',
  category: 'transport',
  outgoing: true,
  severity: 'error',
  status: 'stable',
  refs: { cwe: [295, 297], stride: ['T', 'S', 'I'] },
  equivalents: [],
  concepts: ['tls-check-disabled-other-tools'],
  visits: 'compose.service',
  check(service, report) {
    const texts = serviceTexts(service);
    const program = texts.find((it) => it.kind === 'command')?.text.source ?? '';
    for (const it of texts) {
      const found = switchIn(it, program);
      if (found === undefined) continue;
      const local = it.kind === 'healthcheck';
      const what = it.place.includes(found) ? '' : ` (${found})`;
      report({
        at: it.text.view.anchor(),
        message: `In service "${service.name}", ${it.place} switches the checking of certificates off${what}: anyone on the way can pose as the other side. Trust the authority that signed it instead.`,
        ...softened(service, local ? 'hint' : 'error'),
        ...(local ? { reason: 'The health check speaks to the service itself.' } : {}),
        fixes: fixFor(it),
      });
    }
  },
});

function switchIn({ text, kind, key }: ServiceText, program: string): string | undefined {
  const value = text.value;
  if (value === undefined) return undefined;
  if ((kind === 'environment' || kind === 'build-argument') && key !== undefined) {
    if (variables.some((it) => it.key.test(key) && it.value.test(value.trim()))) return key;
  }
  const setting = settings.exec(value)?.[0];
  if (setting !== undefined) return setting;
  if (kind === 'label') return undefined;
  for (const pattern of options) {
    const match = pattern.exec(
      kind === 'command' && program.endsWith('curl') && text.source !== program ? `curl ${value}` : value,
    );
    if (match) return match[0].trim().replace(/^.*\s(?=-)/, '');
  }
  return undefined;
}

function fixFor({ text, kind, key }: ServiceText): readonly Fix[] {
  const { view } = text;
  if (kind === 'environment' && key !== undefined && variables.some((it) => it.key.test(key)))
    return removeFix(view, `Remove ${key}`);
  const setting = view.inherited || text.certainty !== 'literal' ? null : settings.exec(text.source);
  const value = setting?.[0].split('=')[1];
  if (setting && value !== undefined && /^(?:true|yes|1|false|0)$/i.test(value)) {
    const end = text.template.start + setting.index + setting[0].length;
    const other = /^(?:true|yes|1)$/i.test(value) ? 'false' : 'true';
    return rewriteFix(view, end - value.length, end, other, 'Check certificates');
  }
  if (
    kind === 'command' &&
    view.parent?.isList === true &&
    options.some((it) => it.exec(text.source)?.[0].length === text.source.length)
  ) {
    return removeFix(view, `Remove ${text.source}`);
  }
  return [];
}

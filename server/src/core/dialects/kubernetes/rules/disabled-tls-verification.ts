import type { Fix } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { type ContainerText, containerTexts } from '../container-texts.ts';
import { fix, fixByRemoving } from '../repair.ts';

const no = /^(?:0|false|no|off|disabled?|none)$/i;
const yes = /^(?:1|true|yes|on|enabled?)$/i;

/** Variables that switch the checking of certificates off, by well-known names and by the words that authors use. */
const variables: readonly (readonly [name: RegExp, value: RegExp])[] = [
  [/^(?:NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY)$/, /^0$/],
  [/^GIT_SSL_NO_VERIFY$/, /./],
  [
    /(?:^|_)(?:TLS|SSL|HTTPS|CERT(?:IFICATE)?)_?(?:VERIFY|VERIFICATION|VALIDATION|CHECK|REJECT_UNAUTHORIZED)(?:_ENABLED)?$/i,
    no,
  ],
  [/(?:^|_)(?:VERIFY_?(?:TLS|SSL|CERTS?|CERTIFICATES?)|REJECT_?UNAUTHORIZED|STRICT_SSL)$/i, no],
  [/(?:^|_)(?:TLS|SSL)_?(?:SKIP_VERIFY|INSECURE_SKIP_VERIFY|NO_VERIFY|INSECURE|TRUST_ALL|ALLOW_INSECURE)$/i, yes],
  [
    /(?:^|_)(?:SKIP|DISABLE|IGNORE|NO)_?(?:TLS|SSL|CERT(?:IFICATE)?S?)_?(?:VERIFY|VERIFICATION|VALIDATION|CHECK|ERRORS?)$/i,
    yes,
  ],
  [/INSECURE_?SKIP_?(?:TLS_?)?VERIFY$/i, yes],
];

/** Options of programs, and settings in addresses, that do the same. */
const options: readonly RegExp[] = [
  /(?:^|\s)--(?:insecure-skip-tls-verify|insecure-skip-verify|tls-skip-verify|skip-tls-verify|no-check-certificate|kubelet-insecure-tls|tlsInsecure|tlsAllowInvalidCertificates|sslAllowInvalidCertificates)(?:=true)?(?=[\s=]|$)/,
  /--serversTransport\.insecureSkipVerify(?:=true)?(?=\s|$)/i,
  /(?:^|[/\s;&|])curl\s(?:[^;&|]*\s)?(?:--insecure|-[A-Za-z]*k[A-Za-z]*)(?=\s|$)/,
  /\bStrictHostKeyChecking[= ]no\b/i,
  /\b(?:trustServerCertificate|tlsInsecure|tlsAllowInvalidCertificates)=(?:true|yes|1)\b/i,
  /\b(?:rejectUnauthorized|verifyServerCertificate)=(?:false|0)\b|\bssl_cert_reqs=(?:none|CERT_NONE)\b/i,
];

export default defineRule({
  id: 'kubernetes/disabled-tls-verification',
  title: 'Certificates are not checked',
  why: 'Encryption without knowing with whom: anyone on the way can pose as the other side, read everything and change it.',
  remedy: 'Remove the switch, and give the container the authority that signed the other side.',
  category: 'transport',
  outgoing: true,
  severity: 'error',
  status: 'stable',
  refs: { cwe: [295], stride: ['S', 'I', 'T'], standard: ['RFC 9325'] },
  equivalents: [],
  concepts: ['tls-verification-disabled-env'],
  visits: 'kubernetes.container',
  check(container, report) {
    for (const it of containerTexts(container)) {
      const found = switchIn(it);
      if (found === undefined) continue;
      report({
        at: it.view.anchor(),
        message: `${container.title} of ${container.workload.object.title} does not check whom it talks to (${found === it.place ? found : `${found}, in ${it.place}`}): anyone on the way can pose as the other side. Trust the authority that signed it instead.`,
        fixes: repair(
          container.env.find((entry) => entry.value.view.start === it.view.start)?.view.inherited === true,
          it,
          found,
        ),
      });
    }
  },
});

function switchIn({ name, text }: ContainerText): string | undefined {
  if (name !== undefined && variables.some(([key, value]) => key.test(name) && value.test(text.trim()))) return name;
  for (const pattern of options) {
    const match = pattern.exec(text)?.[0].trim();
    if (match !== undefined) return match.replace(/^.*\s(?=-)/, '');
  }
  return undefined;
}

function repair(inherited: boolean, { name, text, view }: ContainerText, found: string): readonly Fix[] {
  if (inherited) return [];
  // A variable that is the switch goes with its whole entry; so does a word that is nothing else.
  if (name === found) {
    const entry = view.parent;
    return entry ? fix(`Remove ${name}`, 'behaviour', [entry], [{ op: 'remove', at: entry.anchor() }]) : [];
  }
  return name === undefined && text.trim() === found ? fixByRemoving(view, `Remove ${found}`) : [];
}

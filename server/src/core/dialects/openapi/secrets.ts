/** Shapes of real credentials, each with its name. Documented samples are told by {@link isSample}. */
const shapes: readonly (readonly [string, RegExp])[] = [
  ['an AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})\b/],
  ['a Slack token', /\bxox[abprs]-[A-Za-z0-9-]{20,}/],
  ['a Stripe key', /\b[sr]k_live_[A-Za-z0-9]{20,}/],
  ['a Google API key', /\bAIza[0-9A-Za-z_-]{35}\b/],
  ['a private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*[A-Za-z0-9+/=]{20,}/],
  [
    'a connection string with a password',
    /\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqps?):\/\/[^\s:/@]+:[^\s:/@{}<>$]{4,}@/,
  ],
];

/** The kind of credential that a text holds, or undefined. The value itself is never passed on. */
export function credentialIn(text: string): string | undefined {
  if (text.length < 12) return undefined;
  for (const [name, shape] of shapes) {
    const found = shape.exec(text)?.[0];
    if (found !== undefined && !isSample(found)) return name;
  }
  return undefined;
}

/** Samples that documentations use, and runs that no generator makes. */
function isSample(text: string): boolean {
  return /EXAMPLE|example|sample|dummy|placeholder|x{6,}|X{6,}|0{8,}|1234567|abcdef|changeme|:(?:password|passwd|secret|pass|pwd|root|admin|user)@/.test(
    text,
  );
}

/** Credentials that can be told by their own form, wherever they stand. */
interface TokenShape {
  /** What it opens, for messages; the value itself is never shown. */
  readonly kind: string;
  readonly pattern: RegExp;
}

/** Forms that their issuers publish so that scanners find them. */
const shapes: readonly TokenShape[] = [
  { kind: 'AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/ },
  { kind: 'GitHub token', pattern: /\b(?:gh[oprsu]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})/ },
  { kind: 'GitLab token', pattern: /\bglpat-[A-Za-z0-9_-]{20,}/ },
  { kind: 'Slack token', pattern: /\bxox[abeprs]-[A-Za-z0-9-]{10,}/ },
  { kind: 'Slack webhook', pattern: /hooks\.slack\.com\/services\/T[A-Z0-9]{6,}\/B[A-Z0-9]{6,}\/[A-Za-z0-9]{16,}/ },
  { kind: 'Stripe key', pattern: /\b[rs]k_live_[A-Za-z0-9]{16,}/ },
  { kind: 'OpenAI key', pattern: /\bsk-(?:proj-|svcacct-|ant-)?[A-Za-z0-9_-]{32,}/ },
  { kind: 'Google API key', pattern: /\bAIza[A-Za-z0-9_-]{35}/ },
  { kind: 'JSON Web Token', pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/ },
  { kind: 'private key', pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { kind: 'npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { kind: 'SendGrid key', pattern: /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/ },
  { kind: 'Docker Hub token', pattern: /\bdckr_pat_[A-Za-z0-9_-]{20,}/ },
  { kind: 'Hugging Face token', pattern: /\bhf_[A-Za-z0-9]{30,}/ },
  { kind: 'PyPI token', pattern: /\bpypi-[A-Za-z0-9_-]{50,}/ },
  { kind: 'Twilio key', pattern: /\bSK[0-9a-f]{32}\b/ },
  { kind: 'age key', pattern: /\bAGE-SECRET-KEY-1[A-Z0-9]{50,}/ },
];

/** What kind of credential the text holds; undefined when it holds none, or only one that its issuer shows as an example. */
export function tokenKind(text: string): string | undefined {
  const found = shapes.find((it) => it.pattern.test(text));
  const match = found?.pattern.exec(text)?.[0];
  return match === undefined || isExample(match) ? undefined : found?.kind;
}

/** A credential in a text, by its form. */
export interface FoundToken {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/** Every credential that the text holds, with its place; examples of the issuers are none. */
export function tokensIn(text: string): readonly FoundToken[] {
  return shapes.flatMap(({ kind, pattern }) =>
    [...text.matchAll(new RegExp(pattern, 'g'))]
      .filter(([value]) => !isExample(value))
      .map((match) => ({ kind, start: match.index, end: match.index + match[0].length })),
  );
}

function isExample(value: string): boolean {
  return /EXAMPLE|xxxx|XXXX|\*{4}|(.)\1{11}/.test(value);
}

import type { Finding } from '../rules/finding.ts';
import type { Anchor } from '../syntax/anchor.ts';
import type { IgnoreComment } from '../syntax/ignore.ts';
import type { ParsedPolicy } from './parse.ts';

/** Mistakes in the policy, and accepted risks whose day has come, as findings in the policy file itself. */
export function policyFindings({ policy, problems }: ParsedPolicy, uri: string, today: string): readonly Finding[] {
  const mistakes = problems.map((it) => own('parapet/policy-mistake', it.message, it.at));
  const expired = (policy.accepted ?? []).flatMap((entry, index) => {
    if (entry.until >= today) return [];
    const message = `The acceptance of ${entry.rule ?? `threat "${entry.threat ?? ''}"`} ended on ${entry.until}: ${entry.rule === undefined ? 'it is open again' : 'its findings are shown again'}. Ask ${entry.owner}, then renew or remove it.`;
    return [own('parapet/expired-acceptance', message, { file: uri, chunk: 0, route: ['accepted', index, 'until'] })];
  });
  return [...mistakes, ...expired];
}

/** An ignore comment that silences nothing: told, so that none outlives what it was written for. */
export function unusedIgnoreFinding(uri: string, comment: IgnoreComment): Finding {
  const finding = own(
    'parapet/unused-ignore',
    `Nothing is silenced by this ignore comment (${comment.rules.join(', ')}): remove it, or move it to the line that it means.`,
    { file: uri, chunk: 0, route: [] },
  );
  return { ...finding, severity: 'hint', line: comment.line };
}

function own(rule: string, message: string, at: Anchor): Finding {
  return {
    rule,
    message,
    at,
    severity: 'warning',
    reason: null,
    confidence: 'high',
    equivalents: [],
    related: [],
    fixes: [],
    resource: null,
  };
}

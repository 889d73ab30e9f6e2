import { defineRule } from '../../../rules/rule.ts';
import type { PlainValue } from '../../../fix/patch.ts';
import { fix, setKey } from '../fixes.ts';
import type { Operation } from '../operation.ts';

export default defineRule({
  id: 'openapi/weaker-old-version',
  title: 'An older version of the operation is guarded less',
  why: 'Attackers go to /v1, where the protection was never added.',
  remedy: 'Protect both alike, or take the old one away.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [1059], stride: ['E'], owasp: ['API9:2023'] },
  equivalents: [],
  concepts: ['parallel-api-versions'],
  visits: 'openapi.document',
  check(document, report) {
    const newest = new Map<string, { version: number; operation: Operation }>();
    const versions = document.served.flatMap((operation) => {
      const match = /\/v(\d+)(?=\/|$)/i.exec(operation.path);
      return match
        ? [
            {
              version: Number(match[1]),
              key: `${operation.method} ${operation.path.replace(match[0], '/v*').replace(/\{[^}]*\}/g, '{}')}`,
              operation,
            },
          ]
        : [];
    });
    for (const { key, version, operation } of versions)
      if ((newest.get(key)?.version ?? -1) < version) newest.set(key, { version, operation });
    for (const { key, version, operation } of versions) {
      const latest = newest.get(key);
      if (!latest || latest.version <= version) continue;
      const here = strength(operation);
      const there = strength(latest.operation);
      if (here === undefined || there === undefined || here >= there) continue;
      report({
        at: operation.at,
        message: `${operation.label} is guarded less than ${latest.operation.label}: attackers take the older one. Protect both alike, or take it away.`,
        fixes: [
          fix(
            'Protect it like the newer one',
            'behaviour',
            setKey(operation.view, 'security', latest.operation.security.view.plain as PlainValue),
          ),
        ],
        related: [{ message: 'The newer version', at: latest.operation.at }],
      });
    }
  },
});

/** The weakest alternative decides; nothing at all is 0. */
function strength({ security }: Operation): number | undefined {
  if (security.state === 'missing' || security.state === 'none' || security.state === 'optional') return 0;
  if (security.state === 'unknown' || security.requirements.some((it) => it.uses.some((use) => !use.scheme)))
    return undefined;
  return Math.min(...security.requirements.map((it) => Math.max(...it.uses.map((use) => use.scheme?.strength ?? 0))));
}

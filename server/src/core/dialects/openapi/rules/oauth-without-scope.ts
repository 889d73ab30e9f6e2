import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/oauth-without-scope',
  title: 'OAuth protected operation demands no scope',
  why: 'Any valid token will do, also one that was issued to another client for reading something else.',
  remedy: 'List the scope that the operation needs.',
  category: 'authorization',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [862], stride: ['E'], owasp: ['API5:2023'] },
  equivalents: ['redocly:security-scopes-defined(requireScopes)', 'zally:105/checkOperationsAreScoped'],
  concepts: ['oauth-requirement-without-scope'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path' || operation.segments.at(-1) === 'me') return;
    for (const { view: requirement, uses } of operation.security.requirements) {
      for (const { scheme, view, name } of uses) {
        // A scheme without scopes has nothing to demand.
        if (scheme?.kind !== 'oauth2' || scheme.scopes.size === 0 || !view.isList || view.items.length > 0) continue;
        const [only] = scheme.scopes;
        report({
          at: requirement.get(name).anchor('key'),
          message: `${operation.label} accepts any token of "${name}", whatever it was issued for. List the scope that it needs.`,
          ...(operation.writes ? { severity: 'warning' as const, reason: 'the operation changes data' } : {}),
          fixes:
            scheme.scopes.size === 1 && only !== undefined
              ? [fix(`Demand the scope ${only}`, 'behaviour', { op: 'set', at: view.anchor(), value: [only] })]
              : [],
          group: {
            key: `${name} ${operation.writes}`,
            from: 4,
            acrossFiles: true,
            message: (n) =>
              `${n} operations accept any token of "${name}", the first is ${operation.label}. List the scopes that they need.`,
          },
        });
      }
    }
  },
});

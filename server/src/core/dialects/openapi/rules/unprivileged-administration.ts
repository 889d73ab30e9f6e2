import { cellsOf } from '../../../cells/cell.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { Operation } from '../operation.ts';
import type { Requirement } from '../security.ts';
import { wordsOf } from '../words.ts';

const administrative = [
  'admin',
  'administration',
  'administrator',
  'backoffice',
  'internal',
  'management',
  'root',
  'sudo',
  'impersonate',
  'superuser',
];
const elevated = /admin|manage|root|super|internal|ops|staff|operator|sudo|impersonat/i;

export default defineRule({
  id: 'openapi/unprivileged-administration',
  title: 'Administrative operation asks for no more than an ordinary one',
  why: 'If the administrative route accepts what every route accepts, any signed-in user is an administrator.',
  remedy: 'Require a scope, role or scheme that ordinary callers do not have.',
  category: 'authorization',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [285], stride: ['E'], owasp: ['API5:2023'] },
  equivalents: ['spectral-owasp:owasp:api5:2023-admin-security-unique'],
  concepts: ['admin-endpoint-shares-security', 'privileged-operation-without-elevated-scope'],
  visits: 'openapi.document',
  check(document, report) {
    const { served } = document;
    const admin = served.filter(isAdministrative);
    // Where everything is administrative there is nothing to set apart.
    if (admin.length === 0 || admin.length === served.length) return;
    const ordinary = new Set(served.filter((it) => !isAdministrative(it)).map(signature));
    for (const operation of admin) {
      const { security } = operation;
      if (security.state !== 'required' || !ordinary.has(signature(operation))) continue;
      // Scopes of all alternatives that speak of administration are enough, whoever else asks for them.
      if (
        security.requirements.every((it) =>
          it.uses.some((use) => use.view.items.some((scope) => elevated.test(scope.text ?? ''))),
        )
      )
        continue;
      report({
        at: operation.at,
        message: `${operation.label} is administrative but accepts the same credential as ordinary operations: every signed-in user may call it. Require an elevated scope or scheme.`,
        group: {
          key: 'admin',
          from: 5,
          acrossFiles: true,
          message: (n) =>
            `${n} administrative operations accept the same credential as ordinary ones, the first is ${operation.label}.`,
        },
      });
    }
  },
});

function isAdministrative(operation: Operation): boolean {
  let known = judged.get(operation);
  if (known === undefined) {
    known = operation.segments.some(
      (segment) => administrative.includes(segment.toLowerCase()) || administrative.includes(wordsOf(segment)[0] ?? ''),
    );
    judged.set(operation, known);
  }
  return known;
}

/** Its path is all that counts, and an operation has one path for ever. */
const judged = new WeakMap<Operation, boolean>();

/** Scheme and scope sets of the alternatives, in one text that does not depend on their order. */
const signature = cellsOf(({ security }: Operation) => sorted(security.requirements.map(alternative), '|'));

function alternative({ uses }: Requirement): string {
  const texts = uses.map(
    (use) =>
      `${use.name}(${sorted(
        use.view.items.map((it) => it.text ?? ''),
        ',',
      )})`,
  );
  return sorted(texts, '+');
}

function sorted(texts: readonly string[], by: string): string {
  return [...texts].sort((a, b) => (a < b ? -1 : Number(a > b))).join(by);
}

import { cellsOf } from '../../../cells/cell.ts';
import { sameElements } from '../../../cells/same.ts';
import { defineRule } from '../../../rules/rule.ts';
import { identityOf } from '../identity.ts';
import { fix } from '../fixes.ts';
import type { View } from '../../../syntax/view.ts';
import type { Operation } from '../operation.ts';
import { describedProperties } from '../properties.ts';
import { written } from '../references.ts';
import type { ApiResponse, ResponseUse } from '../response.ts';
import type { Schema } from '../schema.ts';
import { plainName } from '../words.ts';

const internals = new Set([
  'stack',
  'stacktrace',
  'trace',
  'exception',
  'exceptionclass',
  'exceptiontype',
  'cause',
  'debug',
  'debuginfo',
  'sql',
  'sqlstate',
  'line',
  'linenumber',
  'classname',
  'hostname',
  'backtrace',
  'traceback',
  'innerexception',
]);

type Told = readonly [name: string, property: View];

/** What a body that is described so tells of the inside. */
const toldBy = cellsOf(
  (schema: Schema): readonly Told[] =>
    [...(describedProperties(schema) ?? [])].filter(([name]) => internals.has(plainName(name))),
  sameTold,
);

const toldIn = cellsOf(({ document, contents }: ApiResponse): readonly Told[] => {
  return contents.flatMap((content) => {
    const view = document.references.resolve(content.schema);
    return view?.isMap ? toldBy(document.schemaAt(written(view))) : [];
  });
}, sameTold);

/** The errors of an operation that tell something. */
const leaks = cellsOf(
  (operation: Operation): readonly ResponseUse[] =>
    operation.responses.flatMap(({ status, response, use }) =>
      response && /^[45]|^default$/.test(status) && toldIn(response).length > 0 ? [use] : [],
    ),
  sameElements,
);

function sameTold(a: readonly Told[], b: readonly Told[]): boolean {
  return a.length === b.length && a.every(([name, view], i) => name === b[i]?.[0] && view === b[i]?.[1]);
}

export default defineRule({
  id: 'openapi/leaky-error',
  title: 'Error body tells internal details',
  why: 'Stack traces, class names, SQL and host names speed up every later step of an attack.',
  remedy: 'Remove the property; a trace id is enough to find the rest in the log.',
  category: 'data-protection',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [209], stride: ['I'], owasp: ['API8:2023'] },
  equivalents: [],
  concepts: ['error-schema-leaks-internals'],
  visits: 'openapi.document',
  check(document, report) {
    const uses = new Map<ApiResponse, ResponseUse>();
    for (const operation of document.operations) {
      for (const use of leaks(operation)) {
        const response = document.response(use.entry);
        if (response && !uses.has(response)) uses.set(response, use);
      }
    }
    if (uses.size === 0) return;
    const seen = new Set<unknown>();
    for (const response of document.responses) {
      const use = uses.get(response);
      if (!use) continue;
      for (const [name, property] of toldIn(response)) {
        if (seen.has(identityOf(property))) continue;
        seen.add(identityOf(property));
        report({
          at: property.anchor('key'),
          message: `"${name}" of the ${use.status} response of ${use.operation.label} tells internal details to whoever provokes an error. Remove it.`,
          fixes: [fix(`Remove ${name}`, 'behaviour', { op: 'remove', at: property.anchor() })],
        });
      }
    }
  },
});

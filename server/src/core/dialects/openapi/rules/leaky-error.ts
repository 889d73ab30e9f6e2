import { defineRule } from '../../../rules/rule.ts';
import { identityOf } from '../identity.ts';
import { fix } from '../fixes.ts';
import { describedProperties } from '../properties.ts';
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
    const seen = new Set<unknown>();
    const byNode = new Map(document.schemas.map((it) => [identityOf(it.view), it]));
    for (const response of document.responses) {
      const use = response.uses.find((it) => /^[45]|^default$/.test(it.status));
      if (!use) continue;
      for (const content of response.contents) {
        const view = document.references.resolve(content.schema);
        const schema = view ? byNode.get(identityOf(view)) : undefined;
        const properties = schema ? describedProperties(schema) : undefined;
        for (const [name, property] of properties ?? []) {
          if (!internals.has(plainName(name)) || seen.has(identityOf(property))) continue;
          seen.add(identityOf(property));
          report({
            at: property.anchor('key'),
            message: `"${name}" of the ${use.status} response of ${use.operation.label} tells internal details to whoever provokes an error. Remove it.`,
            fixes: [fix(`Remove ${name}`, 'behaviour', { op: 'remove', at: property.anchor() })],
          });
        }
      }
    }
  },
});

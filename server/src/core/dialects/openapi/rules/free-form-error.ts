import { cellsOf } from '../../../cells/cell.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { OpenApiDocument } from '../document.ts';
import { type Identity, identityOf } from '../identity.ts';
import type { Schema } from '../schema.ts';
import type { View } from '../../../syntax/view.ts';
import { describedProperties } from '../properties.ts';
import { fix } from '../fixes.ts';

/** Responses are many, and each asks for one of all schemas. */
const schemasByPlace = cellsOf((document: OpenApiDocument): ReadonlyMap<Identity, Schema> => {
  const found = new Map<Identity, Schema>();
  for (const it of document.schemas) if (!found.has(identityOf(it.view))) found.set(identityOf(it.view), it);
  return found;
});

export default defineRule({
  id: 'openapi/free-form-error',
  title: 'Error body follows no fixed problem format',
  why: 'Error objects made up ad hoc are where messages, causes and traces leak.',
  remedy: 'Answer application/problem+json (RFC 9457) with type and title.',
  category: 'contract',
  severity: 'hint',
  status: 'nursery',
  refs: { cwe: [209], stride: ['I'], owasp: ['API8:2023'] },
  equivalents: ['ibm:ibm-error-response-schemas', 'redocly:operation-4xx-problem-details-rfc7807', 'zally:176'],
  concepts: ['error-body-not-problem-json'],
  visits: 'openapi.response',
  check(response, report) {
    const use = response.uses.find((it) => /^[45]/.test(it.status));
    const { document } = response;
    const propertiesOf = (stated: View): ReturnType<typeof describedProperties> => {
      const target = document.references.resolve(stated);
      const schema = target && schemasByPlace(document).get(identityOf(target));
      return schema ? describedProperties(schema) : undefined;
    };
    if (!use || document.is2 || response.contents.length === 0) return;
    const problem = response.contents.find((it) => /problem\+json|problem\+xml/.test(it.mediaType));
    const first = response.contents[0];
    if (!problem && first) {
      if (/html/.test(first.mediaType)) return;
      // Another name makes no problem of a body that says something else.
      const told = propertiesOf(first.schema);
      const fits = told?.has('type') === true && told.has('title');
      report({
        at: first.view.anchor('key'),
        message: `The ${use.status} response of ${use.operation.label} is a free ${first.mediaType} body; application/problem+json says what an error may tell.`,
        fixes:
          fits && /json/.test(first.mediaType)
            ? [
                fix('Use application/problem+json', 'behaviour', {
                  op: 'rename',
                  at: first.view.anchor(),
                  key: 'application/problem+json',
                }),
              ]
            : [],
        group: {
          key: 'type',
          acrossFiles: true,
          message: (n) =>
            `${n} error responses have free bodies, the first is the ${use.status} of ${use.operation.label}; application/problem+json says what an error may tell.`,
        },
      });
      return;
    }
    if (problem && problem.schema.missing) {
      report({
        at: problem.view.anchor('key'),
        message: `The problem of the ${use.status} response of ${use.operation.label} has no schema, so it may tell anything.`,
      });
      return;
    }
    const properties = problem && propertiesOf(problem.schema);
    if (!problem || !properties || (properties.has('type') && properties.has('title'))) return;
    report({
      at: problem.view.anchor('key'),
      message: `The problem of the ${use.status} response of ${use.operation.label} lacks ${properties.has('type') ? 'title' : 'type'}, which RFC 9457 asks for.`,
      group: {
        key: 'schema',
        acrossFiles: true,
        message: (n) =>
          `${n} problem bodies lack type or title, the first is the ${use.status} of ${use.operation.label}.`,
      },
    });
  },
});

import { defineRule } from '../../../rules/rule.ts';
import type { Fix, Patch } from '../../../fix/patch.ts';
import { fix } from '../fixes.ts';
import type { Operation } from '../operation.ts';
import type { Parameter } from '../parameter.ts';

export default defineRule({
  id: 'openapi/conflicting-bodies',
  title: 'Swagger 2.0 operation mixes body definitions',
  why: 'Which of the bodies is validated is undefined; the other one passes unchecked.',
  remedy: 'Use one body parameter, or form fields.',
  category: 'contract',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [436], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'kics:b90033cf-ad9f-4fb9-acd1-1b9d6d278c87',
    'kics:eb3f9744-d24e-4614-b1ff-2a9514eca21c',
    'spectral:operation-parameters',
    'zally:M009',
  ],
  concepts: ['conflicting-body-parameters'],
  visits: 'openapi.operation',
  check(operation, report) {
    const { document } = operation;
    if (!document.is2) return;
    const bodies = operation.parameters.filter((it) => it.location === 'body');
    const forms = operation.parameters.filter((it) => it.location === 'formData');
    const general = ['spectral:operation-parameters', 'zally:M009'];
    if (bodies.length > 1) {
      // Each of them may be the one that has to go: the finding stands at the list.
      const lists = [operation.view.get('parameters'), operation.pathItem.get('parameters')];
      const list = lists.find((it) =>
        it.items.some((item) => bodies.some((body) => document.parameter(item) === body)),
      );
      report({
        at: list?.anchor('key') ?? operation.at,
        message: `${operation.label} has ${bodies.length} body parameters, ${bodies.map((it) => `"${it.name}"`).join(' and ')}; there can be one.`,
        related: bodies.map((it) => ({ message: `the body "${it.name}"`, at: it.at })),
        equivalents: ['kics:b90033cf-ad9f-4fb9-acd1-1b9d6d278c87', ...general],
        fixes: bodies.flatMap((kept) =>
          keep(
            operation,
            `the body ${kept.name}`,
            bodies.filter((it) => it !== kept),
          ),
        ),
      });
    } else if (bodies[0] && forms[0]) {
      report({
        at: forms[0].at,
        message: `${operation.label} has a body and form fields; a request can only have one of the two.`,
        equivalents: ['kics:eb3f9744-d24e-4614-b1ff-2a9514eca21c', ...general],
        fixes: [...keep(operation, `the body ${bodies[0].name}`, forms), ...keep(operation, 'the form fields', bodies)],
      });
    }
  },
});

/** Takes the others off the operation's own list; what all operations of a path share may be right for them. */
function keep(operation: Operation, what: string, others: readonly Parameter[]): readonly Fix[] {
  const { items } = operation.view.get('parameters');
  const listed = items.filter((it) => others.some((other) => operation.document.parameter(it) === other));
  if (listed.length !== others.length || listed.length === items.length || listed.some((it) => it.inherited)) return [];
  return [fix(`Keep ${what}`, 'behaviour', ...listed.map((it): Patch => ({ op: 'remove', at: it.anchor() })))];
}

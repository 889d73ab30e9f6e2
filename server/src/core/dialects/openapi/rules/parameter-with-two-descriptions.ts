import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/parameter-with-two-descriptions',
  title: 'Parameter is described twice, or by several media types',
  why: 'schema and content exclude each other, and content holds one media type; validators pick one, and the stricter half may be the one that is ignored.',
  remedy: 'Keep one description.',
  category: 'contract',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [436], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'ibm:ibm-parameter-schema-or-content',
    'kics:31dd6fc0-f274-493b-9614-e063086c19fc',
    'kics:8bfed1c6-2d59-4924-bc7f-9b9d793ed0df',
  ],
  concepts: ['parameter-with-schema-and-content'],
  visits: 'openapi.parameter',
  check(parameter, report) {
    if (parameter.document.is2) return;
    const { view, name } = parameter;
    const content = view.get('content');
    if (view.has('schema') && content.exists) {
      report({
        at: parameter.at,
        message: `The parameter "${name}" has both schema and content; tools pick one of them. Keep one.`,
        equivalents: ['kics:31dd6fc0-f274-493b-9614-e063086c19fc', 'ibm:ibm-parameter-schema-or-content'],
        fixes: [fix('Keep the schema', 'behaviour', { op: 'remove', at: content.anchor() })],
      });
    }
    if (content.isMap && content.keys.length !== 1) {
      report({
        at: parameter.at,
        message: `The content of the parameter "${name}" has ${content.keys.length} media types; it has to have exactly one.`,
        equivalents: ['kics:8bfed1c6-2d59-4924-bc7f-9b9d793ed0df'],
      });
    }
  },
});

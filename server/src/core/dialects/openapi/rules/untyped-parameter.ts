import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { plainName } from '../words.ts';

export default defineRule({
  id: 'openapi/untyped-parameter',
  title: 'Parameter has no type',
  why: 'The value is passed on as it comes, and no gateway can check it.',
  remedy: 'Give the parameter a schema (2.0: a type).',
  category: 'input-validation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [20], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'ibm:ibm-parameter-schema-or-content',
    'kics:46facedc-f243-4108-ab33-583b807d50b0',
    'kics:8fe1846f-52cc-4413-ace9-1933d7d23672',
    'kics:ed48229d-d43e-4da7-b453-5f98d964a57a',
  ],
  concepts: ['parameter-without-schema'],
  visits: 'openapi.parameter',
  check(parameter, report) {
    const { view, document, name } = parameter;
    if (!view.has('in') && !view.has('name')) return;
    // 3.x ignores these headers, whatever their schema.
    if (!document.is2 && parameter.location === 'header' && /^(?:accept|content-type|authorization)$/i.test(name))
      return;
    const keys = document.is2 ? [parameter.location === 'body' ? 'schema' : 'type'] : ['schema', 'content'];
    if (keys.some((it) => !view.lacks(it))) {
      // A schema that is there but says nothing of a type is judged as a schema.
      return;
    }
    const type = { type: 'string', maxLength: 255 };
    // A model of the same name is what the body was to be; an object that says nothing of itself would not help.
    const model = document.is2 ? document.section('schemas').keys.find((it) => plainName(it) === plainName(name)) : '';
    report({
      at: parameter.at,
      message: `The parameter "${name}"${parameter.operations[0] ? ` of ${parameter.operations[0].label}` : ''} has no ${keys[0]}, so its value is passed on unchecked.`,
      fixes: document.is2
        ? parameter.location === 'body'
          ? model
            ? [fix(`Refer to ${model}`, 'behaviour', setKey(view, 'schema', { $ref: `#/definitions/${model}` }))]
            : []
          : [fix('Make it a string', 'behaviour', setKey(view, 'type', 'string'), setKey(view, 'maxLength', 255))]
        : [fix('Make it a string', 'behaviour', setKey(view, 'schema', type))],
      group: {
        key: keys[0] ?? '',
        from: 4,
        acrossFiles: true,
        message: (n) => `${n} parameters have no type, the first is "${name}".`,
      },
    });
  },
});

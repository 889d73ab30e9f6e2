import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';

export default defineRule({
  id: 'openapi/optional-path-parameter',
  title: 'Path parameter is not marked required',
  why: 'A part of a path that may be left out makes a second shape of the route, which nobody checks.',
  remedy: 'Set required to true, as the standard demands.',
  category: 'contract',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [20], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    '42crunch:v3-validation-parameter-path-required',
    '42crunch:validation-parameter-path-required',
    'kics:0de50145-e845-47f4-9a15-23bcf2125710',
    'kics:ccd0613f-cb77-4684-a892-183bd2674d12',
    'spectral:path-params',
    'zally:Z001/checkRequiredPathAttribute',
  ],
  concepts: ['path-parameter-not-required'],
  visits: 'openapi.parameter',
  check(parameter, report) {
    const required = parameter.view.get('required');
    if (parameter.location !== 'path' || parameter.required || !(required.missing || required.boolean === false))
      return;
    report({
      at: parameter.at,
      message: `The path parameter "${parameter.name}" is not marked required, which the standard demands.`,
      fixes: [fix('Set required to true', 'safe', setKey(parameter.view, 'required', true))],
      group: {
        key: 'path',
        from: 4,
        acrossFiles: true,
        message: (n) => `${n} path parameters are not marked required, the first is "${parameter.name}".`,
      },
    });
  },
});

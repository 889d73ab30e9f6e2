import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { shown } from '../server.ts';
import { fix, setKey } from '../fixes.ts';

export default defineRule({
  id: 'openapi/server-variable-mismatch',
  title: 'Server address and its variables do not match',
  why: 'A variable without a definition is filled in by the client, perhaps with the host of an attacker; one that is not used hides an old host.',
  remedy: 'Define every variable of the address with a default, and remove the others.',
  category: 'contract',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1188], stride: ['S', 'T'], owasp: ['API9:2023'] },
  equivalents: [
    'ibm:ibm-server-variable-default-value',
    'kics:8aee4754-970d-4c5f-8142-a49dfe388b1a',
    'kics:8d0921d6-4131-461f-a253-99e873f8f77e',
    'redocly:no-server-variables-empty-enum',
    'redocly:no-undefined-server-variable',
    'spectral:oas3-server-variables',
  ],
  concepts: ['server-variable-undefined'],
  visits: 'openapi.server',
  check(server, report) {
    const { placeholders, url } = server;
    const variables = server.view.get('variables');
    if (url === undefined || (!variables.exists && !variables.missing)) return;
    const undefinedIds = [
      'kics:8d0921d6-4131-461f-a253-99e873f8f77e',
      'redocly:no-undefined-server-variable',
      'spectral:oas3-server-variables',
    ];
    for (const name of placeholders) {
      if (name === '' || variables.has(name)) continue;
      report({
        at: server.view.get('url').anchor('value'),
        message: `The server ${shown(url)} uses the variable "${name}", which is not defined. Define it with a default.`,
        equivalents: undefinedIds,
        fixes: [fix(`Define ${name}`, 'needs-value', setKey(variables, name, { default: blank('value') }))],
      });
    }
    for (const [name, variable] of variables.entries) {
      if (name.startsWith('x-')) continue;
      const values = variable.get('enum');
      const fallback = variable.get('default');
      if (!placeholders.includes(name)) {
        report({
          at: variable.anchor('key'),
          message: `The variable "${name}" is not used by the server ${shown(url)}. Remove it.`,
          equivalents: ['kics:8aee4754-970d-4c5f-8142-a49dfe388b1a', 'spectral:oas3-server-variables'],
          fixes: [fix(`Remove ${name}`, 'safe', { op: 'remove', at: variable.anchor() })],
        });
      }
      if (values.isList && values.items.length === 0) {
        report({
          at: values.anchor('key'),
          message: `The variable "${name}" of ${shown(url)} allows no value at all: its enum is empty.`,
          equivalents: ['redocly:no-server-variables-empty-enum'],
          fixes: [
            fallback.missing
              ? fix(
                  'Replace the empty enum by a default',
                  'needs-value',
                  { op: 'remove', at: values.anchor() },
                  setKey(variable, 'default', blank('value')),
                )
              : fix('Remove the empty enum', 'safe', { op: 'remove', at: values.anchor() }),
          ],
        });
      } else if (
        values.items.length > 0 &&
        fallback.text !== undefined &&
        !values.items.some((it) => it.text === fallback.text)
      ) {
        const first = values.items[0]?.text;
        report({
          at: fallback.anchor('value'),
          message: `The default "${fallback.text}" of "${name}" is not among its values.`,
          equivalents: ['redocly:no-server-variables-empty-enum', 'spectral:oas3-server-variables'],
          fixes: first === undefined ? [] : [fix(`Use ${first}`, 'behaviour', setKey(variable, 'default', first))],
        });
      } else if (fallback.missing && variable.isMap) {
        report({
          at: variable.anchor('key'),
          message: `The variable "${name}" of ${shown(url)} has no default, so clients make one up.`,
          equivalents: ['ibm:ibm-server-variable-default-value'],
          fixes: [
            fix('Add a default', 'needs-value', setKey(variable, 'default', values.items[0]?.text ?? blank('value'))),
          ],
        });
      }
    }
  },
});

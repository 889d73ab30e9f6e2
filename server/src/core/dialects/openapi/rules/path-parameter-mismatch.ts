import { identityOf } from '../identity.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { Fix, Patch } from '../../../fix/patch.ts';
import type { View } from '../../../syntax/view.ts';
import { fix, setKey } from '../fixes.ts';
import type { Operation } from '../operation.ts';
import type { Parameter } from '../parameter.ts';

const undeclared = ['kics:561710b1-b845-4562-95ce-2397a05ccef4', 'kics:e7656d8d-7288-4bbe-b07b-22b389be75ce'];
const unused = ['kics:69d7aefd-149d-47b8-8d89-1c2181a8067b', 'kics:194ef1f8-360e-4c14-8ed2-e83e2bafa142'];
const empty = ['kics:ae13a37d-943b-47a7-a970-83c8598bcca3', 'kics:c201b7ad-6173-4598-a407-5edb04a1bcd7'];
const general = [
  'redocly:path-params-defined',
  'speakeasy:semantic-path-params',
  'spectral:path-params',
  'vacuum:path-params',
];

export default defineRule({
  id: 'openapi/path-parameter-mismatch',
  title: 'Path template and path parameters disagree',
  why: 'An undeclared part of a path is passed on without validation; a declared one that the path does not have shows that the check is on the wrong name.',
  remedy: 'Declare each part in braces as a path parameter, and only those.',
  category: 'input-validation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [20], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'kics:194ef1f8-360e-4c14-8ed2-e83e2bafa142',
    'kics:561710b1-b845-4562-95ce-2397a05ccef4',
    'kics:69d7aefd-149d-47b8-8d89-1c2181a8067b',
    'kics:ae13a37d-943b-47a7-a970-83c8598bcca3',
    'kics:c201b7ad-6173-4598-a407-5edb04a1bcd7',
    'kics:e7656d8d-7288-4bbe-b07b-22b389be75ce',
    'redocly:path-params-defined',
    'speakeasy:semantic-path-params',
    'spectral:path-params',
    'vacuum:path-params',
  ],
  concepts: ['path-parameter-mismatch'],
  visits: 'openapi.operation',
  check(operation, report) {
    // The name of a webhook is no path; the expression of a callback is one, with templates of its own inside.
    if (operation.kind === 'webhook' || !operation.parametersKnown) return;
    const { path, document } = operation;
    const names = [...path.matchAll(/\{([^{}]*)\}/g)]
      .map((it) => (it[1] ?? '').replace(/^[?&;./#+]/, '').replace(/\*$/, ''))
      .filter((it) => operation.kind === 'path' || !it.startsWith('$'));
    const declared = operation.parameters.filter((it) => it.location === 'path');
    for (const [index, name] of names.entries()) {
      if (name === '') {
        report({
          at: operation.at,
          message: `The path ${path} has an empty template: what stands there is passed on unchecked. Name it.`,
          equivalents: [...empty, ...general],
        });
      } else if (names.indexOf(name) !== index) {
        report({
          at: operation.at,
          message: `The path ${path} has "${name}" twice; which of the two values holds is left to the tool.`,
          equivalents: general,
        });
      } else if (!declared.some((it) => it.name === name)) {
        const elsewhere = operation.parameters.find(
          (it) => it.name === name && ['header', 'query', 'cookie'].includes(it.location ?? ''),
        );
        // Only the operation's own: one that the whole path shares may be meant for others.
        if (
          elsewhere &&
          operation.view.get('parameters').items.some((it) => identityOf(it) === identityOf(elsewhere.view))
        ) {
          const place = elsewhere.view.get('in');
          report({
            at: place.anchor('value'),
            message: `"${name}" is a part of the path of ${operation.label}, but it is declared in the ${elsewhere.location}: what stands in the path is passed on unchecked. Declare it in the path.`,
            equivalents: [...undeclared, ...general],
            fixes: [
              fix(
                'Declare it in the path',
                'behaviour',
                setKey(elsewhere.view, 'in', 'path'),
                setKey(elsewhere.view, 'required', true),
                // These are for queries and headers.
                ...['allowReserved', 'allowEmptyValue', 'style', 'explode']
                  .filter((it) => elsewhere.view.has(it))
                  .map((it): Patch => ({ op: 'remove', at: elsewhere.view.get(it).anchor() })),
              ),
            ],
          });
          continue;
        }
        // Where one is declared that the path does not have, it is this one by another name.
        const [misnamed, ...others] = declared.filter((it) => it.name !== '' && !names.includes(it.name));
        const lone = others.length === 0 && names.every((it) => it === name || declared.some((one) => one.name === it));
        const renamed = misnamed && lone && entryOf(operation, misnamed)?.lacks('$ref') === true ? misnamed : undefined;
        const type = { type: 'string', maxLength: 255, pattern: '^[A-Za-z0-9._~-]+$' };
        const value = document.is2
          ? { name, in: 'path', required: true, ...type }
          : { name, in: 'path', required: true, schema: type };
        report({
          at: operation.at,
          message: `${operation.label} does not declare its path parameter "${name}", so its value is passed on unchecked. Declare it.`,
          equivalents: [...undeclared, ...general],
          group: {
            key: 'undeclared',
            from: 6,
            acrossFiles: true,
            message: (n) =>
              `${n} parts of paths are not declared as parameters, the first is "${name}" of ${operation.label}: their values are passed on unchecked.`,
          },
          fixes: renamed
            ? [fix(`Name ${renamed.name} ${name}`, 'behaviour', setKey(renamed.view, 'name', name))]
            : operation.view.isMap && (operation.view.get('parameters').isList || operation.view.lacks('parameters'))
              ? [
                  fix(`Declare ${name}`, 'behaviour', {
                    op: 'append',
                    at: operation.view.get('parameters').anchor(),
                    value,
                  }),
                ]
              : [],
        });
      }
    }
    for (const parameter of declared) {
      if (parameter.name === '' || names.includes(parameter.name)) continue;
      // A shared parameter may be right elsewhere: what is wrong is its use here.
      const entry = entryOf(operation, parameter);
      const use = entry?.has('$ref') === true ? entry : undefined;
      // A part that nobody declares was meant by it: then the name is wrong, else the path lacks the part.
      const [meant, ...more] = names.filter((name) => !declared.some((it) => it.name === name));
      const lacking = operation.kind === 'path' && meant === undefined;
      report({
        at: lacking
          ? document.view.at('paths', path).anchor('key')
          : use
            ? use.get('$ref').anchor('value')
            : parameter.at,
        message: lacking
          ? `The path ${path} has no {${parameter.name}}, which ${operation.label} declares as a path parameter: the check is on the wrong name.`
          : `"${parameter.name}" is declared as a path parameter of ${operation.label}, whose path does not have it: the check is on the wrong name.`,
        related: lacking
          ? [{ message: 'declared here', at: use ? use.get('$ref').anchor('value') : parameter.at }]
          : [],
        equivalents: [...unused, ...general],
        fixes:
          meant !== undefined && meant !== '' && more.length === 0 && !use
            ? [fix(`Name it ${meant}`, 'behaviour', setKey(parameter.view, 'name', meant))]
            : lacking
              ? undeclare(operation, entry, parameter.name)
              : [],
        group: {
          key: lacking ? `${path} ${parameter.name}` : placeKey(use ?? parameter.view),
          acrossFiles: true,
          message: (n) =>
            `"${parameter.name}" is declared as a path parameter of ${n} operations whose paths do not have it, the first is ${operation.label}.`,
        },
      });
    }
  },
});

/** Where the operation or its path lists the parameter: the object itself or a reference to it. */
function entryOf({ view, pathItem, document }: Operation, parameter: Parameter): View | undefined {
  const entries = [...view.get('parameters').items, ...pathItem.get('parameters').items];
  return entries.find((it) => document.parameter(it) === parameter);
}

/** Takes it off the operation's own list; what the whole path shares may be meant for its other operations. */
function undeclare({ view, document }: Operation, entry: View | undefined, name: string): readonly Fix[] {
  const list = view.get('parameters');
  if (!entry || entry.inherited || !list.items.includes(entry)) return [];
  // Declared twice, it would still be there.
  const all = list.items.filter((it) => {
    const other = document.parameter(it);
    return it === entry || (other?.location === 'path' && other.name === name);
  });
  const gone = all.length === list.items.length ? [list] : all;
  return [fix(`Do not declare ${name}`, 'behaviour', ...gone.map((it): Patch => ({ op: 'remove', at: it.anchor() })))];
}

/** One place, one finding, however many operations share it. */
function placeKey(view: View): string {
  return `${view.source.file} ${view.route.join('/')}`;
}

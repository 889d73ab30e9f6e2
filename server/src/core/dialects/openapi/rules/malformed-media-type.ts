import { cellsOf } from '../../../cells/cell.ts';
import { sameElements } from '../../../cells/same.ts';
import { defineRule } from '../../../rules/rule.ts';
import { identityOf } from '../identity.ts';
import type { View } from '../../../syntax/view.ts';
import { fix } from '../fixes.ts';
import type { Operation } from '../operation.ts';
import { inRequestBodies, inResponses } from '../suspects.ts';
import { closest } from '../words.ts';

/** The top-level types of the IANA registry, and the wildcard of ranges. */
const families = [
  'application',
  'audio',
  'font',
  'haptics',
  'image',
  'message',
  'model',
  'multipart',
  'text',
  'video',
  'example',
  '*',
];
const shape = /^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+(?:\s*;\s*[\w!#$&^.+-]+=(?:"[^"]*"|[^\s;"]+))*\s*;?$/;
const malformed = ['kics:f985a7d2-d404-4a7f-9814-f645f791e46e', 'kics:cf4a5f45-a27b-49df-843a-9911dbfe71d4'];
const unknown = ['kics:3b615f00-c443-4ba9-acc4-7c308716917d', 'kics:a5375be3-521c-43bb-9eab-e2432e368ee4'];

function isMalformed(name: string): boolean {
  return !shape.test(name);
}

function isStrange(name: string): boolean {
  const family = familyOf(name);
  return !families.includes(family) && !family.startsWith('x-');
}

function familyOf(name: string): string {
  return name.split('/')[0]?.trim().toLowerCase() ?? '';
}

/** A media type that is not as it should be. */
type Suspect = readonly [name: string, view: View];

/** In 2.0 they are items of lists. */
function inLists(holder: View): readonly Suspect[] {
  return ['consumes', 'produces'].flatMap((key) =>
    holder.get(key).items.flatMap((view): readonly Suspect[] => {
      const name = view.text;
      return name !== undefined && (isMalformed(name) || isStrange(name)) ? [[name, view]] : [];
    }),
  );
}

const inListsOf = cellsOf((operation: Operation) => inLists(operation.view), sameElements);

/** Since 3.0 they are keys of a map, which may be shared. */
interface SuspectContent {
  readonly content: View;
  readonly names: readonly Suspect[];
}

function inContent(holder: View): readonly SuspectContent[] {
  const content = holder.get('content');
  const names = content.entries.filter(
    ([name]) => !name.startsWith('x-') && name !== '$ref' && (isMalformed(name) || isStrange(name)),
  );
  return names.length === 0 ? [] : [{ content, names }];
}

const inSent = inRequestBodies((_, body) => inContent(body));
const inAnswers = inResponses(({ view }) => inContent(view));

export default defineRule({
  id: 'openapi/malformed-media-type',
  title: 'Media type is malformed or of an unknown family',
  why: 'Parsers disagree about such types: when gateway and service do, a body skips validation.',
  remedy: 'Write type/subtype with a registered type.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [436], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'kics:3b615f00-c443-4ba9-acc4-7c308716917d',
    'kics:a5375be3-521c-43bb-9eab-e2432e368ee4',
    'kics:cf4a5f45-a27b-49df-843a-9911dbfe71d4',
    'kics:f985a7d2-d404-4a7f-9814-f645f791e46e',
  ],
  concepts: ['malformed-media-type'],
  visits: 'openapi.document',
  check(document, report) {
    const judge = (name: string, view: View, isKey: boolean): void => {
      const bad = isMalformed(name);
      const strange = isStrange(name);
      const better = bad ? undefined : closest(familyOf(name), families);
      const text = better === undefined ? undefined : `${better}${name.slice(name.indexOf('/'))}`;
      report({
        at: view.anchor(isKey ? 'key' : 'value'),
        message: bad
          ? `"${name}" is no media type: parsers disagree about it. Write type/subtype.`
          : `"${name}" is of no registered family: parsers disagree about it.${text === undefined ? '' : ` Did you mean "${text}"?`}`,
        equivalents: bad ? [...malformed, ...(strange ? unknown : [])] : unknown,
        fixes:
          text === undefined
            ? []
            : [
                fix(
                  `Write ${text}`,
                  'behaviour',
                  isKey
                    ? { op: 'rename', at: view.anchor(), key: text }
                    : { op: 'set', at: view.anchor(), value: text },
                ),
              ],
      });
    };
    if (document.is2) {
      for (const [name, view] of [...inLists(document.view), ...document.operations.flatMap(inListsOf)])
        judge(name, view, false);
      return;
    }
    const seen = new Set<unknown>();
    for (const { content, names } of [...inSent(document), ...inAnswers(document)]) {
      if (seen.has(identityOf(content))) continue;
      seen.add(identityOf(content));
      for (const [name, view] of names) judge(name, view, true);
    }
  },
});

import { defineRule } from '../../../rules/rule.ts';
import { identityOf } from '../identity.ts';
import type { View } from '../../../syntax/view.ts';
import { fix } from '../fixes.ts';
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
      const family = name.split('/')[0]?.trim().toLowerCase() ?? '';
      const bad = !shape.test(name);
      const strange = !families.includes(family) && !family.startsWith('x-');
      if (!bad && !strange) return;
      const better = bad ? undefined : closest(family, families);
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
      for (const holder of [document.view, ...document.operations.map((it) => it.view)]) {
        for (const key of ['consumes', 'produces'])
          for (const item of holder.get(key).items) if (item.text !== undefined) judge(item.text, item, false);
      }
      return;
    }
    const seen = new Set<unknown>();
    const bodies = [
      ...document.operations.map((it) => it.requestBody),
      ...document.section('requestBodies').entries.map(([, it]) => document.references.resolve(it)),
      ...document.responses.map((it) => it.view),
    ];
    for (const body of bodies) {
      const content = body?.get('content');
      if (!content?.isMap || seen.has(identityOf(content))) continue;
      seen.add(identityOf(content));
      for (const [name, view] of content.entries)
        if (!name.startsWith('x-') && name !== '$ref') judge(name, view, true);
    }
  },
});

import { defineRule } from '../../../rules/rule.ts';
import { identityOf } from '../identity.ts';
import { inRequestBodies } from '../suspects.ts';
import type { Anchor } from '../../../syntax/anchor.ts';
import type { View } from '../../../syntax/view.ts';
import { fix } from '../fixes.ts';

/** Encodings that say it where only a form would obey. */
const inEncodings = inRequestBodies((_, body) =>
  body.get('content').entries.flatMap(([mediaType, media]) =>
    /^(?:application\/x-www-form-urlencoded|multipart\/form-data)/.test(mediaType)
      ? []
      : media
          .get('encoding')
          .entries.filter(([, encoding]) => encoding.has('allowReserved'))
          .map(([name, encoding]) => ({ name, encoding })),
  ),
);

export default defineRule({
  id: 'openapi/reserved-characters',
  title: 'Value may carry unescaped reserved characters',
  why: 'Question marks, ampersands and slashes that pass unescaped pollute parameters and confuse paths behind the gateway.',
  remedy: 'Remove allowReserved.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [20], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: ['kics:7f203940-39c4-4ea7-91ee-7aba16bca9e2'],
  concepts: ['reserved-characters-allowed'],
  visits: ['openapi.parameter', 'openapi.document'],
  check(noun, report) {
    const judge = (view: View, at: Anchor, what: string, misplaced: boolean): void => {
      const flag = view.get('allowReserved');
      if (!(misplaced ? flag.exists : flag.boolean === true)) return;
      report({
        at,
        message: misplaced
          ? `allowReserved of ${what} has no effect there. Remove it.`
          : `${what} may carry unescaped reserved characters, which can add parameters or change the path. Remove allowReserved.`,
        ...(misplaced ? {} : { severity: 'hint' as const, reason: 'a query parameter may need it', equivalents: [] }),
        fixes: [fix('Remove allowReserved', 'behaviour', { op: 'remove', at: flag.anchor() })],
      });
    };
    if ('location' in noun) {
      if (!noun.document.is2) judge(noun.view, noun.at, `The parameter "${noun.name}"`, noun.location !== 'query');
      return;
    }
    if (noun.is2) return;
    const seen = new Set<unknown>();
    for (const { name, encoding } of inEncodings(noun)) {
      if (seen.has(identityOf(encoding))) continue;
      seen.add(identityOf(encoding));
      judge(encoding, encoding.get('allowReserved').anchor('key'), `the encoding of "${name}"`, true);
    }
  },
});

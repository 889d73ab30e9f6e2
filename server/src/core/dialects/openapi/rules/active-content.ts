import { cellsOf } from '../../../cells/cell.ts';
import { sameElements } from '../../../cells/same.ts';
import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';
import type { View } from '../../../syntax/view.ts';

const active =
  /<\s*(?:script|iframe|object|embed)\b|<[a-z][^<>]*\son[a-z]+\s*=|(?:\]\(|(?:href|src)\s*=\s*["']?)\s*(?:javascript|vbscript|data:text\/html)[:,;]|\beval\s*\(/i;
/** What no text without can be active, however the code in it is taken out. */
const hint = /<|script|data:text|eval/i;
const none: readonly View[] = [];
const texts = ['description', 'title', 'summary'];

export default defineRule({
  id: 'openapi/active-content',
  title: 'Description contains content that can run scripts',
  why: 'Portals render descriptions as Markdown; a script in one runs with the session of whoever reads the documentation.',
  remedy: 'Write it as plain text, or in a code span.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [79], stride: ['T', 'E'], owasp: ['API8:2023'] },
  equivalents: [
    'redocly:no-unsafe-markdown',
    'speakeasy:semantic-no-eval-in-markdown',
    'speakeasy:semantic-no-script-tags-in-markdown',
    'spectral:no-eval-in-markdown',
    'spectral:no-script-tags-in-markdown',
    'vacuum:no-eval-in-markdown',
    'vacuum:no-script-tags-in-markdown',
  ],
  concepts: ['active-content-in-description'],
  visits: ['openapi.document', 'openapi.operation', 'openapi.parameter', 'openapi.response', 'openapi.schema'],
  looksAt: ({ keys }) => texts.some((it) => keys.has(it)),
  check(noun, report) {
    const judge = (holder: View): void => {
      for (const text of activeTexts(holder)) {
        const { key = '', string = '' } = text;
        report({
          at: text.anchor('key'),
          message: `This ${key} contains content that can run scripts in the portal of the documentation. Write it as plain text or code.`,
          fixes: active.test(withoutCode(harmlessOf(string)))
            ? []
            : [fix('Escape the markup', 'behaviour', { op: 'set', at: text.anchor(), value: harmlessOf(string) })],
        });
      }
    };
    if (!('references' in noun)) {
      judge(noun.view);
      return;
    }
    judge(noun.view.get('info'));
    for (const tag of noun.view.get('tags').items) judge(tag);
    for (const server of noun.view.get('servers').items) judge(server);
    for (const [, item] of noun.view.get('paths').entries) if (activeOfPath(item).length > 0) judge(item);
    for (const [, example] of noun.section('examples').entries) judge(example);
    judge(noun.view.get('externalDocs'));
  },
});

function activeTexts(holder: View): readonly View[] {
  let found: View[] | undefined;
  for (const key of texts) {
    const text = holder.stringAt(key);
    if (text === undefined || !hint.test(text) || !active.test(withoutCode(text))) continue;
    (found ??= []).push(holder.get(key));
  }
  return found ?? none;
}

/** Paths are many, and nobody else visits them. */
const activeOfPath = cellsOf(activeTexts, sameElements);

/** Tags as text, and calls of eval as code. */
function harmlessOf(markdown: string): string {
  return markdown.replaceAll('<', '&lt;').replace(/\beval\s*\([^()`\n]*\)?/gi, '`$&`');
}

/** Code spans and fences are shown, not run. */
function withoutCode(markdown: string): string {
  return markdown.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`/g, ' ');
}

import { defineRule } from '../../../rules/rule.ts';
import { identityOf } from '../identity.ts';
import type { View } from '../../../syntax/view.ts';
import type { OpenApiDocument } from '../document.ts';
import { fix, setKey } from '../fixes.ts';
import { cellsWithin, inResponses } from '../suspects.ts';
import { sameElements } from '../../../cells/same.ts';

interface Bare {
  readonly name: string;
  readonly header: View;
}

function bare(document: OpenApiDocument, [name, entry]: readonly [name: string, entry: View]): readonly Bare[] {
  const header = document.references.resolve(entry);
  return header?.isMap && header.lacks('schema') && header.lacks('content') ? [{ name, header }] : [];
}

const bareInResponses = inResponses(({ document, view, contents }) => {
  const found: Bare[] = [];
  const judge = (holder: View): void => {
    if (holder.has('headers')) for (const it of holder.get('headers').entries) found.push(...bare(document, it));
  };
  judge(view);
  for (const content of contents)
    if (content.view.has('encoding')) for (const [, encoding] of content.view.get('encoding').entries) judge(encoding);
  return found;
});

const bareComponent = cellsWithin((document, entry: View) => bare(document, [entry.key ?? '', entry]), sameElements);

export default defineRule({
  id: 'openapi/header-without-schema',
  title: 'Response header has no schema',
  why: 'Header values that nobody checks make header injection and poisoned caches harder to notice.',
  remedy: 'Give the header a schema.',
  category: 'input-validation',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [20], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: ['kics:50de3b5b-6465-4e06-a9b0-b4c2ba34326b'],
  concepts: ['header-without-schema'],
  visits: 'openapi.document',
  check(document, report) {
    if (document.is2) return;
    const seen = new Set<unknown>();
    const suspects = [
      ...bareInResponses(document),
      ...document.section('headers').entries.flatMap(([, entry]) => bareComponent(document, entry)),
    ];
    for (const { name, header } of suspects) {
      if (seen.has(identityOf(header))) continue;
      seen.add(identityOf(header));
      report({
        at: header.anchor('key'),
        message: `The header "${name}" has no schema, so nothing checks its value. Give it one.`,
        fixes: [fix('Add a schema', 'behaviour', setKey(header, 'schema', { type: 'string', maxLength: 255 }))],
        group: {
          key: 'header',
          from: 4,
          acrossFiles: true,
          message: (n) => `${n} headers have no schema, the first is "${name}".`,
        },
      });
    }
  },
});

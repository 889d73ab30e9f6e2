import { defineRule } from '../../../rules/rule.ts';
import { identityOf } from '../identity.ts';
import type { View } from '../../../syntax/view.ts';
import { fix, setKey } from '../fixes.ts';

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
    const judge = (name: string, entry: View): void => {
      const header = document.references.resolve(entry);
      if (!header?.isMap || seen.has(identityOf(header))) return;
      seen.add(identityOf(header));
      if (!header.get('schema').missing || !header.get('content').missing) return;
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
    };
    for (const response of document.responses) {
      for (const [name, entry] of response.view.get('headers').entries) judge(name, entry);
      for (const { view } of response.contents)
        for (const [, encoding] of view.get('encoding').entries)
          for (const [name, entry] of encoding.get('headers').entries) judge(name, entry);
    }
    for (const [name, entry] of document.section('headers').entries) judge(name, entry);
  },
});

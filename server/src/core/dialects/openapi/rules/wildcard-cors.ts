import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { OpenApiDocument } from '../document.ts';
import type { View } from '../../../syntax/view.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/wildcard-cors',
  title: 'Any web origin may read answers that carry credentials',
  why: 'Any page that a user visits can call the API in his name and read what it answers.',
  remedy: 'Name the origins.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [942], stride: ['I', 'S'], owasp: ['API8:2023'] },
  equivalents: [],
  concepts: ['wildcard-cors-with-credentials'],
  visits: 'openapi.response',
  check(response, report) {
    const { document } = response;
    const entry = response.headers.get('access-control-allow-origin');
    const header = entry ? document.references.resolve(entry) : undefined;
    if (!header) return;
    const open = valuesOf(document, header).find((it) => it.text === '*' || it.text === 'null');
    if (!open) return;
    const cookies = [...document.schemes.values()].some((it) => it.kind === 'apiKey' && it.location === 'cookie');
    const allow = response.headers.get('access-control-allow-credentials');
    if (!allow && !cookies) return;
    const allowed = allow && document.references.resolve(allow);
    const stated = allowed && valuesOf(document, allowed);
    if (stated?.some((it) => it.text === 'false') && !cookies) return;
    // An example shows what may be answered; a browser refuses the pair, so that services echo the origin instead.
    const certain = open.key !== 'example' || stated?.some((it) => it.text === 'true') === true;
    const because = 'although credentials are allowed: whatever makes that work lets any web page read the answers';
    report({
      at: open.anchor('value'),
      message: `Access-Control-Allow-Origin is "${open.text ?? ''}" ${because}. Name the origins.`,
      ...(certain ? {} : { severity: 'info' as const, reason: 'it is only an example' }),
      group: {
        key: `${open.text ?? ''} ${certain}`,
        from: 3,
        acrossFiles: true,
        message: (n) =>
          `Access-Control-Allow-Origin is "${open.text ?? ''}" on ${n} responses ${because}. Name the origins.`,
      },
      fixes: [
        fix('Name the origin', 'needs-value', {
          op: 'set',
          at: open.anchor(),
          value: blank('https://app.example.com'),
        }),
      ],
    });
  },
});

/** What a header is said to hold. */
function valuesOf(document: OpenApiDocument, header: View): readonly View[] {
  const schema = document.is2 ? header : (document.references.resolve(header.get('schema')) ?? header);
  return [
    ...['const', 'default', 'example'].map((it) => schema.get(it)),
    ...schema.get('enum').items,
    header.get('example'),
  ];
}

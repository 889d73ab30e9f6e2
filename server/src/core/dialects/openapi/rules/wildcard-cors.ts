import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
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
    const schema = document.is2 ? header : (document.references.resolve(header.get('schema')) ?? header);
    const values: readonly View[] = [
      ...['const', 'default', 'example'].map((it) => schema.get(it)),
      ...schema.get('enum').items,
      header.get('example'),
    ];
    const open = values.find((it) => it.text === '*' || it.text === 'null');
    if (!open) return;
    const cookies = [...document.schemes.values()].some((it) => it.kind === 'apiKey' && it.location === 'cookie');
    if (!response.headers.has('access-control-allow-credentials') && !cookies) return;
    report({
      at: open.anchor('value'),
      message: `Access-Control-Allow-Origin is "${open.text ?? ''}" although credentials are sent: any web page can read the answers. Name the origins.`,
      group: {
        key: open.text ?? '',
        from: 3,
        acrossFiles: true,
        message: (n) =>
          `Access-Control-Allow-Origin is "${open.text ?? ''}" on ${n} responses although credentials are sent: any web page can read the answers. Name the origins.`,
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

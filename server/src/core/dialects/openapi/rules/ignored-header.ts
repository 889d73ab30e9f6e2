import { defineRule } from '../../../rules/rule.ts';
import { identityOf } from '../identity.ts';
import type { View } from '../../../syntax/view.ts';
import { fix } from '../fixes.ts';
import { inRequestBodies, inResponses } from '../suspects.ts';

const accept = [
  'kics:f2702af5-6016-46cb-bbc8-84c766032095',
  'kics:3ddd74cc-6582-486c-8b0c-2b48cb38e0a3',
  'ibm:ibm-no-accept-header',
];
const contentType = [
  'kics:72d259ca-9741-48dd-9f62-eb11f2936b37',
  'kics:51978067-3b22-4c29-aaf3-96bf0bc28897',
  'ibm:ibm-no-content-type-header',
];
const ofResponse = ['kics:d4e43db5-54d8-4dda-b3c2-0dc6f31a46bd', 'kics:86733e01-a435-4bd5-a8b0-5108be9dc1e4'];
const ofEncoding = ['kics:4cd8de87-b595-48b6-ab3c-1904567135ab'];

const inHeaders = inResponses(({ view }) =>
  view.get('headers').entries.filter(([name]) => /^(?:content-type|accept|authorization)$/i.test(name)),
);

/** A Content-Type among the headers of an encoding. */
interface EncodingHeader {
  readonly property: string;
  readonly encoding: View;
  readonly name: string;
  readonly view: View;
}

function encodingHeaders(body: View): readonly EncodingHeader[] {
  if (!body.has('content')) return [];
  const found: EncodingHeader[] = [];
  for (const [, media] of body.get('content').entries) {
    if (!media.has('encoding')) continue;
    for (const [property, encoding] of media.get('encoding').entries)
      for (const [name, view] of encoding.get('headers').entries)
        if (/^content-type$/i.test(name)) found.push({ property, encoding, name, view });
  }
  return found;
}

const inSent = inRequestBodies((_, body) => encodingHeaders(body));
const inAnswers = inResponses(({ view }) => encodingHeaders(view));

export default defineRule({
  id: 'openapi/ignored-header',
  title: 'Header is declared where the standard ignores it',
  why: 'What is said about Accept, Content-Type or Authorization there is dropped silently, limits included.',
  remedy: 'Remove it; media types belong under content (2.0: consumes and produces).',
  category: 'contract',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [436], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'ibm:ibm-no-accept-header',
    'ibm:ibm-no-content-type-header',
    'kics:3ddd74cc-6582-486c-8b0c-2b48cb38e0a3',
    'kics:4cd8de87-b595-48b6-ab3c-1904567135ab',
    'kics:51978067-3b22-4c29-aaf3-96bf0bc28897',
    'kics:72d259ca-9741-48dd-9f62-eb11f2936b37',
    'kics:86733e01-a435-4bd5-a8b0-5108be9dc1e4',
    'kics:d4e43db5-54d8-4dda-b3c2-0dc6f31a46bd',
    'kics:f2702af5-6016-46cb-bbc8-84c766032095',
  ],
  concepts: ['ignored-header-declaration'],
  visits: ['openapi.parameter', 'openapi.document'],
  check(noun, report) {
    const found = (
      view: View,
      name: string,
      where: string,
      equivalents: readonly string[],
      patchable: boolean,
    ): void => {
      report({
        at: view.isMap && view.has('name') ? view.get('name').anchor('value') : view.anchor('key'),
        message: `The header "${name}" is declared as ${where}, where it is ignored. Remove it.`,
        equivalents,
        fixes: patchable ? [fix(`Remove ${name}`, 'safe', { op: 'remove', at: view.anchor() })] : [],
      });
    };
    if ('location' in noun) {
      const name = noun.name.toLowerCase();
      if (noun.location !== 'header' || (name !== 'accept' && name !== 'content-type')) return;
      found(
        noun.view,
        noun.name,
        'a parameter',
        name === 'accept' ? accept : contentType,
        noun.view.route.at(-2) === 'parameters' && typeof noun.view.route.at(-1) === 'number',
      );
      return;
    }
    for (const [name, view] of inHeaders(noun)) found(view, name, 'a response header', ofResponse, true);
    if (noun.is2) return;
    const seen = new Set<unknown>();
    for (const { property, encoding, name, view } of [...inSent(noun), ...inAnswers(noun)]) {
      if (seen.has(identityOf(view))) continue;
      seen.add(identityOf(view));
      // What has to change is the encoding: it has a field of its own for this.
      report({
        at: encoding.anchor('key'),
        message: `The encoding of "${property}" declares the header "${name}", which is ignored there. Say contentType instead.`,
        equivalents: ofEncoding,
        related: [{ message: 'the header that is ignored', at: view.anchor('key') }],
        fixes: [fix(`Remove ${name}`, 'safe', { op: 'remove', at: view.anchor() })],
      });
    }
  },
});

import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';
import type { View } from '../../../syntax/view.ts';
import type { OpenApiDocument } from '../document.ts';
import { isAbsoluteUrl } from '../url.ts';

/** KICS has a rule for each place. */
const ids: Readonly<Record<string, readonly string[]>> = {
  'contact email': ['kics:b1a7fcb0-2afe-4d5c-a6a1-4e6311fc29e7', 'kics:d83bebc8-4e5e-4241-b783-cba9fb5a1c9a'],
  'contact address': ['kics:332cf2ad-380d-4b90-b436-46f8e635cf38', 'kics:c7000383-16d0-4509-8cd3-585e5ea2e2f2'],
  'documentation address of the document': [
    'kics:b2d9dbf6-539c-4374-a1fd-210ddf5563a8',
    'kics:46d3b74d-9fe9-45bf-9e9e-efb7f701ee28',
  ],
  'licence address': ['kics:9239c289-9e4c-4d92-8be1-9d506057c971', 'kics:de2b4910-8484-46d6-a055-dc1e793ee3ff'],
  'documentation address of the operation': [
    'kics:5ea61624-3733-4a3a-8ca4-b96fec9c5aeb',
    'kics:25635c31-ee32-4708-88e5-fced87516f51',
  ],
  'documentation address of the schema': [
    'kics:6952a7e0-6e48-4285-bbc1-27c64e60f888',
    'kics:f7fa95b7-d819-484c-9a2b-665dd1bba25e',
  ],
  'documentation address of the tag': [
    'kics:5aea1d7e-b834-4749-b143-2c7ec3bd5922',
    'kics:b4a7d925-738b-4219-99d9-87d6ee262a03',
  ],
};

export default defineRule({
  id: 'openapi/malformed-documentation-link',
  title: 'Link of the documentation is malformed',
  why: 'Portals turn these texts into links; one that is malformed, or runs a script, leads readers astray.',
  remedy: 'Give an absolute http address, or a valid e-mail address.',
  category: 'hygiene',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [601], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'kics:25635c31-ee32-4708-88e5-fced87516f51',
    'kics:332cf2ad-380d-4b90-b436-46f8e635cf38',
    'kics:46d3b74d-9fe9-45bf-9e9e-efb7f701ee28',
    'kics:5aea1d7e-b834-4749-b143-2c7ec3bd5922',
    'kics:5ea61624-3733-4a3a-8ca4-b96fec9c5aeb',
    'kics:6952a7e0-6e48-4285-bbc1-27c64e60f888',
    'kics:9239c289-9e4c-4d92-8be1-9d506057c971',
    'kics:b1a7fcb0-2afe-4d5c-a6a1-4e6311fc29e7',
    'kics:b2d9dbf6-539c-4374-a1fd-210ddf5563a8',
    'kics:b4a7d925-738b-4219-99d9-87d6ee262a03',
    'kics:c7000383-16d0-4509-8cd3-585e5ea2e2f2',
    'kics:d83bebc8-4e5e-4241-b783-cba9fb5a1c9a',
    'kics:de2b4910-8484-46d6-a055-dc1e793ee3ff',
    'kics:f7fa95b7-d819-484c-9a2b-665dd1bba25e',
  ],
  concepts: ['malformed-documentation-url'],
  visits: ['openapi.document', 'openapi.operation', 'openapi.schema'],
  looksAt: ({ keys }) => keys.has('externalDocs'),
  check(noun, report) {
    const link = (view: View, what: string): void => {
      const text = view.text;
      if (text === undefined || isAbsoluteUrl(text.replace(/#.*$/, '')) || /^mailto:/i.test(text)) return;
      const script = /^\s*(?:javascript|data|vbscript):/i.test(text);
      report({
        at: view.anchor('value'),
        message: `The ${what} is no absolute http address${script ? ' but a script that portals may run' : ''}.`,
        ...(script ? { severity: 'warning' as const, reason: 'it runs in the portal of the documentation' } : {}),
        equivalents: ids[what] ?? [],
        // Links are for readers alone; without a scheme this one led them nowhere.
        fixes:
          isAbsoluteUrl(`https://${text}`) && text.includes('.')
            ? [fix('Put https:// before it', 'safe', { op: 'set', at: view.anchor(), value: `https://${text}` })]
            : [fix('Remove the link', 'behaviour', { op: 'remove', at: view.anchor() })],
      });
    };
    if ('roles' in noun) link(noun.view.at('externalDocs', 'url'), 'documentation address of the schema');
    else if ('method' in noun) link(noun.view.at('externalDocs', 'url'), 'documentation address of the operation');
    else
      rootLinks(noun, link, (view) => {
        report({
          at: view.anchor('value'),
          message: 'The contact email is no e-mail address.',
          equivalents: ids['contact email'] ?? [],
        });
      });
  },
});

function rootLinks(
  { view }: OpenApiDocument,
  link: (view: View, what: string) => void,
  badEmail: (view: View) => void,
): void {
  const info = view.get('info');
  link(info.at('contact', 'url'), 'contact address');
  link(info.at('license', 'url'), 'licence address');
  link(info.get('termsOfService'), 'address of the terms');
  link(view.at('externalDocs', 'url'), 'documentation address of the document');
  for (const tag of view.get('tags').items) link(tag.at('externalDocs', 'url'), 'documentation address of the tag');
  const email = info.at('contact', 'email');
  if (
    email.text !== undefined &&
    !/^[^\s@<>()[\],;:"]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,}$/i.test(
      email.text,
    )
  )
    badEmail(email);
}

import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';
import { kindNames, otherKindIds, referencesWhere, sectionOfReference } from '../kinds.ts';

const elsewhere = referencesWhere(({ view, kind, reference }, document) => {
  const section = sectionOfReference(document, reference);
  // In another file the same words need not mean the sections of a document.
  return section !== undefined && section !== kind && view.source.file === document.view.source.file;
});

export default defineRule({
  id: 'openapi/reference-to-another-kind',
  title: 'Reference leads to an object of another kind',
  why: 'A response in the place of a schema validates nothing: tools read the keywords that they know and ignore the rest.',
  remedy: 'Refer to a component of the kind that belongs here.',
  category: 'contract',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [843], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'kics:0220e1c5-65d1-49dd-b7c2-cef6d6cb5283',
    'kics:0f6cd0ab-c366-4595-84fc-fbd8b9901e4d',
    'kics:2596545e-1757-4ff7-a15a-8a9a180a42f3',
    'kics:2d6646f4-2946-420f-8c14-3232d49ae0cb',
    'kics:4cac7ace-b0fb-477d-830d-65395d9109d9',
    'kics:b3871dd8-9333-4d6c-bd52-67eb898b71ab',
    'kics:b9db8a10-020c-49ca-88c6-780e5fdb4328',
    'kics:ba066cda-e808-450d-92b6-f29109754d45',
    'kics:bac56e3c-1f71-4a74-8ae6-2fba07efcddb',
    'kics:bccfa089-89e4-47e0-a0e5-185fe6902220',
    'kics:d40f27e6-15fb-4b56-90f8-fc0ff0291c51',
  ],
  concepts: ['reference-to-wrong-kind'],
  visits: 'openapi.document',
  check(document, report) {
    for (const { view, kind, reference } of elsewhere(document)) {
      const section = sectionOfReference(document, reference) ?? kind;
      const name = reference.slice(reference.lastIndexOf('/') + 1);
      report({
        at: view.get('$ref').anchor('value'),
        message: `${reference} is a ${kindNames[section]}, but a ${kindNames[kind]} belongs here: what it says is ignored.`,
        equivalents: otherKindIds[kind] ?? [],
        fixes: document.section(kind).has(name)
          ? [
              fix(`Refer to the ${kindNames[kind]} ${name}`, 'behaviour', {
                op: 'set',
                at: view.get('$ref').anchor(),
                value: `#/${document.sectionRoute(kind).join('/')}/${name}`,
                refersTo: document.section(kind).get(name).anchor(),
              }),
            ]
          : [],
      });
    }
  },
});

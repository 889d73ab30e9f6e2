import { sameElements } from '../../../cells/same.ts';
import { defineRule, type Report, type Reporter } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fix, setKey } from '../fixes.ts';
import { identityOf } from '../identity.ts';
import type { OpenApiDocument } from '../document.ts';
import type { Operation } from '../operation.ts';
import { type Content, contentsOf } from '../response.ts';
import { cellsWithin } from '../suspects.ts';

export default defineRule({
  id: 'openapi/upload-by-wrong-media-type',
  title: 'File upload uses a media type that cannot carry it',
  why: 'Uploads that do not go through the multipart parser skip its limits of size and number.',
  remedy: 'Use multipart/form-data.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [434], stride: ['T', 'D'], owasp: ['API8:2023'] },
  equivalents: [
    'kics:26f06397-36d8-4ce7-b993-17711261d777',
    'kics:7f91992f-b4c8-43bf-9bf9-fae9ecdb6e3a',
    'kics:c3cab8c4-6c52-47a9-942b-c27f26fbd7d2',
    'spectral:oas2-operation-formData-consume-check',
  ],
  concepts: ['file-upload-wrong-media-type'],
  visits: ['openapi.operation', 'openapi.parameter', 'openapi.document'],
  check(noun, report) {
    if ('location' in noun) {
      if (!noun.document.is2 || noun.view.textAt('type') !== 'file' || noun.location === 'formData') return;
      report({
        at: noun.view.has('in') ? noun.view.get('in').anchor('value') : noun.view.get('type').anchor('value'),
        message: `The file "${noun.name}" is sent in the ${noun.location ?? 'wrong place'}; files travel as formData.`,
        equivalents: ['kics:c3cab8c4-6c52-47a9-942b-c27f26fbd7d2'],
        // Some methods have no body that could carry it.
        fixes: noun.operations.some((it) => !it.writes)
          ? []
          : [
              fix(
                'Send it as formData',
                'behaviour',
                setKey(noun.view, 'in', 'formData'),
                ...noun.operations
                  .filter((it) => !consumed(it).some((type) => type.startsWith('multipart/')))
                  .map(({ view }) => setKey(view, 'consumes', ['multipart/form-data'])),
              ),
            ],
      });
      return;
    }
    const document = 'method' in noun ? noun.document : noun;
    if (!('method' in noun)) {
      // A shared body is told at the operation that uses it; those that none uses yet, here.
      const suspects = noun.section('requestBodies').entries.flatMap(([, entry]) => ofShared(noun, entry));
      if (suspects.length === 0) return;
      const used = new Set(noun.operations.flatMap((it) => (it.requestBody ? [identityOf(it.requestBody)] : [])));
      for (const { body, reports } of suspects) if (!used.has(identityOf(body))) reports.forEach(report);
      return;
    }
    const { view } = noun;
    if (document.is2) {
      if (!noun.parameters.some((it) => it.location === 'formData' && it.view.textAt('type') === 'file')) return;
      const own = view.get('consumes');
      const stated = own.missing ? document.view.get('consumes') : own;
      const types = consumed(noun);
      if (
        types.some((it) => /^(?:multipart\/|application\/x-www-form-urlencoded)/.test(it)) ||
        (stated.exists && !stated.isList)
      )
        return;
      report({
        at: own.exists ? own.anchor('key') : noun.at,
        message: `${noun.label} takes a file but ${types.length === 0 ? 'does not say that it consumes multipart/form-data' : `consumes ${types.join(', ')}, which cannot carry it`}.`,
        equivalents: ['kics:7f91992f-b4c8-43bf-9bf9-fae9ecdb6e3a', 'spectral:oas2-operation-formData-consume-check'],
        fixes: [fix('Consume multipart/form-data', 'behaviour', setKey(view, 'consumes', ['multipart/form-data']))],
      });
      return;
    }
    for (const content of noun.requestContents) judge(document, content, noun.label, noun.requestBody, report);
  },
});

/** What an operation of 2.0 consumes, by its own list or by that of the document. */
function consumed({ view, document }: Operation): readonly string[] {
  const own = view.get('consumes');
  return (own.missing ? document.view.get('consumes') : own).items.map((it) => it.text ?? '');
}

function judge(
  document: OpenApiDocument,
  content: Content,
  whose: string,
  body: View | undefined,
  report: Reporter,
): void {
  if (content.mediaType.startsWith('multipart/') || content.mediaType === '*/*') return;
  const schema = document.references.resolve(content.schema);
  const files = schema?.get('properties').entries.find(([, property]) => {
    const value = document.references.resolve(property);
    const item = value?.textAt('type') === 'array' ? document.references.resolve(value.get('items')) : undefined;
    return item?.textAt('format') === 'binary';
  });
  if (!files) return;
  report({
    at: content.view.anchor('key'),
    message: `${whose} takes the files "${files[0]}" as ${content.mediaType}, which cannot carry several files. Use multipart/form-data.`,
    equivalents: ['kics:26f06397-36d8-4ce7-b993-17711261d777'],
    fixes: body?.get('content').has('multipart/form-data')
      ? []
      : [
          fix('Use multipart/form-data', 'behaviour', {
            op: 'rename',
            at: content.view.anchor(),
            key: 'multipart/form-data',
          }),
        ],
  });
}

/** Of the bodies that are kept for reuse. */
const ofShared = cellsWithin((document, entry: View) => {
  const body = document.references.resolve(entry);
  if (!body) return [];
  const reports: Report[] = [];
  for (const content of contentsOf(document, body.get('content')))
    judge(document, content, `The request body "${entry.key ?? ''}"`, body, (it) => reports.push(it));
  return reports.length === 0 ? [] : [{ body, reports }];
}, sameElements);

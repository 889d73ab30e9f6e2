import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { addResponse } from '../error-responses.ts';
import { fix, setKey } from '../fixes.ts';

export default defineRule({
  id: 'openapi/unbounded-upload',
  title: 'Upload has no limit of size',
  why: 'Disks and memory run full, archives explode, and active content is stored for other users.',
  remedy: 'Set maxLength on the file, and document the 413 answer.',
  category: 'resource-limits',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [434], stride: ['D', 'T'], owasp: ['API4:2023'] },
  equivalents: [],
  concepts: ['unbounded-file-upload'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path' || operation.answers('413', false)) return;
    const { document } = operation;
    const file = document.is2
      ? operation.parameters.find((it) => it.location === 'formData' && it.view.textAt('type') === 'file')?.view
      : upload(operation);
    if (!file || file.has('maxLength') || file.keys.some((it) => /^x-.*(?:max|limit|size)/i.test(it))) return;
    report({
      at:
        file.has('name') && document.is2
          ? file.get('name').anchor('value')
          : file.has('type')
            ? file.get('type').anchor('key')
            : file.anchor('key'),
      message: `${operation.label} takes a file of any size. Set maxLength, and document the 413 answer.`,
      fixes: document.is2
        ? [addResponse(operation, '413')]
        : [fix('Set maxLength to 10 MB', 'behaviour', setKey(file, 'maxLength', 10485760))],
      group: {
        key: 'upload',
        from: 4,
        acrossFiles: true,
        message: (n) => `${n} operations take files of any size, the first is ${operation.label}.`,
      },
    });

    /** The schema of a raw body, or of a file in a form. */
    function upload(of: typeof operation): View | undefined {
      for (const { mediaType, schema } of of.requestContents) {
        const view = document.references.resolve(schema);
        if (!view?.isMap) continue;
        if (isFile(view) && !/^(?:application|text)\/(?:json|x-ndjson|plain|csv)/.test(mediaType)) return view;
        if (!mediaType.startsWith('multipart/')) continue;
        for (const [name, entry] of view.get('properties').entries) {
          const property = document.references.resolve(entry);
          if (isFile(property) && !view.has('x-max-size') && name !== '') return property;
        }
      }
      return undefined;
    }
  },
});

function isFile(it: View | undefined): boolean {
  return it?.textAt('type') === 'string' && (it.textAt('format') === 'binary' || it.has('contentMediaType'));
}

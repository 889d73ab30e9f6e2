import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/any-media-type',
  title: 'Operation accepts any media type',
  why: 'The caller chooses the parser: XML with entities, YAML with tags, or plain text that needs no pre-flight.',
  remedy: 'Name the media types that the service reads.',
  category: 'input-validation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [436], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: ['ibm:ibm-content-type-is-specific'],
  concepts: ['wildcard-request-media-type'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path') return;
    const { document } = operation;
    if (document.is2) {
      const own = operation.view.get('consumes');
      const list = own.missing ? document.view.get('consumes') : own;
      const any = list.items.find((it) => it.text === '*/*');
      if (!any || operation.requestContents.length === 0) return;
      report({
        at: any.anchor('value'),
        message: `${operation.label} accepts any media type, so the caller chooses the parser. Name what the service reads.`,
        fixes: [fix('Accept JSON', 'behaviour', { op: 'set', at: any.anchor(), value: 'application/json' })],
        group: {
          key: own.missing ? 'root' : 'own',
          acrossFiles: true,
          message: (n) =>
            `${n} operations accept any media type, the first is ${operation.label}. Name what the service reads.`,
        },
      });
      return;
    }
    for (const content of operation.requestContents) {
      const schema = document.references.resolve(content.schema);
      const raw = schema?.textAt('format') === 'binary' || !schema?.isMap;
      const wild = content.mediaType === '*/*' || content.mediaType === 'application/*';
      const plain =
        content.mediaType === 'text/plain' &&
        (schema?.textAt('type') === 'object' || schema?.has('properties') === true);
      if (!(wild && !raw) && !plain) continue;
      report({
        at: content.view.anchor('key'),
        message: `${operation.label} accepts ${content.mediaType} for a structured body, so the caller chooses the parser. Name what the service reads.`,
        fixes: operation.requestBody?.get('content').has('application/json')
          ? []
          : [fix('Accept JSON', 'behaviour', { op: 'rename', at: content.view.anchor(), key: 'application/json' })],
      });
    }
  },
});

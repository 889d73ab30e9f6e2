import { defineRule } from '../../../rules/rule.ts';
import { entryOf } from '../words.ts';
import { fix, setKey } from '../fixes.ts';

/** KICS has a rule for each method, and one for all. */
const ofMethod: Readonly<Record<string, readonly string[]>> = {
  trace: ['kics:105e20dd-8449-4d71-95c6-d5dac96639af', '42crunch:v3-response-trace-2xx'],
  delete: [
    'kics:3b497874-ae59-46dd-8d72-1868a3b8f150',
    'kics:ad432855-b7fb-4429-92a3-93b5ce34f0b1',
    '42crunch:v3-response-delete-2xx',
  ],
  get: [
    'kics:9b633f3b-c94b-4fbb-a65b-1a4e9134fb63',
    'kics:b2f275be-7d64-4064-b418-be6b431363a7',
    '42crunch:v3-response-get-2xx',
  ],
  head: [
    'kics:3b066059-f411-4554-ac8d-96f32bff90da',
    'kics:4f0b30e3-a498-4dd7-b3f2-f4b6471a8d5a',
    '42crunch:v3-response-head-2xx',
  ],
  patch: [
    'kics:1908a8ee-927d-4166-8f18-241152170cc1',
    'kics:f36e87cc-a209-4f37-8571-66833e4aead7',
    '42crunch:v3-response-patch-2xx',
  ],
  post: [
    'kics:f368dd2d-9344-4146-a05b-7c6faa1269ad',
    'kics:9fedee41-2e6d-4091-b011-4a16b4c18c70',
    '42crunch:v3-response-post-2xx',
  ],
  put: [
    'kics:60b5f56b-66ff-4e1c-9b62-5753e16825bc',
    'kics:965a043f-5f3c-4d0a-be72-d9ce12fdb4d6',
    '42crunch:v3-response-put-2xx',
  ],
  options: ['42crunch:v3-response-options-2xx'],
};
const ofAll = [
  'kics:48e9e1fe-cf79-45b5-93e6-8b55ae5dadfd',
  'kics:a1ee6ebe-3877-42ec-b9a6-e524e7d06aa2',
  'spectral:operation-success-response',
];

export default defineRule({
  id: 'openapi/missing-success-response',
  title: 'No success is documented',
  why: 'If success has no description, every output conforms to the contract, also one that gives too much away.',
  remedy: 'Document the success answer with its schema.',
  category: 'contract',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [755], stride: ['R'], owasp: ['API8:2023'] },
  equivalents: [
    '42crunch:v3-response-delete-2xx',
    '42crunch:v3-response-get-2xx',
    '42crunch:v3-response-head-2xx',
    '42crunch:v3-response-options-2xx',
    '42crunch:v3-response-patch-2xx',
    '42crunch:v3-response-post-2xx',
    '42crunch:v3-response-put-2xx',
    '42crunch:v3-response-trace-2xx',
    'kics:105e20dd-8449-4d71-95c6-d5dac96639af',
    'kics:1908a8ee-927d-4166-8f18-241152170cc1',
    'kics:3b066059-f411-4554-ac8d-96f32bff90da',
    'kics:3b497874-ae59-46dd-8d72-1868a3b8f150',
    'kics:48e9e1fe-cf79-45b5-93e6-8b55ae5dadfd',
    'kics:4f0b30e3-a498-4dd7-b3f2-f4b6471a8d5a',
    'kics:60b5f56b-66ff-4e1c-9b62-5753e16825bc',
    'kics:965a043f-5f3c-4d0a-be72-d9ce12fdb4d6',
    'kics:9b633f3b-c94b-4fbb-a65b-1a4e9134fb63',
    'kics:9fedee41-2e6d-4091-b011-4a16b4c18c70',
    'kics:a1ee6ebe-3877-42ec-b9a6-e524e7d06aa2',
    'kics:ad432855-b7fb-4429-92a3-93b5ce34f0b1',
    'kics:b2f275be-7d64-4064-b418-be6b431363a7',
    'kics:f368dd2d-9344-4146-a05b-7c6faa1269ad',
    'kics:f36e87cc-a209-4f37-8571-66833e4aead7',
    'spectral:operation-success-response',
  ],
  concepts: ['success-response-missing'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (!operation.view.get('responses').isMap || operation.responses.length === 0) return;
    const redirects = operation.method === 'get' || operation.method === 'head' || operation.method === 'post';
    if (
      operation.responses.some(
        (it) => /^(?:1\d\d|2\d\d|2XX)$/i.test(it.status) || (redirects && /^3(?:\d\d|XX)$/i.test(it.status)),
      )
    )
      return;
    report({
      at: operation.view.get('responses').anchor('key'),
      message: `${operation.label} documents no success: what it may answer is left open. Add the success response with its schema.`,
      equivalents: [...(entryOf(ofMethod, operation.method) ?? []), ...ofAll],
      fixes: [
        fix(
          'Add a 200 response',
          'behaviour',
          setKey(operation.view.get('responses'), '200', { description: 'Success.' }),
        ),
      ],
      group: {
        key: operation.method,
        from: 3,
        acrossFiles: true,
        message: (n) =>
          `${n} operations (${operation.method.toUpperCase()}) document no success, the first is ${operation.label}.`,
      },
    });
  },
});

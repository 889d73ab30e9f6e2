import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';

export default defineRule({
  id: 'openapi/malformed-host',
  title: 'Swagger 2.0 host or basePath is malformed',
  why: 'A host with protocol, path or odd characters is read differently by gateway and client.',
  remedy: 'Give a host name with an optional port, and a base path that begins with a slash.',
  category: 'contract',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1059], stride: ['S'], owasp: ['API9:2023'] },
  equivalents: ['kics:3d7d7b6c-fb0a-475e-8a28-c125e30d15f0', 'kics:b4803607-ed72-4d60-99e2-3fa6edf471c6', 'zally:M008'],
  concepts: ['malformed-host-or-base-path'],
  visits: 'openapi.document',
  check(document, report) {
    if (!document.is2) return;
    const host = document.view.get('host');
    const text = host.text;
    if (text !== undefined && !text.includes('{') && !isHost(text)) {
      const bare = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]+)/i.exec(text)?.[1] ?? /^([^/?#]+)\//.exec(text)?.[1];
      report({
        at: host.anchor('value'),
        message: `The host "${text}" is no host name with an optional port. ${bare === undefined ? 'Correct it.' : `Write ${bare}.`}`,
        equivalents: ['kics:3d7d7b6c-fb0a-475e-8a28-c125e30d15f0', 'zally:M008'],
        fixes:
          bare !== undefined && isHost(bare)
            ? [fix(`Write ${bare}`, 'behaviour', setKey(document.view, 'host', bare))]
            : [],
      });
    }
    const base = document.view.get('basePath');
    if (base.text !== undefined && !base.text.startsWith('/')) {
      report({
        at: base.anchor('value'),
        message: `The basePath "${base.text}" does not begin with a slash, so tools join it in different ways.`,
        equivalents: ['kics:b4803607-ed72-4d60-99e2-3fa6edf471c6'],
        fixes: [fix('Add the slash', 'safe', setKey(document.view, 'basePath', `/${base.text}`))],
      });
    }
  },
});

function isHost(text: string): boolean {
  return /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*|\[[0-9a-f:.]+\])\.?(?::\d{1,5})?$/i.test(
    text,
  );
}

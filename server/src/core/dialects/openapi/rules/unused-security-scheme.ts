import { defineRule } from '../../../rules/rule.ts';
import { fix, requireScheme } from '../fixes.ts';
import { identityOf } from '../identity.ts';
import { isMaybeRequired } from '../scheme-use.ts';

export default defineRule({
  id: 'openapi/unused-security-scheme',
  title: 'Declared security scheme is never required',
  why: 'A scheme that no requirement names was planned and never wired, or is an old one that an attacker can still try.',
  remedy: 'Require it, or remove it.',
  category: 'authentication',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1164], stride: ['S'], owasp: ['API8:2023'] },
  equivalents: ['42crunch:warning-global-security-scheme-unused', 'redocly:no-unused-components'],
  concepts: ['unused-security-scheme'],
  visits: 'openapi.security-scheme',
  check(scheme, report) {
    const { document } = scheme;
    if (document.isLibrary || document.operations.length === 0) return;
    if (isMaybeRequired(scheme)) return;
    // Another name may lead here: what that one protects, this one describes.
    const others = [...document.schemes.values()].filter((it) => it !== scheme && it.entry.has('$ref'));
    if (others.some((it) => identityOf(it.view) === identityOf(scheme.view))) return;
    report({
      at: scheme.entry.anchor('key'),
      message: `No operation requires the scheme "${scheme.name}". Require it where it was meant, or remove it.`,
      fixes: [
        ...(document.security.state === 'missing'
          ? requireScheme(document, document.view, 'by default').filter((it) => it.title.includes(` ${scheme.name} `))
          : []),
        // Without its last scheme the document would know no way to authenticate at all.
        ...(document.schemes.size > 1
          ? [fix(`Remove ${scheme.name}`, 'behaviour', { op: 'remove', at: scheme.entry.anchor() })]
          : []),
      ],
    });
  },
});

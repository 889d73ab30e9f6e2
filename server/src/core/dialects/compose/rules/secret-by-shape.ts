import { defineRule } from '../../../rules/rule.ts';
import { isSecretName } from '../../../syntax/secret-name.ts';
import { tokenKind } from '../../../syntax/token-shape.ts';
import { softened } from '../claims.ts';
import { variableFix } from '../secret-fixes.ts';
import { serviceTexts } from '../service-texts.ts';

export default defineRule({
  id: 'compose/secret-by-shape',
  title: 'A text looks like a live key',
  why: 'Keys and tokens have forms that scanners know. Found in a repository, they are tried within minutes.',
  remedy: 'Revoke the key, and take the new one from the environment or from secrets.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [798, 312], stride: ['I', 'S'] },
  equivalents: [],
  concepts: ['secret-literal-by-value'],
  visits: ['compose.service', 'compose.project'],
  check(noun, report) {
    if ('services' in noun) {
      for (const { name, view, inline } of noun.configs) {
        const content = view.get('content');
        const found = inline ? tokenKind(content.text?.slice(0, 20_000) ?? '') : undefined;
        if (found === undefined) continue;
        report({
          at: content.anchor('key'),
          message: `The config "${name}" holds what looks like a ${found}: whoever reads this file can use it. Revoke it, and hand the new one over with secrets.`,
          confidence: 'medium',
        });
      }
      return;
    }
    const service = noun;
    for (const { text, place, key, kind } of serviceTexts(service)) {
      // Where the name says it already, the rule about names reports it.
      if (kind === 'environment' && key !== undefined && isSecretName(key)) continue;
      const found = tokenKind(text.filled(() => ''));
      if (found === undefined) continue;
      const name = /^[A-Za-z_][A-Za-z0-9_]*$/.test(key ?? '') ? (key ?? '') : 'TOKEN';
      report({
        at: text.view.anchor(),
        message: `In service "${service.name}", ${place} holds what looks like a ${found}: whoever reads this file can use it. Revoke it, and take the new one from the environment.`,
        ...softened(service, 'error'),
        confidence: 'medium',
        fixes: key === undefined ? [] : variableFix(text, name),
      });
    }
  },
});

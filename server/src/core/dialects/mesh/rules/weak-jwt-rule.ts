import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { fix, fixByRemoving } from '../../kubernetes/repair.ts';

export default defineRule({
  id: 'mesh/weak-jwt-rule',
  title: 'Tokens are accepted too widely',
  why: 'A token that was issued for another program works here, or the keys that prove tokens can be exchanged on the way.',
  remedy: 'Name the audiences, fetch the keys by https, and take tokens from headers only.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [345, 319, 598], stride: ['S', 'I'], owasp: ['API2:2023'], standard: ['RFC 8725 3.9', 'RFC 6750 2.3'] },
  equivalents: [],
  concepts: ['jwt-rule-weak'],
  visits: 'mesh.resource',
  check(object, report) {
    if (!object.isIstio('RequestAuthentication')) return;
    for (const rule of object.spec.get('jwtRules').items) {
      const issuer = rule.get('issuer').text ?? 'the issuer';
      const keys = rule.get('jwksUri');
      if (keys.text !== undefined && /^http:\/\/(?!localhost|127\.)/i.test(keys.text)) {
        report({
          at: keys.anchor(),
          message: `${object.title} fetches the keys that prove tokens by plain http: whoever stands on the way exchanges them and signs tokens of his own. Use https.`,
          fixes: keys.inherited
            ? []
            : [
                {
                  title: 'Fetch the keys by https',
                  safety: 'behaviour',
                  patches: [{ op: 'rewrite', at: { ...keys.anchor(), span: [0, 4] }, text: 'https' }],
                },
              ],
        });
      }
      const parameters = rule.get('fromParams');
      if (parameters.items.length > 0) {
        report({
          at: parameters.anchor('key'),
          message: `${object.title} takes tokens from the query: addresses end up in logs, histories and Referer headers, the tokens with them. Take them from the Authorization header.`,
          fixes: fixByRemoving(parameters, 'Take no tokens from the query'),
        });
      }
      const audiences = rule.get('audiences');
      if (rule.isMap && (audiences.missing || audiences.isNull || (audiences.isList && audiences.items.length === 0))) {
        const place = rule.get('issuer');
        report({
          at: place.exists ? place.anchor() : rule.anchor(),
          message: `${object.title} takes every token of ${issuer}, also those that were issued for another program. Name the audiences that are meant.`,
          severity: 'info',
          reason: 'some issuers put no audience into their tokens',
          fixes: fix(
            'Name the audience',
            'needs-value',
            [rule],
            [{ op: 'append', at: audiences.anchor(), value: blank(object.object.name || 'audience') }],
          ),
        });
      }
    }
  },
});

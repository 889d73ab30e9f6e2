import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';

const peers = ['principals', 'namespaces', 'serviceAccounts', 'ipBlocks', 'remoteIpBlocks'];

export default defineRule({
  id: 'mesh/open-authorization-policy',
  title: 'Authorization policy admits everybody',
  why: 'It looks like access control and is none; what it allows also undoes every default deny beside it.',
  remedy: 'Name the callers in from.source.principals, or remove the rule.',
  category: 'authorization',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [863, 862], stride: ['S', 'E'], owasp: ['API5:2023', 'K07:2022'] },
  equivalents: [],
  concepts: ['authorization-policy-allows-all'],
  visits: 'mesh.resource',
  check(object, report) {
    if (!object.isIstio('AuthorizationPolicy')) return;
    const action = object.spec.get('action');
    if (!(action.missing || action.isNull || action.text === 'ALLOW')) return;
    for (const rule of object.rules) {
      const open = openness(rule);
      if (open === undefined) continue;
      report({
        at: rule.isMap && rule.keys.length > 0 ? (open ?? rule).anchor() : rule.anchor(),
        message: `${object.title} allows everybody: this rule asks neither who calls nor for a token, and since allowing rules add up, it undoes the others too. Name the callers in from.source.principals.`,
      });
    }
  },
});

/**
 * The place that makes a rule open to all, null for the rule itself, undefined for one that is not open. A rule about
 * single operations is left alone: health checks and metrics are meant for everybody.
 */
function openness(rule: View): View | null | undefined {
  if (!rule.isMap) return rule.isNull ? null : undefined;
  if (!rule.get('when').missing && rule.get('when').items.length > 0) return undefined;
  if (narrows(rule.get('to'))) return undefined;
  const from = rule.get('from');
  if (from.missing || from.isNull) return null;
  for (const item of from.items) {
    const source = item.get('source');
    if (!source.isMap || source.keys.length === 0) continue;
    if (source.keys.every((key) => peers.includes(key) && everybody(source.get(key)))) return source;
  }
  return undefined;
}

function narrows(to: View): boolean {
  return (
    to.items.length > 0 &&
    to.items.every((it) => {
      const operation = it.get('operation');
      return operation.keys.some((key) =>
        operation.get(key).items.some((value) => value.text !== '*' && value.text !== '/*'),
      );
    })
  );
}

/** A bare `*` for namespaces or principals matches every identity; of a token it asks for one, which is authentication. */
function everybody(values: View): boolean {
  return values.items.some((it) => it.text === '*' || it.text === '0.0.0.0/0' || it.text === '::/0');
}

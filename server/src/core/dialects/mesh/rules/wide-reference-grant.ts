import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { fix, setField } from '../../kubernetes/repair.ts';

export default defineRule({
  id: 'mesh/wide-reference-grant',
  title: 'Another namespace may use every object of a kind',
  why: 'A route or gateway of the other namespace may take all secrets or services of this one, those that are added later too.',
  remedy: 'Name the object that is meant in to.name.',
  category: 'authorization',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [284, 668], stride: ['I', 'S'] },
  equivalents: [],
  concepts: ['reference-grant-wide'],
  visits: 'mesh.resource',
  check(object, report) {
    if (!object.isGatewayApi('ReferenceGrant', 'ReferencePolicy')) return;
    const spaces = object.spec.get('from').items.map((it) => it.get('namespace').text ?? '');
    for (const to of object.spec.get('to').items) {
      const kind = to.get('kind');
      const name = to.get('name');
      if (!to.isMap || !(name.missing || name.isNull || name.text === '')) continue;
      const secret = kind.text === 'Secret';
      report({
        at: kind.exists ? kind.anchor() : to.anchor(),
        message: `${object.title} lets ${spaces.length === 1 ? `namespace "${spaces[0] ?? ''}"` : `${spaces.length} namespaces`} use every ${kind.text ?? 'object'} of this one${secret ? ', private keys among them' : ''}. Name the one that is meant.`,
        ...(secret ? {} : { severity: 'info', reason: 'what it opens are services, not keys' }),
        fixes: fix(`Name the ${kind.text ?? 'object'}`, 'needs-value', [to], [setField(name, blank('name'))]),
      });
    }
  },
});

import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fix, setField } from '../../kubernetes/repair.ts';

const relative = ['istio:IST0151'];
const wrongReplace = ['istio:IST0152'];
const wrongAdd = ['istio:IST0153'];
const wrongRemove = ['istio:IST0154'];
const versioned = ['istio:IST0155'];

export default defineRule({
  id: 'mesh/fragile-envoy-filter',
  title: 'Envoy patch may silently not apply',
  why: 'Filters for authorization, rate limits or a firewall that are patched in vanish without a word when the place that they name changes.',
  remedy: 'Give the filter a priority, and use operations that its target knows.',
  category: 'hygiene',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [693], stride: ['E'] },
  equivalents: [...relative, ...wrongReplace, ...wrongAdd, ...wrongRemove, ...versioned],
  concepts: ['envoy-filter-fragile'],
  visits: 'mesh.resource',
  check(object, report) {
    if (!object.isIstio('EnvoyFilter')) return;
    const priority = object.spec.get('priority');
    const ordered = !(priority.missing || priority.isNull || priority.number === 0);
    for (const patch of object.spec.get('configPatches').items) {
      const operation = patch.at('patch', 'operation');
      const target = patch.get('applyTo').text ?? '';
      const wrong = misused(operation.text, target);
      if (wrong) {
        report({
          at: operation.anchor(),
          message: `${object.title} asks for ${operation.text ?? ''} on ${target}, where Istio ignores it: the patch never applies. Use MERGE${operation.text === 'ADD' ? ' or INSERT_FIRST' : ''}, or another target.`,
          equivalents: wrong,
        });
        continue;
      }
      if (ordered || !isRelative(operation.text)) continue;
      const version = patch.at('match', 'proxy', 'proxyVersion');
      report({
        at: operation.anchor(),
        message: `${object.title} finds its place by what is there already (${operation.text ?? ''}) and has no priority: applied before the filter that it names${version.exists ? ', or on a proxy of another version' : ''}, it does nothing and nobody is told. Give it a priority.`,
        equivalents: [...relative, ...(version.exists ? versioned : [])],
        fixes: prioritize(object.spec, priority),
      });
    }
  },
});

function isRelative(operation: string | undefined): boolean {
  return /^(?:INSERT_BEFORE|INSERT_AFTER|REPLACE|REMOVE)$/.test(operation ?? '');
}

/** Operations that Istio ignores for the target (Istio, "Envoy Filter", Patch.Operation). */
function misused(operation: string | undefined, target: string): readonly string[] | undefined {
  const routes = target === 'ROUTE_CONFIGURATION' || target === 'HTTP_ROUTE';
  if (operation === 'ADD' && routes) return wrongAdd;
  if (operation === 'REMOVE' && routes) return wrongRemove;
  const replaceable = target === '' || target === 'HTTP_FILTER' || target === 'NETWORK_FILTER';
  // Since Istio 1.22 REPLACE works for the parts of a route as well.
  return operation === 'REPLACE' && !replaceable && target !== 'VIRTUAL_HOST' && !routes ? wrongReplace : undefined;
}

function prioritize(spec: View, priority: View) {
  return fix('Set the priority 10', 'behaviour', [spec], [setField(priority, 10)]);
}

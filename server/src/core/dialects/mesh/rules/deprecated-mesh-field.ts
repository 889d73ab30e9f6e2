import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fix, removeField, setField } from '../../kubernetes/repair.ts';

/** Kinds that Istio took away: policies of Mixer (gone with 1.8) and the first authentication and authorization API (1.6). */
const gone =
  /^(?:Policy|MeshPolicy|ClusterRbacConfig|RbacConfig|ServiceRole|ServiceRoleBinding|QuotaSpec|QuotaSpecBinding|HTTPAPISpec|HTTPAPISpecBinding|rule|handler|instance|adapter|template|attributemanifest)$/;

export default defineRule({
  id: 'mesh/deprecated-mesh-field',
  title: 'Mesh object uses what is withdrawn',
  why: 'The next upgrade drops it without an error, and with it the protection that it set up.',
  remedy: 'Move to the field or kind that replaces it.',
  category: 'hygiene',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [477], stride: ['D'] },
  equivalents: ['istio:IST0002'],
  concepts: ['mesh-deprecated-api'],
  visits: 'mesh.resource',
  check(object, report) {
    if (object.system !== 'istio') return;
    const { kind } = object.object;
    if (gone.test(kind) && /^(?:authentication|rbac|config)\.istio\.io$/.test(object.object.group)) {
      report({
        at: object.view.get('kind').anchor(),
        message: `${object.title} is of a kind that Istio no longer reads: what it was to protect is open. Use PeerAuthentication, RequestAuthentication or AuthorizationPolicy.`,
        severity: 'error',
        reason: 'no supported release reads it',
      });
      return;
    }
    const say = (at: View, instead: string, fixes = fix('', 'behaviour', [], [])): void =>
      report({
        at: at.anchor('key'),
        message: `${object.title} uses ${at.key ?? 'a field'}, which Istio has withdrawn. Use ${instead}.`,
        fixes,
      });
    if (kind === 'VirtualService') {
      for (const route of object.spec.get('http').items) {
        for (const fault of ['delay', 'abort']) {
          const percent = route.at('fault', fault, 'percent');
          if (!percent.exists) continue;
          const value = percent.parent?.at('percentage', 'value');
          say(
            percent,
            'percentage.value',
            value && percent.number !== undefined
              ? fix('Use percentage.value', 'safe', [percent], [setField(value, percent.number), removeField(percent)])
              : [],
          );
        }
      }
    }
    if (kind === 'EnvoyFilter') {
      if (object.spec.has('workloadLabels')) say(object.spec.get('workloadLabels'), 'workloadSelector');
      if (object.spec.has('filters')) say(object.spec.get('filters'), 'configPatches');
    }
    const proxy = object.spec.at('outboundTrafficPolicy', 'egressProxy');
    if (kind === 'Sidecar' && proxy.exists) say(proxy, 'a ServiceEntry and a VirtualService for the way out');
  },
});

import type { Fix } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { fixBySetting } from '../repair.ts';
import type { KubernetesResource } from '../resource.ts';

interface Removal {
  readonly versions: readonly string[];
  readonly kinds: readonly string[];
  /** The version of Kubernetes that no longer serves it. */
  readonly gone: string;
  readonly use: string;
  /** The fields have the same form in both, so that the version alone can be changed. */
  readonly sameForm: boolean;
}

/** "Deprecated API Migration Guide" of Kubernetes, as of 1.32. */
const removals: readonly Removal[] = [
  {
    versions: ['extensions/v1beta1', 'apps/v1beta1', 'apps/v1beta2'],
    kinds: ['Deployment', 'DaemonSet', 'StatefulSet', 'ReplicaSet'],
    gone: '1.16',
    use: 'apps/v1',
    sameForm: false,
  },
  {
    versions: ['extensions/v1beta1'],
    kinds: ['NetworkPolicy'],
    gone: '1.16',
    use: 'networking.k8s.io/v1',
    sameForm: true,
  },
  {
    versions: ['extensions/v1beta1'],
    kinds: ['PodSecurityPolicy'],
    gone: '1.16',
    use: 'Pod Security admission',
    sameForm: false,
  },
  {
    versions: ['extensions/v1beta1', 'networking.k8s.io/v1beta1'],
    kinds: ['Ingress'],
    gone: '1.22',
    use: 'networking.k8s.io/v1',
    sameForm: false,
  },
  {
    versions: ['networking.k8s.io/v1beta1'],
    kinds: ['IngressClass'],
    gone: '1.22',
    use: 'networking.k8s.io/v1',
    sameForm: true,
  },
  {
    versions: ['rbac.authorization.k8s.io/v1alpha1', 'rbac.authorization.k8s.io/v1beta1'],
    kinds: ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'],
    gone: '1.22',
    use: 'rbac.authorization.k8s.io/v1',
    sameForm: true,
  },
  {
    versions: ['admissionregistration.k8s.io/v1beta1'],
    kinds: ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    gone: '1.22',
    use: 'admissionregistration.k8s.io/v1',
    sameForm: false,
  },
  {
    versions: ['apiextensions.k8s.io/v1beta1'],
    kinds: ['CustomResourceDefinition'],
    gone: '1.22',
    use: 'apiextensions.k8s.io/v1',
    sameForm: false,
  },
  {
    versions: ['apiregistration.k8s.io/v1beta1'],
    kinds: ['APIService'],
    gone: '1.22',
    use: 'apiregistration.k8s.io/v1',
    sameForm: true,
  },
  {
    versions: ['certificates.k8s.io/v1beta1'],
    kinds: ['CertificateSigningRequest'],
    gone: '1.22',
    use: 'certificates.k8s.io/v1',
    sameForm: false,
  },
  {
    versions: ['coordination.k8s.io/v1beta1'],
    kinds: ['Lease'],
    gone: '1.22',
    use: 'coordination.k8s.io/v1',
    sameForm: true,
  },
  {
    versions: ['scheduling.k8s.io/v1beta1'],
    kinds: ['PriorityClass'],
    gone: '1.22',
    use: 'scheduling.k8s.io/v1',
    sameForm: true,
  },
  {
    versions: ['storage.k8s.io/v1beta1'],
    kinds: ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment'],
    gone: '1.22',
    use: 'storage.k8s.io/v1',
    sameForm: true,
  },
  { versions: ['batch/v1beta1', 'batch/v2alpha1'], kinds: ['CronJob'], gone: '1.25', use: 'batch/v1', sameForm: true },
  {
    versions: ['discovery.k8s.io/v1beta1'],
    kinds: ['EndpointSlice'],
    gone: '1.25',
    use: 'discovery.k8s.io/v1',
    sameForm: false,
  },
  {
    versions: ['autoscaling/v2beta1'],
    kinds: ['HorizontalPodAutoscaler'],
    gone: '1.25',
    use: 'autoscaling/v2',
    sameForm: false,
  },
  {
    versions: ['autoscaling/v2beta2'],
    kinds: ['HorizontalPodAutoscaler'],
    gone: '1.26',
    use: 'autoscaling/v2',
    sameForm: true,
  },
  { versions: ['policy/v1beta1'], kinds: ['PodDisruptionBudget'], gone: '1.25', use: 'policy/v1', sameForm: true },
  {
    versions: ['policy/v1beta1'],
    kinds: ['PodSecurityPolicy'],
    gone: '1.25',
    use: 'Pod Security admission',
    sameForm: false,
  },
  { versions: ['node.k8s.io/v1beta1'], kinds: ['RuntimeClass'], gone: '1.25', use: 'node.k8s.io/v1', sameForm: true },
  {
    versions: ['flowcontrol.apiserver.k8s.io/v1beta1', 'flowcontrol.apiserver.k8s.io/v1beta2'],
    kinds: ['FlowSchema', 'PriorityLevelConfiguration'],
    gone: '1.29',
    use: 'flowcontrol.apiserver.k8s.io/v1',
    sameForm: false,
  },
  {
    versions: ['flowcontrol.apiserver.k8s.io/v1beta3'],
    kinds: ['FlowSchema', 'PriorityLevelConfiguration'],
    gone: '1.32',
    use: 'flowcontrol.apiserver.k8s.io/v1',
    sameForm: false,
  },
  {
    versions: ['storage.k8s.io/v1beta1'],
    kinds: ['CSIStorageCapacity'],
    gone: '1.27',
    use: 'storage.k8s.io/v1',
    sameForm: true,
  },
];

export default defineRule({
  id: 'kubernetes/deprecated-api',
  title: 'API version is no longer served',
  why: 'After the upgrade of the cluster the object, which may be a network policy or a disruption budget, is not created any more.',
  remedy: 'Move it to the version that took its place.',
  category: 'hygiene',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [477], stride: ['D'] },
  equivalents: [
    'trivy:KSV-0107',
    'kube-linter:no-extensions-v1beta',
    'kube-score:stable-version',
    'kics:object_is_using_a_deprecated_api_version',
    'kyverno:check-deprecated-apis',
    'gatekeeper:VerifyDeprecatedAPI',
  ],
  concepts: ['deprecated-api-version'],
  visits: 'kubernetes.resource',
  check(object, report) {
    const removal = removals.find((it) => it.versions.includes(object.apiVersion) && it.kinds.includes(object.kind));
    const view = object.view.get('apiVersion');
    if (!removal || !view.exists) return;
    report({
      at: view.anchor(),
      message: `Kubernetes ${removal.gone} no longer serves ${object.kind} as ${object.apiVersion}: applied there, ${object.title} is refused, and what it protected or ran is missing. Move it to ${removal.use}.`,
      fixes: move(object, removal),
    });
  },
});

function move(object: KubernetesResource, { sameForm, use }: Removal): readonly Fix[] {
  // apps/v1 demands the selector that the older versions filled in.
  const controller = use === 'apps/v1' && object.spec.get('selector').isMap;
  return sameForm || controller
    ? fixBySetting(object.view.get('apiVersion'), use, `Move it to ${use}`, sameForm ? 'safe' : 'behaviour')
    : [];
}

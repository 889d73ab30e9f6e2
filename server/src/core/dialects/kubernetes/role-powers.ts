import type { Severity } from '../../rules/rule.ts';
import type { RoleRule, Word } from './role.ts';

/** A right that is worth more than it looks: what its holder can do with it. */
export interface Power {
  /** Which rule reports it. */
  readonly family: 'takeover' | 'secrets' | 'pods' | 'workloads' | 'traffic' | 'deletion';
  /** Completes "may ...". */
  readonly words: string;
  readonly severity: Severity;
  readonly equivalents: readonly string[];
  /** What tools call a binding that gives the right to somebody. */
  readonly bindings?: readonly string[];
  /** The word of the rule that gives the right; `all` are the rules of the whole role. */
  find(rule: RoleRule, all: readonly RoleRule[]): Word | undefined;
}

const change = ['create', 'update', 'patch', 'delete'] as const;
const rbac = 'rbac.authorization.k8s.io';
const admission = 'admissionregistration.k8s.io';
const certificates = 'certificates.k8s.io';

/** The right is there when both the verb and the resource are; the resource is shown. */
function grants(
  rule: RoleRule,
  verbs: readonly string[],
  group: string,
  resources: readonly string[],
): Word | undefined {
  return rule.verb(...verbs) && rule.resource(group, ...resources);
}

const workloads: readonly (readonly [group: string, resources: readonly string[]])[] = [
  ['', ['pods', 'replicationcontrollers']],
  ['apps', ['deployments', 'daemonsets', 'statefulsets', 'replicasets']],
  ['extensions', ['deployments', 'daemonsets', 'replicasets']],
  ['batch', ['jobs', 'cronjobs']],
];

const gatewayRoutes = [
  'gateways',
  'httproutes',
  'grpcroutes',
  'tlsroutes',
  'tcproutes',
  'udproutes',
  'referencegrants',
];
const meshRoutes = ['virtualservices', 'destinationrules', 'gateways', 'serviceentries', 'envoyfilters'];
const meshGuards = ['authorizationpolicies', 'peerauthentications', 'requestauthentications'];
const linkerdGuards = ['servers', 'authorizationpolicies', 'serverauthorizations', 'meshtlsauthentications'];

const ofSecrets = {
  bindings: ['checkov:CKV2_K8S_5', 'kube-linter:access-to-secrets'],
  equivalents: [
    'trivy:KSV-0041',
    'trivy:KSV-0113',
    'kics:rbac_roles_with_read_secrets_permissions',
    'kubescape:C-0015',
    'kubescape:C-0186',
    'kyverno:restrict-secret-role-verbs',
  ],
};

/** Extra fields of users are resources of their own, by the name of the field: `userextras/scopes`. */
function extrasOf(rule: RoleRule): readonly string[] {
  return rule.resources.map((it) => it.text).filter((it) => it.startsWith('userextras/'));
}

export const powers: readonly Power[] = [
  {
    family: 'takeover',
    words: 'act as other users, groups or service accounts',
    severity: 'error',
    bindings: ['checkov:CKV2_K8S_3'],
    equivalents: ['trivy:KSV-0043', 'kics:rbac_roles_with_impersonate_permission', 'kubescape:C-0065'],
    find: (rule) =>
      rule.names.length > 0
        ? undefined
        : (grants(rule, ['impersonate'], '', ['users', 'groups', 'serviceaccounts']) ??
          grants(rule, ['impersonate'], 'authentication.k8s.io', ['userextras', 'uids', ...extrasOf(rule)])),
  },
  {
    family: 'takeover',
    words: 'give itself any role by binding it',
    severity: 'error',
    bindings: ['checkov:CKV2_K8S_1'],
    equivalents: [
      'checkov:CKV_K8S_157',
      'kics:rbac_roles_allow_privilege_escalation',
      'kubescape:C-0191',
      'kyverno:restrict-escalation-verbs-roles',
    ],
    find: (rule) =>
      rule.names.length > 0
        ? undefined
        : grants(rule, ['bind'], rbac, ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings']),
  },
  {
    family: 'takeover',
    words: 'write more into roles than it holds itself (escalate)',
    severity: 'error',
    bindings: ['checkov:CKV2_K8S_1'],
    equivalents: [
      'checkov:CKV_K8S_158',
      'kics:rbac_roles_allow_privilege_escalation',
      'kubescape:C-0191',
      'kyverno:restrict-escalation-verbs-roles',
    ],
    find: (rule) => (rule.names.length > 0 ? undefined : grants(rule, ['escalate'], rbac, ['roles', 'clusterroles'])),
  },
  {
    family: 'takeover',
    words: 'change roles and bindings',
    severity: 'error',
    equivalents: ['trivy:KSV-0050', 'trivy:KSV-0051', 'trivy:KSV-0052', 'trivy:KSV-0055'],
    find: (rule) =>
      grants(rule, [...change, 'deletecollection'], rbac, [
        'roles',
        'clusterroles',
        'rolebindings',
        'clusterrolebindings',
      ]),
  },
  {
    family: 'takeover',
    words: 'rewrite every new object, or let it pass, by admission webhooks and policies',
    severity: 'error',
    equivalents: [
      'checkov:CKV_K8S_155',
      'trivy:KSV-0114',
      'kubescape:C-0281',
      'kyverno:restrict-clusterrole-mutating-validating-admission-webhooks',
    ],
    find: (rule) =>
      rule.names.length > 0
        ? undefined
        : grants(rule, change, admission, [
            'mutatingwebhookconfigurations',
            'validatingwebhookconfigurations',
            'validatingadmissionpolicies',
            'validatingadmissionpolicybindings',
            'mutatingadmissionpolicies',
            'mutatingadmissionpolicybindings',
          ]),
  },
  {
    family: 'takeover',
    words: 'approve certificates for any name',
    severity: 'error',
    equivalents: ['checkov:CKV_K8S_156'],
    find: (rule, all) => {
      const approval = grants(rule, ['update', 'patch'], certificates, ['certificatesigningrequests/approval']);
      return approval && all.some((it) => it.names.length === 0 && grants(it, ['approve'], certificates, ['signers']))
        ? approval
        : undefined;
    },
  },
  {
    family: 'takeover',
    words: 'approve requests for certificates',
    severity: 'warning',
    equivalents: ['kubescape:C-0280', 'kyverno:restrict-clusterrole-csr'],
    find: (rule) => grants(rule, ['update', 'patch'], certificates, ['certificatesigningrequests/approval']),
  },
  {
    family: 'takeover',
    words: 'make tokens of other service accounts',
    severity: 'error',
    equivalents: ['kubescape:C-0282'],
    find: (rule) => (rule.names.length > 0 ? undefined : grants(rule, ['create'], '', ['serviceaccounts/token'])),
  },
  {
    family: 'takeover',
    words: 'run commands in every pod of a node through its kubelet (nodes/proxy)',
    severity: 'error',
    bindings: ['checkov:CKV2_K8S_2'],
    equivalents: ['trivy:KSV-0047', 'kubescape:C-0279', 'kyverno:restrict-clusterrole-nodesproxy'],
    find: (rule) => grants(rule, ['get', 'create'], '', ['nodes/proxy']),
  },
  {
    family: 'secrets',
    words: 'read Secrets',
    severity: 'error',
    ...ofSecrets,
    // To get some Secrets by name is what a service should ask for; names do not limit list and watch in any useful way.
    find: (rule) =>
      rule.names.length > 0 && !rule.verb('list', 'watch')
        ? undefined
        : grants(rule, ['get', 'list', 'watch'], '', ['secrets']),
  },
  {
    family: 'secrets',
    words: 'change Secrets',
    severity: 'error',
    ...ofSecrets,
    find: (rule) =>
      rule.names.length > 0 && !rule.verb('list', 'watch') ? undefined : grants(rule, change, '', ['secrets']),
  },
  {
    family: 'pods',
    words: 'run commands in pods (exec)',
    severity: 'error',
    bindings: ['checkov:CKV2_K8S_2'],
    equivalents: [
      'trivy:KSV-0053',
      'kics:rbac_roles_with_exec_permission',
      'kubescape:C-0002',
      'polaris:rolePodExecAttach',
      'polaris:clusterrolePodExecAttach',
    ],
    find: (rule) => grants(rule, ['create', 'get'], '', ['pods/exec']),
  },
  {
    family: 'pods',
    words: 'type into the processes of pods (attach)',
    severity: 'warning',
    equivalents: [
      'trivy:KSV-0054',
      'kics:rbac_roles_with_attach_permission',
      'polaris:rolePodExecAttach',
      'polaris:clusterrolePodExecAttach',
    ],
    find: (rule) => grants(rule, ['create', 'get'], '', ['pods/attach']),
  },
  {
    family: 'pods',
    words: 'reach the ports of pods past every network policy (portforward)',
    severity: 'warning',
    equivalents: ['kics:rbac_roles_with_portforwarding_permissions', 'kubescape:C-0063'],
    find: (rule) => grants(rule, ['create', 'get'], '', ['pods/portforward']),
  },
  {
    family: 'pods',
    words: 'put containers of their own into running pods (ephemeralcontainers)',
    severity: 'warning',
    equivalents: [],
    find: (rule) => grants(rule, ['update', 'patch'], '', ['pods/ephemeralcontainers']),
  },
  {
    family: 'workloads',
    words: 'create pods or what makes them, and with them use every service account and Secret of the namespace',
    severity: 'warning',
    bindings: ['kube-linter:access-to-create-pods'],
    equivalents: ['trivy:KSV-0048', 'kics:permissive_access_to_create_pods', 'kubescape:C-0188'],
    find: (rule) => {
      for (const [group, resources] of workloads) {
        const found = grants(rule, ['create', 'update', 'patch'], group, resources);
        if (found) return found;
      }
      return undefined;
    },
  },
  {
    family: 'workloads',
    words: 'create PersistentVolumes, which may be any directory of a node',
    severity: 'warning',
    equivalents: ['kubescape:C-0278'],
    find: (rule) => grants(rule, ['create'], '', ['persistentvolumes']),
  },
  {
    family: 'traffic',
    words: 'change ConfigMaps, from which services take their orders',
    severity: 'info',
    equivalents: ['trivy:KSV-0049', 'trivy:KSV-0115', 'kubescape:C-0037'],
    find: (rule) =>
      rule.names.length > 0 && !rule.names.some((it) => it === 'aws-auth' || it === 'coredns')
        ? undefined
        : grants(rule, [...change, 'deletecollection'], '', ['configmaps']),
  },
  {
    family: 'traffic',
    words: 'lead traffic elsewhere by Services, Ingresses or NetworkPolicies',
    severity: 'warning',
    equivalents: ['trivy:KSV-0056'],
    find: (rule) =>
      grants(rule, [...change, 'deletecollection'], '', ['services', 'endpoints']) ??
      grants(rule, [...change, 'deletecollection'], 'networking.k8s.io', ['networkpolicies', 'ingresses']) ??
      grants(rule, [...change, 'deletecollection'], 'discovery.k8s.io', ['endpointslices']) ??
      grants(rule, [...change, 'deletecollection'], 'route.openshift.io', ['routes']) ??
      grants(rule, [...change, 'deletecollection'], 'gateway.networking.k8s.io', gatewayRoutes) ??
      grants(rule, [...change, 'deletecollection'], 'networking.istio.io', meshRoutes),
  },
  {
    family: 'traffic',
    words: 'switch off what a mesh asks of callers (authorization, mutual TLS)',
    severity: 'warning',
    equivalents: [],
    find: (rule) =>
      rule.names.length > 0
        ? undefined
        : (grants(rule, [...change, 'deletecollection'], 'security.istio.io', meshGuards) ??
          grants(rule, [...change, 'deletecollection'], 'policy.linkerd.io', linkerdGuards)),
  },
  {
    family: 'traffic',
    words: 'draw traffic for foreign addresses by the status of Services (CVE-2020-8554)',
    severity: 'error',
    bindings: ['checkov:CKV2_K8S_4'],
    equivalents: [],
    find: (rule) => grants(rule, ['update', 'patch'], '', ['services/status']),
  },
  {
    family: 'traffic',
    words: 'point Services at addresses of other namespaces by their endpoints (CVE-2021-25740)',
    severity: 'warning',
    equivalents: ['gatekeeper:K8sBlockEndpointEditDefaultRole', 'kyverno:restrict-edit-for-endpoints'],
    find: (rule) =>
      grants(rule, ['create', 'update', 'patch'], '', ['endpoints']) ??
      grants(rule, ['create', 'update', 'patch'], 'discovery.k8s.io', ['endpointslices']),
  },
  {
    family: 'deletion',
    words: 'delete workloads or data without naming which',
    severity: 'info',
    equivalents: ['kubescape:C-0007'],
    find: (rule) => {
      if (rule.names.length > 0) return undefined;
      const removal = ['delete', 'deletecollection'];
      const core = [
        'pods',
        'secrets',
        'namespaces',
        'persistentvolumeclaims',
        'persistentvolumes',
        'services',
        'configmaps',
        'nodes',
      ];
      return (
        grants(rule, removal, '', core) ??
        grants(rule, removal, 'apps', ['deployments', 'statefulsets', 'daemonsets', 'replicasets']) ??
        grants(rule, removal, 'batch', ['jobs', 'cronjobs'])
      );
    },
  },
  {
    family: 'deletion',
    words: 'wipe its traces by deleting events or logs',
    severity: 'warning',
    equivalents: ['trivy:KSV-0042', 'kubescape:C-0031'],
    find: (rule) =>
      grants(rule, ['delete', 'deletecollection'], '', ['events', 'pods/log']) ??
      grants(rule, ['delete', 'deletecollection'], 'events.k8s.io', ['events']),
  },
];

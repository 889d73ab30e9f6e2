// A workspace of several namespaces whose parts an edit script changes, so that every join and every rule over the
// cluster has something to do.

export const root = 'file:///shop';

/** What a manifest of the generated workspace is made of; each part is one thing that people edit. */
export interface Part {
  readonly kind: (typeof kinds)[number];
  readonly name: string;
  readonly namespace: string | null;
  readonly label: string;
  readonly selects: string;
  readonly peer: string;
  readonly port: number;
  readonly account: string;
  readonly comment: string;
}

export const kinds = [
  'Deployment',
  'StatefulSet',
  'Service',
  'LoadBalancer',
  'NetworkPolicy',
  'Namespace',
  'Ingress',
  'AuthorizationPolicy',
  'PeerAuthentication',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
  'ServiceAccount',
  'RoleBinding',
  'ConfigMap',
  'Gateway',
  'VirtualService',
  'Kustomization',
  'Compose',
  'Dockerfile',
] as const;

const pod = ({ label, peer, port, account }: Part): string => `  template:
    metadata:
      labels: { app: ${label}, tier: shop }
    spec:
      serviceAccountName: ${account}
      containers:
        - name: main
          image: registry.example/${label}:1.0.0
          ports: [{ containerPort: ${port}, name: http }]
          env:
            - { name: PEER_URL, value: 'http://${peer}:${port}' }
            - name: MODE
              valueFrom: { configMapKeyRef: { name: ${account}, key: mode } }
`;

const rest: Readonly<Record<Part['kind'], (part: Part) => string>> = {
  Deployment: (it) => `apiVersion: apps/v1
kind: Deployment
${meta(it)}spec:
  replicas: 2
  selector: { matchLabels: { app: ${it.label} } }
${pod(it)}`,
  StatefulSet: (it) => `apiVersion: apps/v1
kind: StatefulSet
${meta(it)}spec:
  serviceName: ${it.peer}
  selector: { matchLabels: { app: ${it.label} } }
${pod(it)}`,
  Service: (it) => `apiVersion: v1
kind: Service
${meta(it)}spec:
  selector: { app: ${it.selects} }
  ports: [{ port: ${it.port}, targetPort: http }]
`,
  LoadBalancer: (it) => `apiVersion: v1
kind: Service
${meta(it)}spec:
  type: LoadBalancer
  selector: { app: ${it.selects} }
  ports: [{ port: ${it.port}, targetPort: ${it.port} }]
`,
  NetworkPolicy: (it) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
${meta(it)}spec:
  podSelector: { matchLabels: { app: ${it.selects} } }
  policyTypes: [Ingress]
  ingress: [{ from: [{ podSelector: { matchLabels: { app: ${it.peer} } } }] }]
`,
  Namespace: (it) => `apiVersion: v1
kind: Namespace
metadata:
  name: ${it.namespace ?? 'default'}
  labels: { istio-injection: ${it.port % 2 === 0 ? 'enabled' : 'disabled'} }
`,
  Ingress: (it) => `apiVersion: networking.k8s.io/v1
kind: Ingress
${meta(it)}spec:
  ingressClassName: nginx
  rules:
    - host: ${it.name}.shop.example
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: ${it.peer}, port: { number: ${it.port} } } } }
`,
  AuthorizationPolicy: (it) => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
${meta(it)}spec:
  selector: { matchLabels: { app: ${it.selects} } }
  rules: [{ from: [{ source: { principals: ['cluster.local/ns/${it.namespace ?? 'default'}/sa/${it.account}'] } }] }]
`,
  PeerAuthentication: (it) => `apiVersion: security.istio.io/v1
kind: PeerAuthentication
${meta(it)}spec:
  mtls: { mode: ${it.port % 2 === 0 ? 'STRICT' : 'PERMISSIVE'} }
`,
  PodDisruptionBudget: (it) => `apiVersion: policy/v1
kind: PodDisruptionBudget
${meta(it)}spec:
  minAvailable: 2
  selector: { matchLabels: { app: ${it.selects} } }
`,
  HorizontalPodAutoscaler: (it) => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
${meta(it)}spec:
  minReplicas: 2
  maxReplicas: 5
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${it.peer} }
`,
  ServiceAccount: (it) => `apiVersion: v1
kind: ServiceAccount
metadata: { name: ${it.account}${it.namespace === null ? '' : `, namespace: ${it.namespace}`} }
`,
  RoleBinding: (it) => `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
${meta(it)}roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: ${it.account}, namespace: ${it.namespace ?? 'default'} }]
`,
  ConfigMap: (it) => `apiVersion: v1
kind: ConfigMap
metadata: { name: ${it.account}${it.namespace === null ? '' : `, namespace: ${it.namespace}`} }
data: { ${it.port % 2 === 0 ? 'mode' : 'modes'}: fast, url: 'http://${it.peer}:${it.port}' }
`,
  Gateway: (it) => `apiVersion: networking.istio.io/v1
kind: Gateway
${meta(it)}spec:
  selector: { app: ${it.selects} }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ['*'] }]
`,
  VirtualService: (it) => `apiVersion: networking.istio.io/v1
kind: VirtualService
${meta(it)}spec:
  hosts: ['*']
  gateways: [${it.name}]
  http: [{ route: [{ destination: { host: ${it.peer}, port: { number: ${it.port} } } }] }]
`,
  Kustomization: (it) => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${it.namespace ?? 'front'}
resources: [0.yaml, 1.yaml]
`,
  Compose: (it) => `services:
  ${it.name}:
    image: registry.example/${it.label}:1.0.0
    ports: ['${it.port}:${it.port}']
    environment: { PEER_URL: 'http://${it.peer}:${it.port}' }
  ${it.peer}:
    build: ./${it.peer}
`,
  Dockerfile: (it) => `FROM node:22\nEXPOSE ${it.port}\nUSER node\nCMD ["node", "${it.name}.js"]\n`,
};

function meta({ name, namespace, label }: Part): string {
  return `metadata:\n  name: ${name}\n${namespace === null ? '' : `  namespace: ${namespace}\n`}  labels: { app: ${label} }\n`;
}

/** The text of a part. */
export function textOf(part: Part): string {
  return `# ${part.comment}\n${rest[part.kind](part)}`;
}

/** The file of the part with this number: most of them manifests, some of which hold two parts. */
export function uriOf(index: number, kind: Part['kind']): string {
  if (kind === 'Compose') return `${root}/compose.yaml`;
  if (kind === 'Dockerfile') return `${root}/web/Dockerfile`;
  if (kind === 'Kustomization') return `${root}/k8s/kustomization.yaml`;
  return `${root}/k8s/${index}.yaml`;
}

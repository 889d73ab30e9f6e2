import type { Anchor } from '../../syntax/anchor.ts';
import type { View } from '../../syntax/view.ts';
import type { DataNoun } from '../noun.ts';
import { Container, type ContainerList, containerLists } from './container.ts';
import { type Kustomize, noKustomize } from './kustomize.ts';
import { type KubernetesResource, type Mark, marksOf } from './resource.ts';
import { is, readInteger, readText, readTruth, type Setting } from './setting.ts';
import { type Volume, volumesOf } from './volume.ts';

/** Route from an object to the pod (metadata and spec) that it makes; an empty one means that the object is the pod. */
type PodRoute = readonly string[];

const template: PodRoute = ['spec', 'template'];
/** Groups in which Kubernetes serves, or has served, its own workloads. A core-group Deployment is a common slip of the pen. */
const own: readonly string[] = ['', 'apps', 'batch', 'extensions'];

/** Where each kind keeps its pod. Any version that was ever served counts. */
const podRoutes: readonly {
  readonly groups: readonly string[];
  readonly kinds: readonly string[];
  readonly route: PodRoute;
}[] = [
  { groups: [''], kinds: ['Pod'], route: [] },
  { groups: [''], kinds: ['PodTemplate'], route: ['template'] },
  {
    groups: own,
    kinds: ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job'],
    route: template,
  },
  { groups: own, kinds: ['CronJob'], route: ['spec', 'jobTemplate', 'spec', 'template'] },
  { groups: ['apps.openshift.io', ''], kinds: ['DeploymentConfig'], route: template },
  { groups: ['argoproj.io'], kinds: ['Rollout'], route: template },
  { groups: ['serving.knative.dev'], kinds: ['Service', 'Configuration'], route: template },
  { groups: ['serving.knative.dev'], kinds: ['Revision'], route: [] },
  { groups: ['sources.knative.dev'], kinds: ['ContainerSource'], route: template },
  { groups: ['keda.sh'], kinds: ['ScaledJob'], route: ['spec', 'jobTargetRef', 'template'] },
];

/** Kinds that make pods of their own: what they own is judged where it is written, in them. */
const controllers: ReadonlySet<string> = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Rollout',
  'DeploymentConfig',
]);

/** An object that holds a pod specification, whatever its kind. */
export class Workload implements DataNoun {
  readonly object: KubernetesResource;
  /** The pod's metadata and spec: the object itself, or its template. */
  readonly pod: View;
  /**
   * True for a fragment that another file completes (a Kustomize patch): what it does not say is said elsewhere, so
   * nothing is claimed about absences, only about what is written out.
   */
  readonly partial: boolean;
  readonly kustomize: Kustomize;
  readonly #containers: readonly Container[];
  readonly #volumes: readonly Volume[];

  constructor(object: KubernetesResource, pod: View, kustomize: Kustomize) {
    this.object = object;
    this.pod = pod;
    this.kustomize = kustomize;
    this.#containers = containerLists.flatMap((list) =>
      this.spec.get(list).items.flatMap((view, index) => (view.isMap ? [new Container(this, list, index, view)] : [])),
    );
    this.partial = kustomize.patch || this.list('containers').length === 0;
    this.#volumes = volumesOf(this.spec);
  }

  get view(): View {
    return this.object.view;
  }

  get at(): Anchor {
    return this.object.at;
  }

  get resource(): string {
    return this.object.resource;
  }

  get kind(): string {
    return this.object.kind;
  }

  get name(): string {
    return this.object.name;
  }

  get namespace(): string | null {
    return this.object.namespace;
  }

  /** The PodSpec. */
  get spec(): View {
    return this.pod.get('spec');
  }

  get podLabels(): readonly Mark[] {
    return marksOf(this.pod.get('metadata').get('labels'));
  }

  get podAnnotations(): readonly Mark[] {
    return marksOf(this.pod.get('metadata').get('annotations'));
  }

  /** The containers of all lists, in the order containers, initContainers, ephemeralContainers. */
  get containers(): readonly Container[] {
    return this.#containers;
  }

  list(list: ContainerList): readonly Container[] {
    return this.#containers.filter((it) => it.list === list);
  }

  get volumes(): readonly Volume[] {
    return this.#volumes;
  }

  /** The pod's security context. */
  get securityContext(): View {
    return this.spec.get('securityContext');
  }

  /** `spec.os.name: windows`, or a node selector that says so: rules about Linux do not apply. */
  get isWindows(): boolean {
    if (this.spec.get('os').get('name').text?.toLowerCase() === 'windows') return true;
    const selector = this.spec.get('nodeSelector');
    return ['kubernetes.io/os', 'beta.kubernetes.io/os'].some(
      (it) => selector.get(it).text?.toLowerCase() === 'windows',
    );
  }

  get hostNetwork(): Setting<boolean> {
    return readTruth(this.spec, 'hostNetwork');
  }

  get hostPid(): Setting<boolean> {
    return readTruth(this.spec, 'hostPID');
  }

  get hostIpc(): Setting<boolean> {
    return readTruth(this.spec, 'hostIPC');
  }

  /** A user namespace of its own: root in the pod is nobody on the node (1.30 and later). */
  get hasUserNamespace(): boolean {
    return is(readTruth(this.spec, 'hostUsers'), false);
  }

  /** The service account that the pod runs as; absent means "default". `serviceAccount` is its deprecated name. */
  get serviceAccount(): Setting<string> {
    const name = readText(this.spec, 'serviceAccountName');
    if (name.state !== 'absent' && !is(name, '')) return name;
    const old = readText(this.spec, 'serviceAccount');
    return old.state === 'absent' || is(old, '') ? { state: 'absent', view: name.view } : old;
  }

  /** Absent: the service account decides, and it says yes unless told otherwise. */
  get automountToken(): Setting<boolean> {
    return readTruth(this.spec, 'automountServiceAccountToken');
  }

  /** Desired replicas; absent means 1 where the kind has replicas at all. */
  get replicas(): Setting<number> {
    return readInteger(this.object.spec, 'replicas');
  }

  /** Pods that end by themselves. */
  get isBatch(): boolean {
    return ['Job', 'CronJob', 'ScaledJob'].includes(this.kind);
  }

  /** The namespaces that clusters keep for themselves. */
  get isInfrastructure(): boolean {
    return ['kube-system', 'kube-node-lease', 'kube-public'].includes(this.namespace ?? '');
  }
}

/** The workload that an object is, or undefined for all other objects and for what a controller in the cluster has made. */
export function workloadOf(object: KubernetesResource, kustomize: Kustomize = noKustomize): Workload | undefined {
  const found = podRoutes.find((it) => object.isA(it.groups, ...it.kinds));
  if (!found) return undefined;
  const pod = object.view.at(...found.route);
  if (!pod.get('spec').isMap) return undefined;
  const owners = object.metadata.get('ownerReferences').items;
  if (owners.some((it) => controllers.has(it.get('kind').text ?? ''))) return undefined;
  return new Workload(object, pod, kustomize);
}

/** Tells the two nouns apart for rules that visit both. */
export function isWorkload(noun: Workload | KubernetesResource): noun is Workload {
  return 'pod' in noun;
}

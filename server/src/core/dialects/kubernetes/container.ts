import type { Anchor } from '../../syntax/anchor.ts';
import { hole, type ImageReference, parseImageReference } from '../../syntax/image-reference.ts';
import { hasHole, holes } from '../../syntax/template.ts';
import type { View } from '../../syntax/view.ts';
import type { DataNoun } from '../noun.ts';
import { inherit, is, read, readCollection, readInteger, readText, readTruth, type Setting } from './setting.ts';
import { type Mount, normalisePath } from './volume.ts';
import type { Workload } from './workload.ts';

/** The lists of a pod in which containers stand. */
export type ContainerList = 'containers' | 'initContainers' | 'ephemeralContainers';

export const containerLists: readonly ContainerList[] = ['containers', 'initContainers', 'ephemeralContainers'];

/** An entry of `env`. */
export interface EnvVariable {
  readonly view: View;
  readonly name: string;
  /** The literal value; absent where `valueFrom` gives it. May hold `$(NAME)` references. */
  readonly value: Setting<string>;
  /** Key below `valueFrom`, such as "secretKeyRef". */
  readonly from: string | undefined;
}

/** An entry of `ports`. */
export interface ContainerPort {
  readonly view: View;
  readonly name: string | undefined;
  readonly number: Setting<number>;
  readonly hostPort: Setting<number>;
  /** TCP unless the manifest says otherwise. */
  readonly protocol: string;
}

/** A capability of a list, without the `CAP_` that the API does not want, in upper case. */
export interface Capability {
  readonly name: string;
  readonly view: View;
}

/** A container of a workload. Its security settings are effective values: its own, else the pod's where the API inherits. */
export class Container implements DataNoun {
  readonly workload: Workload;
  readonly list: ContainerList;
  readonly index: number;
  readonly view: View;

  constructor(workload: Workload, list: ContainerList, index: number, view: View) {
    this.workload = workload;
    this.list = list;
    this.index = index;
    this.view = view;
  }

  get name(): string {
    return this.view.get('name').text ?? '';
  }

  get resource(): string {
    return this.workload.resource;
  }

  /** The container's name where it has one. */
  get at(): Anchor {
    const name = this.view.get('name');
    return name.isScalar && !name.isNull ? name.anchor() : this.view.anchor();
  }

  /** How messages name the container: `Container "web"`, `Init container "migrate"`. */
  get title(): string {
    const what =
      this.list === 'containers'
        ? 'Container'
        : this.list === 'initContainers'
          ? 'Init container'
          : 'Ephemeral container';
    return this.name === '' ? `${what} ${this.index + 1}` : `${what} "${this.name}"`;
  }

  /** An init container that keeps running beside the others. */
  get isSidecar(): boolean {
    return this.list === 'initContainers' && is(readText(this.view, 'restartPolicy'), 'Always');
  }

  /** As written: `[registry[:port]/]path[:tag][@digest]`. */
  get image(): Setting<string> {
    return readText(this.view, 'image');
  }

  /** The image's name as written, holes and all. */
  get imageText(): string {
    return this.view.get('image').text ?? '';
  }

  /**
   * The image that will run, cut into its parts, those with a hole unknown. Undefined when it is not known at all: there
   * is none, it is no image name, a kustomization sets its tag, or a placeholder such as `<your-image>` stands for it.
   */
  get imageReference(): ImageReference | undefined {
    const text = this.imageText;
    const reference = text === '' ? undefined : parseImageReference(text.replace(holes, hole));
    const name = reference?.text.slice(0, reference.tagSpan[0]);
    return name !== undefined && this.workload.kustomize.images.has(name) ? undefined : reference;
  }

  get securityContext(): View {
    return this.view.get('securityContext');
  }

  get privileged(): Setting<boolean> {
    return readTruth(this.view, 'securityContext', 'privileged');
  }

  get allowPrivilegeEscalation(): Setting<boolean> {
    return readTruth(this.view, 'securityContext', 'allowPrivilegeEscalation');
  }

  get readOnlyRootFilesystem(): Setting<boolean> {
    return readTruth(this.view, 'securityContext', 'readOnlyRootFilesystem');
  }

  get procMount(): Setting<string> {
    return readText(this.view, 'securityContext', 'procMount');
  }

  get runAsNonRoot(): Setting<boolean> {
    return inherit(readTruth(this.view, 'securityContext', 'runAsNonRoot'), readTruth(this.#pod, 'runAsNonRoot'));
  }

  get runAsUser(): Setting<number> {
    return inherit(readInteger(this.view, 'securityContext', 'runAsUser'), readInteger(this.#pod, 'runAsUser'));
  }

  get runAsGroup(): Setting<number> {
    return inherit(readInteger(this.view, 'securityContext', 'runAsGroup'), readInteger(this.#pod, 'runAsGroup'));
  }

  get hostProcess(): Setting<boolean> {
    return inherit(
      readTruth(this.view, 'securityContext', 'windowsOptions', 'hostProcess'),
      readTruth(this.#pod, 'windowsOptions', 'hostProcess'),
    );
  }

  /**
   * The type of the seccomp profile, RuntimeDefault, Localhost or Unconfined. The annotations from before 1.19, which
   * the kubelet has ignored since 1.27, still tell what the author wants and are translated.
   */
  get seccomp(): Setting<string> {
    const field = inherit(
      readText(this.view, 'securityContext', 'seccompProfile', 'type'),
      readText(this.#pod, 'seccompProfile', 'type'),
    );
    if (field.state !== 'absent') return field;
    const own = this.#annotation(`container.seccomp.security.alpha.kubernetes.io/${this.name}`);
    const old = own.state === 'absent' ? this.#annotation('seccomp.security.alpha.kubernetes.io/pod') : own;
    if (old.state === 'absent') return field;
    return old.state === 'set' ? { ...old, value: profileType(old.value) } : old;
  }

  /** As for {@link seccomp}; the annotation was the only way until 1.30. */
  get appArmor(): Setting<string> {
    const field = inherit(
      readText(this.view, 'securityContext', 'appArmorProfile', 'type'),
      readText(this.#pod, 'appArmorProfile', 'type'),
    );
    if (field.state !== 'absent') return field;
    const old = this.#annotation(`container.apparmor.security.beta.kubernetes.io/${this.name}`);
    if (old.state === 'absent') return field;
    return old.state === 'set' ? { ...old, value: profileType(old.value) } : old;
  }

  /** Undefined when the list is not known. */
  get addedCapabilities(): readonly Capability[] | undefined {
    return this.#capabilities('add');
  }

  get droppedCapabilities(): readonly Capability[] | undefined {
    return this.#capabilities('drop');
  }

  get ports(): readonly ContainerPort[] {
    return this.view.get('ports').items.map((view) => ({
      view,
      name: view.get('name').text,
      number: readInteger(view, 'containerPort'),
      hostPort: readInteger(view, 'hostPort'),
      protocol: view.get('protocol').text?.toUpperCase() ?? 'TCP',
    }));
  }

  get env(): readonly EnvVariable[] {
    return this.view.get('env').items.map((view) => ({
      view,
      name: view.get('name').text ?? '',
      value: readText(view, 'value'),
      from: view.get('valueFrom').keys[0],
    }));
  }

  get mounts(): readonly Mount[] {
    return this.view.get('volumeMounts').items.map((view) => {
      const path = readText(view, 'mountPath');
      return {
        view,
        volume: view.get('name').text ?? '',
        path: path.state === 'set' ? normalisePath(path.value) : undefined,
        readOnly: readTruth(view, 'readOnly'),
      };
    });
  }

  /** The words of `command` and `args` together, as the process sees them; `$(NAME)` references stay as they are. */
  get commandLine(): readonly View[] {
    return [...this.view.get('command').items, ...this.view.get('args').items];
  }

  /** A quantity of `resources.limits` or `resources.requests`, as written ("500m", "1Gi"). */
  resourceQuantity(kind: 'limits' | 'requests', name: 'cpu' | 'memory' | 'ephemeral-storage'): Setting<string> {
    return readText(this.view, 'resources', kind, name);
  }

  probe(name: 'livenessProbe' | 'readinessProbe' | 'startupProbe'): Setting<View> {
    return readCollection(this.view, name);
  }

  get #pod(): View {
    return this.workload.securityContext;
  }

  #annotation(name: string): Setting<string> {
    return readText(this.workload.pod, 'metadata', 'annotations', name);
  }

  #capabilities(which: 'add' | 'drop'): readonly Capability[] | undefined {
    const list = read(this.view, ['securityContext', 'capabilities', which], (it) => (it.isList ? it : undefined));
    if (list.state === 'unknown') return undefined;
    if (list.state === 'absent') return [];
    const found: Capability[] = [];
    for (const view of list.value.items) {
      const text = view.text;
      if (text === undefined || hasHole(text)) return undefined;
      found.push({ name: text.toUpperCase().replace(/^CAP_/, ''), view });
    }
    return found;
  }
}

/** "runtime/default", "localhost/x" and "unconfined" of the old annotations, in the words of the fields. */
function profileType(annotation: string): string {
  if (annotation === 'runtime/default' || annotation === 'docker/default') return 'RuntimeDefault';
  if (annotation.startsWith('localhost/')) return 'Localhost';
  return annotation === 'unconfined' ? 'Unconfined' : annotation;
}

import { within } from '../../dialects/kubernetes/cluster-objects.ts';
import { canonicalName, parseImageReference } from '../../syntax/image-reference.ts';
import type { Anchor } from '../../syntax/anchor.ts';
import { parseAddress } from '../address.ts';
import { clusterOf } from '../announce.ts';
import { type ClusterView, imagesOf } from '../cluster.ts';
import type { ComposeServiceFact, ConnectionFact, Fact, ImageFact, KubernetesObjectFact } from '../fact.ts';
import { type Lookup, lookupIn } from '../lookup.ts';
import type { Component, Evidence, ThreatModel } from '../model.ts';
import { SystemView } from '../view.ts';
import { anchorKey, componentSubject, type Mention, objectSubject, type Subject } from './mention.ts';
import { ComponentNames } from './names.ts';
import { objectReferences } from './object-references.ts';

/**
 * Which places of the files name which parts of the system, across dialects: what editors ask for hovers, definitions
 * and references. Made of the model and the facts alone; places are anchors, so that moving text changes nothing.
 */
export class Mentions {
  readonly system: SystemView;
  readonly #byFile = new Map<string, Mention[]>();
  readonly #bySubject = new Map<Subject, Mention[]>();
  readonly #components = new Map<Subject, Component>();
  readonly #objects = new Map<Subject, KubernetesObjectFact[]>();
  readonly #names: ComponentNames;
  /** Keys of the anchors that show a Dockerfile by the image that it stands on. */
  readonly #built: ReadonlySet<string>;
  readonly #lookup: Lookup;

  constructor(model: ThreatModel, facts: readonly Fact[]) {
    this.system = new SystemView(model, facts);
    const of = <K extends Fact['fact']>(kind: K): readonly Extract<Fact, { fact: K }>[] =>
      facts.filter((it): it is Extract<Fact, { fact: K }> => it.fact === kind);
    const cluster = clusterOf(facts);
    this.#lookup = lookupIn(cluster);
    this.#names = new ComponentNames(model, facts, this.#lookup);
    this.#built = new Set(of('image').map((it) => anchorKey(it.at)));
    for (const it of model.components) this.#components.set(componentSubject(it.id), it);
    for (const it of cluster.objects) this.#declareObject(it);
    this.#declareComponents(model);
    const workloads = new Map(cluster.workloads.map((it) => [it.object, it]));
    for (const object of cluster.objects)
      for (const { kind, space, name, path, token } of objectReferences(object, workloads.get(object)))
        this.#add(within(object, ...path), token, this.#named(kind, space, name));
    for (const it of of('compose-service')) this.#addService(it);
    this.#addConnections(of('connection'), model);
    for (const it of of('settings'))
      if (it.name !== null) this.#add(it.at, it.name, this.#names.called(it.name).map(subjectOf));
    for (const { servers, folder } of of('api')) {
      for (const { url, at } of servers) {
        const host = parseAddress(url)?.host;
        if (host !== undefined)
          this.#add(at, host, this.#names.resolve(host, { kind: 'folder', folder }).map(subjectOf));
      }
    }
    this.#addImages(of('image'), of('compose-service'), cluster);
    this.#addLibraries(facts, model);
  }

  /** The places of a file that name something. */
  in(file: string): readonly Mention[] {
    return this.#byFile.get(file) ?? [];
  }

  /** All places that name one of these. */
  of(subjects: readonly Subject[]): readonly Mention[] {
    return [...new Set(subjects.flatMap((it) => this.#bySubject.get(it) ?? []))];
  }

  component(subject: Subject): Component | undefined {
    return this.#components.get(subject);
  }

  /** What declares a thing: an object's manifests, or everything that a component is made of, the deployment first. */
  declarations(subject: Subject): readonly Anchor[] {
    const component = this.#components.get(subject);
    return component
      ? declaring(component).flatMap((it) => (it.at ? [this.#shownAt(it.at)] : []))
      : (this.#objects.get(subject) ?? []).map((it) => it.at);
  }

  /** Of a component and an object by which it is meant, the object: a proxy may serve several gateways. */
  closest(subjects: readonly Subject[]): readonly Subject[] {
    const objects = subjects.filter((it) => !this.#components.has(it));
    return objects.length > 0 ? objects : subjects;
  }

  #add(at: Anchor, token: string | null, subjects: readonly Subject[]): void {
    if (subjects.length === 0) return;
    const mention: Mention = { at, token, subjects: [...new Set(subjects)] };
    push(this.#byFile, at.file, mention);
    for (const it of mention.subjects) push(this.#bySubject, it, mention);
  }

  #declareObject(object: KubernetesObjectFact): void {
    const subject = objectSubject(object.kind, object.namespace, object.name);
    push(this.#objects, subject, object);
    const component = this.#names.declaredAt(object.at);
    if (!component && object.name !== '') this.#add(object.at, null, [subject]);
  }

  #declareComponents(model: ThreatModel): void {
    for (const component of model.components) {
      const subject = componentSubject(component.id);
      for (const { at } of declaring(component)) {
        if (!at) continue;
        this.#add(this.#shownAt(at), null, [subject, ...this.#gatewayAt(at)]);
      }
    }
  }

  /** The image in a stage's first line is another one: the Dockerfile's own is told of at the keyword. */
  #shownAt(at: Anchor): Anchor {
    return this.#built.has(anchorKey(at)) ? { ...at, route: at.route.slice(0, 1), part: 'key' } : at;
  }

  /** A gateway is a component and an object that routes are bound to; both are meant where it is declared. */
  #gatewayAt(at: Anchor): readonly Subject[] {
    const key = anchorKey(at);
    return this.#lookup.cluster
      .ofKind('Gateway')
      .filter((it) => it.at.file === at.file && anchorKey(it.at) === key)
      .map((it) => objectSubject(it.kind, it.namespace, it.name));
  }

  /** What a reference to an object means: the component that the object is a part of, else the object itself. */
  #named(kind: string, space: string | null, name: string): readonly Subject[] {
    const objects = this.#lookup.named(kind, kind.startsWith('Cluster') ? null : space, name);
    if (objects.length === 0) return [objectSubject(kind, space, name)];
    return objects.flatMap((it) => {
      const component = this.#names.declaredAt(it.at);
      const own = component && kind !== 'Gateway' ? [] : [objectSubject(it.kind, it.namespace, it.name)];
      return component ? [subjectOf(component), ...own] : own;
    });
  }

  #addService({ depends, project, build, at }: ComposeServiceFact): void {
    for (const { name, at: place } of depends) {
      const component = this.#names.inProject(project, name);
      if (component) this.#add(place, name, [subjectOf(component)]);
    }
    const own = this.#names.declaredAt(at);
    if (build && own) this.#add(build.at, null, [subjectOf(own)]);
  }

  #addConnections(connections: readonly ConnectionFact[], model: ThreatModel): void {
    const targets = new Map<string, Set<string>>();
    for (const flow of model.flows)
      for (const { at } of flow.evidence)
        if (at) targets.set(anchorKey(at), (targets.get(anchorKey(at)) ?? new Set()).add(flow.to));
    const hosts = new Map<string, Set<string>>();
    for (const { at, address } of connections)
      hosts.set(anchorKey(at), (hosts.get(anchorKey(at)) ?? new Set()).add(address.host));
    for (const { at, address, owner } of connections) {
      const evident = [...(targets.get(anchorKey(at)) ?? [])].map(componentSubject);
      const named = this.#names.resolve(address.host, owner).map(subjectOf);
      // One host on the line: whom the model leads it to is whom it means. Among several, names tell them apart.
      const alone = hosts.get(anchorKey(at))?.size === 1;
      this.#add(at, address.host, alone && evident.length > 0 ? evident : named);
    }
  }

  /** Images that are built here: where they are run, and where other images stand on them. */
  #addImages(images: readonly ImageFact[], services: readonly ComposeServiceFact[], cluster: ClusterView): void {
    const built = new Map<string, Subject>();
    const run: { readonly at: Anchor; readonly image: string; readonly component: Component }[] = [];
    const note = (at: Anchor, image: string, component: Component | undefined): void => {
      if (!component || !component.parts.some((it) => it.text === 'Dockerfile')) return;
      run.push({ at, image, component });
      const name = repositoryOf(image);
      if (name !== undefined) built.set(name, subjectOf(component));
    };
    for (const { at, image } of services)
      if (image !== null) note({ ...at, route: [...at.route, 'image'] }, image, this.#names.declaredAt(at));
    for (const workload of cluster.workloads) {
      const [image] = imagesOf(workload);
      const at = within(workload.object, ...workload.podRoute, 'containers', 0, 'image');
      if (image !== undefined) note(at, image, this.#names.declaredAt(workload.object.at));
    }
    for (const { at, component } of run) this.#add({ ...at, part: 'value' }, null, [subjectOf(component)]);
    for (const { at, base } of images) {
      const subject = base === null ? undefined : built.get(repositoryOf(base) ?? '');
      if (base !== null && subject !== undefined) this.#add({ ...at, part: 'whole' }, base, [subject]);
    }
  }

  /** A library by which a program calls another one, where the model says so. */
  #addLibraries(facts: readonly Fact[], model: ThreatModel): void {
    const hints = new Set(
      facts.flatMap((it) => (it.fact === 'module' ? it.hints.map((hint) => anchorKey(hint.at)) : [])),
    );
    if (hints.size === 0) return;
    for (const flow of model.flows)
      for (const { at } of flow.evidence)
        if (at && hints.has(anchorKey(at))) this.#add(at, null, [componentSubject(flow.to)]);
  }
}

function subjectOf({ id }: Component): Subject {
  return componentSubject(id);
}

/** The places that make a component. A line that only names it makes nothing; what is outside stands in no file but a ServiceEntry. */
function declaring({ at, parts, type }: Component): readonly Evidence[] {
  const made = type !== 'external-entity' || at?.route.at(-1) === 'hosts';
  const own: readonly Evidence[] = made ? [{ text: '', at }] : [];
  return [...own, ...parts].filter((it) => !it.text.endsWith(' names it') && it.at !== null);
}

/** The name of an image without its version, in one spelling. */
function repositoryOf(image: string): string | undefined {
  const reference = parseImageReference(image);
  return reference && canonicalName(reference);
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

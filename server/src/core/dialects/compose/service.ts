import type { LensHost } from '../../rules/context.ts';
import type { Anchor } from '../../syntax/anchor.ts';
import type { DockerfileTree } from '../../syntax/dockerfile.ts';
import type { View } from '../../syntax/view.ts';
import type { Lookup } from '../../syntax/interpolation.ts';
import type { ImageReference } from '../../syntax/image-reference.ts';
import type { DataNoun } from '../noun.ts';
import { type ComposeBuild, readBuild } from './build.ts';
import { type EnvironmentEntry, readEntries } from './environment.ts';
import { isVariantName, resolveFrom } from './files.ts';
import { readImage } from './images.ts';
import { type ServiceLayers, layersOf } from './layers.ts';
import { type ResourceLimit, readLimit } from './limits.ts';
import { type ServiceNetwork, readServiceNetworks } from './networks.ts';
import { type ComposePort, readPort } from './ports.ts';
import type { ComposeProject } from './project.ts';
import { type ComposeText, textOf, textsOf, truthOf, valueOf } from './text.ts';
import { type ComposeMount, readMount } from './volumes.ts';

/** What another service has to be before this one starts. */
export interface ComposeDependency {
  readonly service: string;
  /** `service_started` when nothing is said. */
  readonly condition: string;
  readonly view: View;
}

export interface ComposeLink {
  readonly service: string;
  readonly alias: string;
  readonly view: View;
}

/**
 * A service as Compose starts it: with what it extends and what other files of the project add (see
 * {@link ServiceLayers}). Lists hold the entries of all layers; `own` tells which stand in the service's own text.
 */
export class ComposeService implements DataNoun {
  readonly project: ComposeProject;
  readonly name: string;
  readonly view: View;
  readonly at: Anchor;
  /** "service/name". */
  readonly resource: string;
  readonly layers: ServiceLayers;
  readonly #host: LensHost;
  readonly #made = new Map<string, unknown>();

  constructor(project: ComposeProject, name: string, view: View, host: LensHost) {
    this.project = project;
    this.name = name;
    this.view = view;
    this.at = view.anchor('key');
    this.resource = `service/${name}`;
    this.layers = layersOf(view, name, host);
    this.#host = host;
  }

  /** An answer about this service that many ask for, worked out when it is first wanted. */
  once<T>(key: string, make: () => T): T {
    if (!this.#made.has(key)) this.#made.set(key, make());
    return this.#made.get(key) as T;
  }

  /** Does the view stand in this service's own text, and not in what it extends or in another file? */
  owns(view: View): boolean {
    return this.layers.owns(view);
  }

  /** The value at the route in the strongest layer; null counts as nothing. */
  find(...route: readonly (string | number)[]): View | undefined {
    return this.layers.find(...route);
  }

  /** Certainly nowhere: not in its own text, not in what it extends, not in the project's other files. */
  lacks(...route: readonly (string | number)[]): boolean {
    return this.layers.lacks(...route);
  }

  /** Only a piece of a service, which a base file that is not at hand completes: nothing can be said of absences. */
  get partial(): boolean {
    return (
      this.layers.incomplete || (isVariantName(this.view.source.file) && !this.find('image') && !this.find('build'))
    );
  }

  /** Only changes a service of a base file in the workspace, where absences are claimed. */
  get amends(): boolean {
    const { all, own } = this.layers;
    return isVariantName(own.source.file) && all.some((it) => it.source.file !== own.source.file);
  }

  get profiles(): readonly string[] {
    return this.once('profiles', () =>
      this.#texts('profiles')
        .map((it) => it.value)
        .filter((it) => it !== undefined),
    );
  }

  get image(): ComposeText | undefined {
    return this.#text('image');
  }

  /** The image's name in its parts; undefined without image or when it cannot be one. */
  get imageReference(): ImageReference | undefined {
    return this.once('imageReference', () => (this.image ? readImage(this.image.holed) : undefined));
  }

  get build(): ComposeBuild | undefined {
    return this.once('build', () => {
      const view = this.find('build');
      return view ? readBuild(view) : undefined;
    });
  }

  get containerName(): string | undefined {
    return this.#value('container_name');
  }

  /** The Dockerfile of the workspace that this service is built from, to its last stage. */
  get dockerfile(): DockerfileTree | undefined {
    return this.build?.target ? undefined : this.#dockerfile();
  }

  #dockerfile(): DockerfileTree | undefined {
    const { build } = this;
    const context = build?.context ? build.context.value : undefined;
    if (!build || build.inline || context === undefined) return undefined;
    const name = build.dockerfile ? build.dockerfile.value : 'Dockerfile';
    const uri = name === undefined ? undefined : resolveFrom(build.view.source.file, `${context}/${name}`);
    return uri === undefined ? undefined : this.#host.dockerfile?.(uri);
  }

  /** Everything that is said of how its program starts: command, entry point and variables. */
  get textsOfStart(): readonly string[] {
    const words = [...(this.command ?? []), ...(this.entrypoint ?? [])].map((it) => it.source);
    return [
      ...words,
      ...this.environment.map((it) => it.value?.source ?? ''),
      ...(this.build?.args ?? []).map((it) => it.value?.source ?? ''),
    ];
  }

  /** Does a Dockerfile of the workspace, which this service is built from, bring a health check of its own? */
  get isCheckedByImage(): boolean {
    return (
      this.#dockerfile()?.instructions.some(
        (it) => it.keyword === 'HEALTHCHECK' && it.args[0]?.value.toUpperCase() !== 'NONE',
      ) ?? false
    );
  }

  get hostname(): string | undefined {
    return this.#value('hostname');
  }

  /** Every name by which other containers reach this one: its own, the container's, the host name, aliases. */
  get hostNames(): readonly string[] {
    return this.once('hostNames', () => {
      const named = [this.name, this.containerName, this.hostname].filter((it) => it !== undefined);
      return [...new Set([...named, ...this.networks.flatMap((it) => it.aliases)])];
    });
  }

  /** The start command's words, from either form; undefined when the image's own is used. */
  get command(): readonly ComposeText[] | undefined {
    return this.#words('command');
  }

  get entrypoint(): readonly ComposeText[] | undefined {
    return this.#words('entrypoint');
  }

  get environment(): readonly EnvironmentEntry[] {
    return this.once('environment', () => mergeEntries(this.layers.each('environment')));
  }

  /** The value of a variable of the environment, as far as it is written here. */
  variable(key: string): EnvironmentEntry | undefined {
    return this.environment.find((it) => it.key === key);
  }

  get labels(): readonly EnvironmentEntry[] {
    return this.once('labels', () =>
      mergeEntries([...this.layers.each('labels'), ...this.layers.each('deploy', 'labels')]),
    );
  }

  get envFiles(): readonly ComposeText[] {
    return this.once('envFiles', () =>
      this.layers
        .each('env_file')
        .flatMap((it) => (it.isList ? it.items : [it]))
        .map((it) => textOf(it.isMap ? it.get('path') : it))
        .filter((it) => it !== undefined),
    );
  }

  get ports(): readonly ComposePort[] {
    return this.once('ports', () =>
      this.#items('ports')
        .map((it) => readPort(it))
        .filter((it) => it !== undefined),
    );
  }

  /** The ports with variables substituted. */
  portsWith(lookup: Lookup): readonly ComposePort[] {
    return this.#items('ports').flatMap((it) => readPort(it, lookup) ?? []);
  }

  /** Entries of its ports of which not even the form is known, such as `${PORT}`: each may publish anything. */
  unknownPortsWith(lookup: Lookup): readonly View[] {
    return this.#items('ports').filter((it) => readPort(it, lookup) === undefined && textOf(it, lookup)?.holed !== '');
  }

  /** Ports that only the networks of the service reach. */
  get expose(): readonly ComposeText[] {
    return this.#texts('expose');
  }

  get mounts(): readonly ComposeMount[] {
    return this.once('mounts', () => {
      const volumes = this.project.view.get('volumes');
      return this.#items('volumes')
        .map((it) => readMount(it, volumes))
        .filter((it) => it !== undefined);
    });
  }

  get tmpfs(): readonly ComposeText[] {
    return this.#texts('tmpfs');
  }

  get devices(): readonly View[] {
    return this.#items('devices');
  }

  get networkMode(): string | undefined {
    return this.#value('network_mode');
  }

  get networks(): readonly ServiceNetwork[] {
    return this.once('networks', () => readServiceNetworks(this.layers.each('networks'), this.networkMode));
  }

  get dependsOn(): readonly ComposeDependency[] {
    return this.once('dependsOn', () => this.layers.each('depends_on').flatMap(readDependencies));
  }

  get links(): readonly ComposeLink[] {
    return this.once('links', () => this.#texts('links').flatMap(readLink));
  }

  get user(): ComposeText | undefined {
    return this.#text('user');
  }

  get privileged(): boolean | undefined {
    const view = this.find('privileged');
    return view ? truthOf(view) : this.lacks('privileged') ? false : undefined;
  }

  get readOnly(): boolean | undefined {
    const view = this.find('read_only');
    return view ? truthOf(view) : this.lacks('read_only') ? false : undefined;
  }

  get capAdd(): readonly ComposeText[] {
    return this.#texts('cap_add');
  }

  get capDrop(): readonly ComposeText[] {
    return this.#texts('cap_drop');
  }

  get securityOptions(): readonly ComposeText[] {
    return this.#texts('security_opt');
  }

  get memoryLimit(): ResourceLimit {
    return this.once('memory', () =>
      readLimit(this.layers, [['deploy', 'resources', 'limits', 'memory'], ['mem_limit']]),
    );
  }

  get cpuLimit(): ResourceLimit {
    const routes = [['deploy', 'resources', 'limits', 'cpus'], ['cpus'], ['cpu_quota']];
    return this.once('cpu', () => readLimit(this.layers, routes));
  }

  get processLimit(): ResourceLimit {
    return this.once('pids', () => readLimit(this.layers, [['deploy', 'resources', 'limits', 'pids'], ['pids_limit']]));
  }

  /** The names of the project's secrets that the service may read. */
  get secrets(): readonly ComposeText[] {
    return this.once('secrets', () =>
      this.#items('secrets')
        .map((it) => textOf(it.isMap ? it.get('source') : it))
        .filter((it) => it !== undefined),
    );
  }

  /** Runs once and ends, as migrations and seeds do: by its restart policy, or because others wait for its end. */
  get oneShot(): boolean {
    return this.find('deploy', 'mode')?.text === 'replicated-job' || this.project.finishing.has(this.name);
  }

  #text(key: string): ComposeText | undefined {
    const view = this.find(key);
    return view ? textOf(view) : undefined;
  }

  #value(key: string): string | undefined {
    const view = this.find(key);
    return view ? valueOf(view) : undefined;
  }

  #items(key: string): readonly View[] {
    return this.layers.each(key).flatMap((it) => it.items);
  }

  #texts(key: string): readonly ComposeText[] {
    return this.layers.each(key).flatMap(textsOf);
  }

  #words(key: string): readonly ComposeText[] | undefined {
    const view = this.find(key);
    if (!view) return undefined;
    if (view.isList) return textsOf(view);
    const text = textOf(view);
    return text ? splitWords(text) : undefined;
  }
}

/** The first layer's value of a variable wins. */
function mergeEntries(views: readonly View[]): readonly EnvironmentEntry[] {
  const merged = new Map<string, EnvironmentEntry>();
  for (const view of views) {
    for (const entry of readEntries(view)) if (!merged.has(entry.key)) merged.set(entry.key, entry);
  }
  return [...merged.values()];
}

function readDependencies(view: View): readonly ComposeDependency[] {
  const started = 'service_started';
  const listed = view.items.flatMap((item) => {
    const service = valueOf(item);
    return service === undefined ? [] : [{ service, condition: started, view: item }];
  });
  const mapped = view.entries.map(([service, value]) => ({
    service,
    condition: valueOf(value.get('condition')) ?? started,
    view: value,
  }));
  return [...listed, ...mapped];
}

/** `SERVICE` or `SERVICE:ALIAS`. */
function readLink(text: ComposeText): readonly ComposeLink[] {
  const [service, alias] = (text.value ?? '').split(':');
  return service ? [{ service, alias: alias ?? service, view: text.view }] : [];
}

/** A command in one string is split into words as a shell would, without running one (quotes group, nothing expands). */
function splitWords(text: ComposeText): readonly ComposeText[] {
  const { source, start } = text.template;
  const words: ComposeText[] = [];
  for (const match of source.matchAll(/(?:\$\{[^}]*\}|"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs)) {
    const quoted =
      /^(["']).*\1$/s.test(match[0]) && match[0].indexOf(match[0].charAt(0), 1) === match[0].length - 1 ? 1 : 0;
    const from = start + match.index + quoted;
    words.push(text.slice(from, from + match[0].length - 2 * quoted));
  }
  return words;
}

import type { LensHost } from '../../rules/context.ts';
import type { Anchor } from '../../syntax/anchor.ts';
import { type Source, View } from '../../syntax/view.ts';
import type { DataNoun } from '../noun.ts';
import { isDevelopmentName, isOverrideName } from './files.ts';
import { servicesOf } from './layers.ts';
import { type ComposeNetwork, readNetworks } from './networks.ts';
import { ComposeService } from './service.ts';
import { type ComposeText, textOf, textsOf, truthOf } from './text.ts';

/** An entry of the top-level `secrets` or `configs`: where the value comes from. */
export interface ComposeSecret {
  readonly name: string;
  readonly view: View;
  readonly file: ComposeText | undefined;
  /** The variable of the environment that holds the value. */
  readonly environment: string | undefined;
  readonly external: boolean;
  /** True for a config whose text stands in the Compose file. */
  readonly inline: boolean;
}

/** An entry of the top-level `volumes`. */
export interface ComposeVolume {
  readonly name: string;
  readonly view: View;
  readonly driver: string | undefined;
  readonly external: boolean;
}

/** A Compose file: the services of one project and what they share. */
export class ComposeProject implements DataNoun {
  readonly view: View;
  readonly at: Anchor;
  readonly resource = null;
  readonly services: readonly ComposeService[];
  readonly #byName: ReadonlyMap<string, ComposeService>;
  readonly #made = new Map<string, unknown>();

  constructor(source: Source, host: LensHost) {
    this.view = View.root(source);
    const section = servicesOf(this.view);
    this.at = section.route.length > 0 ? section.anchor('key') : this.view.anchor();
    this.services = section.entries
      .filter(
        ([name, view]) =>
          view.isMap && !name.startsWith('x-') && (section.route.length > 0 || view.has('image') || view.has('build')),
      )
      .map(([name, view]) => new ComposeService(this, name, view, host));
    this.#byName = new Map(this.services.map((it) => [it.name, it]));
  }

  /** The name that the file gives its project. */
  get name(): string | undefined {
    return textOf(this.view.get('name'))?.value;
  }

  service(name: string): ComposeService | undefined {
    return this.#byName.get(name);
  }

  /** The service that answers to a host name: its own name, the container's, or an alias. */
  serviceAt(host: string): ComposeService | undefined {
    return this.#byName.get(host) ?? this.#byHost().get(host);
  }

  /** The names of the services that others depend on. */
  get neededServices(): ReadonlySet<string> {
    return this.once('needed', () => new Set(this.services.flatMap((it) => it.dependsOn.map((on) => on.service))));
  }

  /** The names of the services for whose end others wait. */
  get finishing(): ReadonlySet<string> {
    return this.once('finishing', () => {
      const awaited = this.services.flatMap((it) => it.dependsOn);
      return new Set(awaited.filter((on) => on.condition === 'service_completed_successfully').map((on) => on.service));
    });
  }

  /** The images, as they are written, that services of this project build. */
  get builtImages(): ReadonlySet<string> {
    return this.once('built', () => {
      const built = this.services.filter((it) => it.build !== undefined).map((it) => it.image?.source);
      return new Set(built.filter((it) => it !== undefined));
    });
  }

  /** An answer about the project that many ask for, worked out when it is first wanted. */
  once<T>(key: string, make: () => T): T {
    if (!this.#made.has(key)) this.#made.set(key, make());
    return this.#made.get(key) as T;
  }

  /** Declared networks and the default one. */
  get networks(): readonly ComposeNetwork[] {
    return this.once('networks', () => readNetworks(this.view.get('networks')));
  }

  network(name: string): ComposeNetwork | undefined {
    return this.networks.find((it) => it.name === name);
  }

  get volumes(): readonly ComposeVolume[] {
    return this.view.get('volumes').entries.map(([name, view]) => ({
      name,
      view,
      driver: textOf(view.get('driver'))?.value,
      external: view.get('external').isMap || truthOf(view.get('external')) === true,
    }));
  }

  get secrets(): readonly ComposeSecret[] {
    return readSecrets(this.view.get('secrets'));
  }

  get configs(): readonly ComposeSecret[] {
    return readSecrets(this.view.get('configs'));
  }

  /** The files that the project includes, relative to this one. */
  get includes(): readonly ComposeText[] {
    return this.view.get('include').items.flatMap((item) => textsOf(item.isMap ? item.get('path') : item));
  }

  /** Named as an override of another file: most absences are decided there. */
  get override(): boolean {
    return isOverrideName(this.view.source.file);
  }

  /** For a developer's machine or for tests, by its name. */
  get development(): boolean {
    return isDevelopmentName(this.view.source.file);
  }

  #byHost(): ReadonlyMap<string, ComposeService> {
    return this.once('hosts', () => {
      const hosts = new Map<string, ComposeService>();
      for (const service of this.services) {
        for (const name of service.hostNames) if (!hosts.has(name)) hosts.set(name, service);
      }
      return hosts;
    });
  }
}

function readSecrets(section: View): readonly ComposeSecret[] {
  return section.entries.map(([name, view]) => ({
    name,
    view,
    file: textOf(view.get('file')),
    environment: textOf(view.get('environment'))?.value,
    external: view.get('external').isMap || truthOf(view.get('external')) === true,
    inline: view.has('content'),
  }));
}

import type { View } from '../../syntax/view.ts';
import { textOf, truthOf, valueOf } from './text.ts';

/** A network that a service joins. */
export interface ServiceNetwork {
  readonly name: string;
  /** Where the service says so; undefined for the default network, which is joined by saying nothing. */
  readonly view: View | undefined;
  /** Further names of the service on this network. */
  readonly aliases: readonly string[];
}

/** An entry of the top-level `networks`, or the default network that needs none. */
export interface ComposeNetwork {
  readonly name: string;
  /** The name of a network that exists outside the project, or that is set by `name`. */
  readonly realName: string | undefined;
  readonly view: View | undefined;
  readonly driver: string | undefined;
  /** Without a way to the outside; undefined when it cannot be known. */
  readonly internal: boolean | undefined;
  /** Created and governed outside this project. */
  readonly external: boolean;
}

/** Nothing said means the default network; `network_mode` means none. */
export function readServiceNetworks(
  views: readonly View[],
  networkMode: string | undefined,
): readonly ServiceNetwork[] {
  const networks = new Map<string, ServiceNetwork>();
  for (const view of views) {
    for (const item of view.items) {
      const name = valueOf(item);
      if (name !== undefined && !networks.has(name)) networks.set(name, { name, view: item, aliases: [] });
    }
    for (const [name, value] of view.entries) {
      if (networks.has(name)) continue;
      const aliases = value
        .get('aliases')
        .items.map(valueOf)
        .filter((it) => it !== undefined);
      networks.set(name, { name, view: value, aliases });
    }
  }
  if (networks.size > 0 || networkMode !== undefined) return [...networks.values()];
  return [{ name: 'default', view: undefined, aliases: [] }];
}

export function readNetworks(section: View): readonly ComposeNetwork[] {
  const networks = section.entries.map(([name, view]) => readNetwork(name, view));
  if (networks.some((it) => it.name === 'default')) return networks;
  const implicit = {
    name: 'default',
    realName: undefined,
    view: undefined,
    driver: undefined,
    internal: false,
    external: false,
  };
  return [...networks, implicit];
}

function readNetwork(name: string, view: View): ComposeNetwork {
  const external = view.get('external');
  const internal = view.get('internal');
  const realName = textOf(view.get('name')) ?? textOf(external.get('name'));
  return {
    name,
    realName: realName?.value,
    view,
    driver: valueOf(view.get('driver')),
    internal: internal.exists ? truthOf(internal) : internal.missing || view.isNull ? false : undefined,
    external: external.isMap || truthOf(external) === true,
  };
}

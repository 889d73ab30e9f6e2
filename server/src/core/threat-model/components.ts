import { sameValue } from '../cells/same.ts';
import type { Anchor } from '../syntax/anchor.ts';
import type { Boundaries } from './boundaries.ts';
import type { Reach } from './exposure.ts';
import type { ComposeServiceFact } from './fact.ts';
import type { Node } from './join/node.ts';
import { byText } from './join/node.ts';
import { isStore } from './join/technology.ts';
import type { Component, ComponentType, Evidence } from './model.ts';

interface Known {
  readonly reach: Reach | undefined;
  readonly boundary: string | null;
  readonly component: Component;
}

/** Makes components of nodes: the same one while its node, its reach and its place are the same. */
export class Components {
  readonly #known = new WeakMap<Node, Known>();
  #before: ReadonlyMap<string, Component> = new Map();
  #all: readonly Component[] = [];

  /** The components of nodes, in their order. */
  of(nodes: readonly Node[], reaches: ReadonlyMap<Node, Reach>, boundaries: Boundaries): readonly Component[] {
    let same = nodes.length === this.#all.length;
    const all = nodes.map((node, i) => {
      const component = this.#component(node, reaches.get(node), boundaries.of(node));
      if (component !== this.#all[i]) same = false;
      return component;
    });
    if (same) return this.#all;
    this.#before = new Map(all.map((it) => [it.id, it]));
    return (this.#all = all);
  }

  #component(node: Node, reach: Reach | undefined, boundary: string | null): Component {
    const known = this.#known.get(node);
    if (known && known.reach === reach && known.boundary === boundary) return known.component;
    const made = componentOf(node, reach, boundary);
    const old = this.#before.get(made.id);
    const component = old && sameValue(old, made) ? old : made;
    this.#known.set(node, { reach, boundary, component });
    return component;
  }
}

function componentOf(node: Node, reach: Reach | undefined, boundary: string | null): Component {
  const type: ComponentType = node.outside !== 'inside' ? 'external-entity' : isStore(node) ? 'data-store' : 'process';
  const [at, ...parts] = partsOf(node);
  return {
    id: node.id,
    name: node.name,
    aliases: [...node.aliases].filter((it) => it !== node.name).sort(byText),
    type,
    technology: node.sure ? (node.technology?.name ?? null) : null,
    exposure: reach?.exposure ?? 'internet',
    exposedBy: node.outside === 'inside' && reach?.exposure === 'internet' ? reach.path : [],
    boundary,
    at: at?.at ?? null,
    parts,
  };
}

/** Everything that declares a node, the deployment first. */
function partsOf(node: Node): readonly { readonly text: string; readonly at: Anchor }[] {
  const parts = [
    ...node.compose.map((it) => ({ text: `Compose service ${it.name}`, at: it.at })),
    ...node.workloads.map((it) => ({ text: `${it.object.kind} ${it.object.name}`, at: it.object.at })),
    ...node.services.map((it) => ({ text: `Service ${it.name}`, at: it.at })),
    ...node.gateways.map((it) => ({ text: `${it.kind} ${it.name}`, at: it.at })),
    ...[...node.workloads.map((it) => it.object), ...node.services, ...node.gateways].flatMap(({ overlay }) =>
      (overlay?.pieces ?? []).map(({ text, at }) => ({ text, at })),
    ),
    ...node.modules.flatMap((it) => [
      ...it.images.map((image) => ({ text: 'Dockerfile', at: image.at })),
      ...(it.at ? [{ text: 'Program', at: it.at }] : []),
    ]),
    ...node.apis.map((it) => ({ text: `API contract ${it.title ?? ''}`.trim(), at: it.at })),
    ...node.compose.flatMap((it) => [...profileNote(it), ...secretNotes(it)]),
    ...node.evidence.flatMap((it: Evidence) => (it.at ? [{ text: it.text, at: it.at }] : [])),
  ];
  return parts.slice(0, 40);
}

/** Where the secrets of a service come from. */
function secretNotes({ secrets }: ComposeServiceFact): readonly { readonly text: string; readonly at: Anchor }[] {
  const sources = {
    file: 'from a file of the project',
    environment: 'from the environment of whoever starts it',
    outside: 'from outside of the project',
  };
  return secrets.flatMap(({ name, from, at }) =>
    from === null ? [] : [{ text: `Is given the secret ${name} ${sources[from]}`, at }],
  );
}

/** That a service is not always there is no part of it, but whoever looks at it has to know. */
function profileNote({ profiles, at }: ComposeServiceFact): readonly { readonly text: string; readonly at: Anchor }[] {
  if (profiles.length === 0) return [];
  return [
    { text: `Starts only with the ${profiles.length === 1 ? 'profile' : 'profiles'} ${profiles.join(', ')}`, at },
  ];
}

import { sameValue } from '../cells/same.ts';
import type { Anchor } from '../syntax/anchor.ts';
import type { AnswerList } from './answer-list.ts';
import type { Boundaries } from './boundaries.ts';
import type { Exposures, Reach } from './exposure.ts';
import type { ComposeServiceFact } from './fact.ts';
import { Keyed } from './join/keyed.ts';
import { byText, type Node } from './join/node.ts';
import { isStore } from './join/technology.ts';
import type { Memory } from './memory.ts';
import type { Component, ComponentType, Evidence } from './model.ts';

/** Makes components of nodes: the same one while its node, its reach and its place are the same. */
export class Components {
  readonly #components: AnswerList<Node, Component>;
  readonly #byId = new Keyed<Component>((it) => [it.id]);

  constructor(memory: Memory, exposures: Exposures, boundaries: Boundaries) {
    this.#components = memory.answersOf('component', (node) => {
      const component = componentOf(node, exposures.ask(node), boundaries.of(node));
      const [old] = this.#byId.get(component.id);
      return old && sameValue(old, component) ? old : component;
    });
  }

  /** The components of nodes, in their order; the same list while they are the same. */
  of(nodes: readonly Node[]): readonly Component[] {
    const all = this.#components.of(nodes);
    this.#byId.update(all);
    return all;
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

import type { Position } from 'vscode-languageserver/node';
import type { Anchor } from '../core/syntax/anchor.ts';
import type { Component, Flow, Threat } from '../core/threat-model/model.ts';
import type { Mentions } from '../core/threat-model/mentions/mentions.ts';
import type { Workspace } from '../core/workspace.ts';
import { exposures } from './exposures.ts';
import type { Help } from './openapiHover.ts';
import { nameAt } from './systemNames.ts';
import { escape } from './text.ts';

/** Peers, hops and threats that a hover shows; the panel shows them all. */
const shown = 6;
/** Names come from foreign files: what is longer is no name that a person gave. */
const longest = 80;

const kinds = { process: 'process', 'data-store': 'data store', 'external-entity': 'outside of the system' } as const;

/** On the name of a component: what it is, how far away it can be reached, whom it talks to, what threatens it. */
export function systemHover(workspace: Workspace, mentions: Mentions, uri: string, position: Position): Help | null {
  const name = nameAt(workspace, uri, position, mentions);
  if (!name) return null;
  const cards = name.subjects.flatMap((it) => {
    const component = mentions.component(it);
    return component ? [describe(workspace, mentions, component)] : [];
  });
  return cards.length === 0 ? null : { range: name.range, markdown: cards.slice(0, 3).join('\n\n---\n\n') };
}

function describe(workspace: Workspace, { system }: Mentions, component: Component): string {
  const { id, exposure, exposedBy, type, technology } = component;
  const boundary = system.model.boundaries.find((it) => it.id === component.boundary);
  const what = [
    kinds[type],
    ...(technology === null ? [] : [technology]),
    ...(boundary ? [`in ${boundary.name}`] : []),
  ];
  const made = component.parts.map((it) => it.text).filter((it) => !it.endsWith(' names it'));
  const open = system.model.threats
    .filter((it) => it.element === id && it.state === 'open')
    .sort((a, b) => weightOf(b) - weightOf(a));
  const way = exposedBy.slice(0, shown).map((it) => `  - ${clean(it.text)}${placeOf(workspace, it.at)}`);
  const lines = [
    `**${clean(component.name)}** · ${what.map((it) => clean(it)).join(' · ')}`,
    '',
    ...(type === 'external-entity' ? [] : [`- ${exposures[exposure]}${way.length > 0 ? ':' : ''}`, ...way]),
    ...peers('Called by', system.flowsTo(id), (it) => system.component(it.from)),
    ...peers('Calls', system.flowsFrom(id), (it) => system.component(it.to)),
    ...(made.length > 0 ? [`- Also declared by ${listed([...new Set(made)].map((it) => clean(it)))}`] : []),
    ...(type === 'external-entity' ? [] : [`- ${threatsLine(open.map((it) => it.title))}`]),
  ];
  return lines.join('\n');
}

function peers(
  words: string,
  flows: readonly Flow[],
  peerOf: (flow: Flow) => Component | undefined,
): readonly string[] {
  const names = flows.flatMap((flow) => {
    const peer = peerOf(flow);
    if (!peer) return [];
    const notes = [
      flow.protocol,
      ...(flow.encrypted === 'no' ? ['not encrypted'] : []),
      ...(flow.authenticated === 'no' ? ['no authentication'] : []),
    ];
    return [`${clean(peer.name)} ${escape(`(${notes.join(', ')})`)}`];
  });
  return names.length === 0 ? [] : [`- ${words} ${listed(names)}`];
}

/** The likelier and the worse, the further up. */
function weightOf({ likelihood, impact }: Threat): number {
  const weights = { high: 3, medium: 2, low: 1 } as const;
  return weights[likelihood] * weights[impact];
}

function threatsLine(titles: readonly string[]): string {
  const [first] = titles;
  if (first === undefined) return 'No open threat';
  return `${titles.length} open ${titles.length === 1 ? 'threat' : 'threats'}: ${listed(
    titles.map((it) => clean(it, 200)),
    2,
    '; ',
  )}`;
}

function listed(names: readonly string[], most = shown, between = ', '): string {
  const left = names.length - most;
  return names.slice(0, most).join(between) + (left > 0 ? `${between}and ${left} more` : '');
}

function placeOf(workspace: Workspace, at: Anchor | null): string {
  const place = at && workspace.place(at);
  return place ? ` · ${clean(workspace.path(place.uri), 200)}:${place.start.line + 1}` : '';
}

/** One line of plain text, whatever a file calls things. */
function clean(text: string, most = longest): string {
  const line = text.replace(/\s+/g, ' ');
  return escape(line.length > most ? `${line.slice(0, most)}…` : line);
}

import type { Finding } from '../rules/finding.ts';
import type { Anchor, Route } from '../syntax/anchor.ts';
import { addTo } from './grouped.ts';
import type { Threat, ThreatModel } from './model.ts';
import { declaredPlaces, type DeclaredPlace, wholeOf } from './owner.ts';
import { gapRule } from './stride/availability.ts';

/** A threat that a finding opens: it closes with the finding, or with the last of several. */
export interface OpenedThreat {
  readonly id: string;
  readonly title: string;
  /** Id of the component or flow that is threatened. */
  readonly element: string;
  /** Where that component, or the called end of the flow, is declared; null when no file does. */
  readonly at: Anchor | null;
}

/** A line that opens a threat. */
export interface ThreatPlace {
  readonly chunk: number;
  readonly route: Route;
  readonly rules: readonly string[];
  /** The first line of the threat that stands in a file: a rule over the model reports the threat there. */
  readonly first: boolean;
  readonly threat: OpenedThreat;
}

/** What judging the findings of a file takes from the model. */
export interface FilePlaces {
  readonly components: readonly DeclaredPlace[];
  readonly threats: readonly ThreatPlace[];
}

export const noPlaces: FilePlaces = { components: [], threats: [] };

/** The places of each file that declare components, and those that open threats. */
export function filePlaces(model: ThreatModel): ReadonlyMap<string, FilePlaces> {
  const components = declaredPlaces(model);
  const threats = threatPlaces(model);
  return new Map(
    [...new Set([...components.keys(), ...threats.keys()])].map((uri) => [
      uri,
      { components: components.get(uri) ?? [], threats: threats.get(uri) ?? [] },
    ]),
  );
}

function threatPlaces(model: ThreatModel): ReadonlyMap<string, readonly ThreatPlace[]> {
  const places = new Map<string, ThreatPlace[]>();
  for (const threat of model.threats)
    for (const [file, its] of threatPlacesOf(threat, openedThreat(threat, model)))
      for (const it of its) addTo(places, file, it);
  return places;
}

/** What a finding says of a threat that it opens. */
export function openedThreat({ id, title, element }: Threat, { components, flows }: ThreatModel): OpenedThreat {
  const threatened = withId(flows, element)?.to ?? element;
  return { id, title, element, at: withId(components, threatened)?.at ?? null };
}

/** The element of an id, in a list that is sorted by id. */
function withId<T extends { readonly id: string }>(sorted: readonly T[], id: string): T | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = sorted[middle];
    if (other !== undefined && other.id < id) low = middle + 1;
    else high = middle;
  }
  return sorted[low]?.id === id ? sorted[low] : undefined;
}

/** The lines that open a threat, by their files; none of a threat that is not open, or that no rule finds. */
export function threatPlacesOf(threat: Threat, opened: OpenedThreat): ReadonlyMap<string, readonly ThreatPlace[]> {
  const rules = rulesOf(threat);
  if (threat.state !== 'open' || rules.length === 0) return nowhere;
  const places = new Map<string, ThreatPlace[]>();
  let first = true;
  for (const { at } of threat.evidence) {
    if (!at) continue;
    addTo(places, at.file, { chunk: at.chunk, route: wholeOf(at.route, at.file), rules, first, threat: opened });
    first = false;
  }
  return places;
}

const nowhere: ReadonlyMap<string, readonly ThreatPlace[]> = new Map();

function rulesOf({ rule, otherRules = [], foundBy = [] }: Threat): readonly string[] {
  return [...(rule === null ? [] : [rule]), ...otherRules, ...foundBy];
}

/**
 * The threats that a finding opens, in the model's order. A rule over the model reports a threat at its first line; a
 * rule over one file stands at a line of the evidence, or within or around the thing that the evidence names.
 */
export function openedBy(places: readonly ThreatPlace[], { rule, at }: Finding): readonly OpenedThreat[] {
  const own = places.filter((it) => it.chunk === at.chunk && it.rules.includes(rule));
  if (own.length === 0) return own.map((it) => it.threat);
  const exact = own.filter((it) => isSame(it.route, wholeOf(at.route, at.file)));
  const chosen =
    rule.startsWith('model/') && rule !== gapRule
      ? exact.filter((it) => it.first)
      : exact.length > 0
        ? exact
        : own.filter((it) => isAround(it.route, at.route) || isAround(at.route, it.route));
  return [...new Map(chosen.map((it) => [it.threat.id, it.threat])).values()];
}

/** The opened threats in words, without the one that the finding's own message tells already. */
export function openedWords(
  { message }: Finding,
  opens: readonly OpenedThreat[],
): readonly { readonly message: string; readonly at: Anchor | null }[] {
  return opens
    .filter(({ title }) => !message.startsWith(title))
    .map(({ title, at }) => ({ message: `Opens the threat: ${title}.`, at }));
}

function isSame(a: Route, b: Route): boolean {
  return a.length === b.length && isAround(a, b);
}

function isAround(outer: Route, inner: Route): boolean {
  return outer.length <= inner.length && outer.every((step, i) => step === inner[i]);
}

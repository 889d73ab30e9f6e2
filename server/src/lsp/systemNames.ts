import type { Location, Position, Range } from 'vscode-languageserver/node';
import type { Route } from '../core/syntax/anchor.ts';
import type { Mention, Subject } from '../core/threat-model/mentions/mention.ts';
import { hostSpans } from '../core/threat-model/mentions/token.ts';
import type { Workspace } from '../core/workspace.ts';
import { spotAt } from './openapi.ts';
import { locationOf } from './toProtocol.ts';

/** The name under the cursor, exactly, and what it means. */
export interface NamedThing {
  readonly range: Range;
  readonly subjects: readonly Subject[];
}

/** In a file with more names than this only those on the way to the cursor are looked at. */
const many = 500;

/** The part of the system whose name stands at a position. */
export function nameAt(
  workspace: Workspace,
  uri: string,
  position: Position,
  mentions = workspace.mentions(),
): NamedThing | undefined {
  const all = mentions.in(uri);
  if (all.length === 0) return undefined;
  const spot = all.length > many ? spotAt(workspace, uri, position) : undefined;
  const near = spot ? all.filter(({ at }) => at.chunk === spot.source.chunk && isPrefix(at.route, spot.route)) : all;
  let best: { range: Range; size: number; subjects: Set<Subject> } | undefined;
  for (const mention of near) {
    for (const range of rangesOf(workspace, mention)) {
      if (!contains(range, position)) continue;
      const size = workspace.lines(uri).offset(range.end) - workspace.lines(uri).offset(range.start);
      if (!best || size < best.size) best = { range, size, subjects: new Set(mention.subjects) };
      else if (size === best.size) for (const it of mention.subjects) best.subjects.add(it);
    }
  }
  return best && { range: best.range, subjects: [...best.subjects] };
}

/** Where a mention's name stands now; the whole place for one without a name; nothing when the text does not say it. */
export function rangesOf(workspace: Workspace, { at, token }: Mention): readonly Range[] {
  const place = workspace.place(at);
  if (!place) return [];
  if (token === null) return [{ start: place.start, end: place.end }];
  const text = workspace.text(at.file) ?? '';
  const lines = workspace.lines(at.file);
  const find = (start: number, end: number): readonly Range[] =>
    hostSpans(text.slice(start, end), token).map((it) => ({
      start: lines.position(start + it.start),
      end: lines.position(start + it.end),
    }));
  const [start, end] = [lines.offset(place.start), lines.offset(place.end)];
  const own = at.part === 'key' ? [] : find(start, end);
  if (own.length > 0) return own;
  // The anchor shows the key: the name stands behind it, up to the end of the value or of the line.
  const whole = workspace.place({ ...at, part: 'whole' });
  const line = text.slice(end).search(/\r|\n|$/);
  return find(end, Math.max(end + line, whole ? lines.offset(whole.end) : 0));
}

/** Everything that declares these, without the place at which somebody asks, unless it is the only one. */
export function declarationsOf(
  workspace: Workspace,
  subjects: readonly Subject[],
  asked?: { readonly uri: string; readonly range: Range },
): readonly Location[] {
  const mentions = workspace.mentions();
  const found = mentions
    .closest(subjects)
    .flatMap((it) => mentions.declarations(it))
    .flatMap((it) => locationOf(workspace, it) ?? []);
  const all = distinct(found);
  const others = all.filter((it) => it.uri !== asked?.uri || !contains(it.range, asked.range.start));
  return others.length > 0 ? others : all;
}

/** Every place that names one of these, in the order of files and lines. */
export function referencesOf(workspace: Workspace, subjects: readonly Subject[], declared: boolean): Location[] {
  const declarations = new Set(declarationsOf(workspace, subjects).map(keyOf));
  const mentions = workspace.mentions();
  const found = mentions
    .of(mentions.closest(subjects))
    .flatMap((it) => rangesOf(workspace, it).map((range) => ({ uri: it.at.file, range })));
  return distinct(found)
    .filter((it) => declared || !declarations.has(keyOf(it)))
    .sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : a.range.start.line - b.range.start.line));
}

export function contains(range: Range, { line, character }: Position): boolean {
  const after = line > range.start.line || (line === range.start.line && character >= range.start.character);
  const before = line < range.end.line || (line === range.end.line && character <= range.end.character);
  return after && before;
}

export function distinct(locations: readonly Location[]): Location[] {
  return [...new Map(locations.map((it) => [keyOf(it), it])).values()];
}

function keyOf({ uri, range: { start, end } }: Location): string {
  return `${uri} ${start.line}:${start.character}-${end.line}:${end.character}`;
}

function isPrefix(route: Route, of: Route): boolean {
  return route.length <= of.length && route.every((step, i) => step === of[i]);
}

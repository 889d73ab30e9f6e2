import type { TextRange } from '../text/range.ts';
import type { Anchor } from './anchor.ts';
import type { ChunkSyntax } from './chunk.ts';
import { type DockerfileTree, parseDockerfile } from './dockerfile.ts';
import { type JsonReading, readJson } from './json-update.ts';
import { locate } from './locate.ts';
import type { DataTree, SyntaxFault } from './node.ts';
import type { Source } from './view.ts';
import { Newest } from './newest.ts';
import { readYaml } from './yaml.ts';
import type { YamlReading } from './yaml-islands.ts';

/** A chunk with its tree. It does not know where in the file it begins, so text above it may come and go. */
export type ParsedChunk =
  | { readonly syntax: 'yaml' | 'json'; readonly text: string; readonly source: Source }
  | { readonly syntax: 'dockerfile'; readonly text: string; readonly file: string; readonly tree: DockerfileTree };

/** Characters of which readings are kept by their text: of a very long document, each keystroke would leave one more. */
const mostCharacters = 2_000_000;
/** The newest readings by their text: a trial of a fix, its undoing and a repeated answer read nothing twice. */
const recentYaml = new Newest<YamlReading>(24, mostCharacters, (it) => it.text.length);
const recentJson = new Newest<JsonReading>(24, mostCharacters, (it) => it.text.length);
/** The last reading of each chunk: the next keystroke in it reads only what it touches. */
const lastYaml = new Newest<YamlReading>(24);
const lastJson = new Newest<JsonReading>(24);

/** Pure, whatever the memories hold: they only save work. */
export function parseChunk(syntax: ChunkSyntax, text: string, file: string, chunk: number): ParsedChunk {
  if (syntax === 'dockerfile') return { syntax, text, file, tree: parseDockerfile(text) };
  const place = `${file} ${chunk}`;
  const tree = syntax === 'yaml' ? yamlTree(text, place) : jsonTree(text, place);
  return { syntax, text, source: { file, chunk, tree } };
}

function yamlTree(text: string, place: string): DataTree {
  const reading = recentYaml.get(text, () => readYaml(text, lastYaml.peek(place)));
  lastYaml.set(place, reading);
  return reading.tree;
}

function jsonTree(text: string, place: string): DataTree {
  const reading = recentJson.get(text, () => readJson(text, lastJson.peek(place)));
  lastJson.set(place, reading);
  return reading.tree;
}

/** The span of an anchor in its chunk, or undefined when the chunk is empty. */
export function locateIn(parsed: ParsedChunk, { route, part, span }: Anchor): TextRange | undefined {
  return parsed.syntax === 'dockerfile'
    ? parsed.tree.locate(route, part, span)
    : locate(parsed.source.tree, route, part, span);
}

export function faultsOf(parsed: ParsedChunk): readonly SyntaxFault[] {
  // A half-typed Dockerfile instruction spoils only itself; its lens leaves it out.
  return parsed.syntax === 'dockerfile' ? [] : parsed.source.tree.faults;
}

/**
 * Whether a finding must stay silent because it stands in or below text that does not parse: an open quote swallows
 * the following lines into a plausible tree, and an absence cannot be known where something could not be read. In a
 * long document the fault stays in its entry, and only what is around it is silent.
 */
export function underFault(parsed: ParsedChunk, { file, chunk, route }: Anchor): boolean {
  const [fault] = faultsOf(parsed);
  if (!fault) return false;
  const whole = locateIn(parsed, { file, chunk, route, part: 'whole' });
  if (whole === undefined) return true;
  const broken = parsed.syntax === 'dockerfile' ? undefined : parsed.source.tree.broken;
  return broken ? broken.some((it) => whole.start < it.end && whole.end > it.start) : whole.end >= fault.start;
}

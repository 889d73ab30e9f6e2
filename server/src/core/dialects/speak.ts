import type { LensHost } from '../rules/context.ts';
import type { NounName, Visitor } from '../rules/nouns.ts';
import type { ParsedChunk } from '../syntax/parsed.ts';
import { isTemplate } from '../syntax/template.ts';
import { View } from '../syntax/view.ts';
import type { Fact } from '../threat-model/fact.ts';
import type { DataDialect, DialectName } from './dialect.ts';
import { dockerfile } from './dockerfile/dialect.ts';
import { dataDialects } from './registry.ts';
import { weaknessesOf } from './weaknesses.ts';

/** Which dialects a chunk speaks, or why it is left alone. */
export interface Recognition {
  readonly dialects: readonly DialectName[];
  /** Set when the chunk looks like one of ours but is not judged. */
  readonly why?: string;
}

/** A cheap look at the raw text: false costs nothing more, and the chunk is not even parsed. */
export function mayBeOurs(text: string, uri: string): boolean {
  return dataDialects.some((dialect) => dialect.sniff(text, uri));
}

export function recognise(parsed: ParsedChunk, uri: string): Recognition {
  if (parsed.syntax === 'dockerfile') return { dialects: ['dockerfile'] };
  if (isTemplate(parsed.text)) return { dialects: [], why: 'a template: it can be judged only when rendered' };
  const [fault] = parsed.source.tree.faults;
  if (fault && parsed.source.tree.root === undefined) return { dialects: [], why: fault.message };
  const spoken = speakers(parsed, uri);
  const dialects = spoken.map((it) => it.name);
  // Below the fault nothing is judged (see `underFault`): silence there must not read as safety.
  return fault && dialects.length > 0 ? { dialects, why: `read in part only: ${fault.message}` } : { dialects };
}

function speakers(parsed: Exclude<ParsedChunk, { syntax: 'dockerfile' }>, uri: string): readonly DataDialect[] {
  const root = View.root(parsed.source);
  // Both have to say yes. Of a long text, the root is looked at sooner than all that is written.
  return parsed.text.length > longText
    ? dataDialects.filter((dialect) => dialect.detect(root, uri) && dialect.sniff(parsed.text, uri))
    : dataDialects.filter((dialect) => dialect.sniff(parsed.text, uri) && dialect.detect(root, uri));
}

/** In characters. */
const longText = 30_000;

/** Announces all nouns of a chunk. */
export function visitChunk(
  parsed: ParsedChunk,
  uri: string,
  recognition: Recognition,
  host: LensHost,
  visitor: Visitor,
  wanted: (name: NounName) => boolean = () => true,
): void {
  if (parsed.syntax === 'dockerfile') dockerfile.visit(parsed.tree, uri, visitor);
  else for (const dialect of spokenOf(recognition)) dialect.visit(parsed.source, host, visitor, wanted);
}

/** What a chunk tells the workspace. */
export function factsOfChunk(
  parsed: ParsedChunk,
  uri: string,
  recognition: Recognition,
  host: LensHost,
): readonly Fact[] {
  try {
    const own =
      parsed.syntax === 'dockerfile'
        ? dockerfile.facts(parsed.tree, uri)
        : spokenOf(recognition).flatMap((dialect) => dialect.facts(parsed.source, host));
    // A contract opens threats by its operations, which are facts of their own.
    if (recognition.dialects.every((it) => it === 'openapi')) return own;
    const chunk = parsed.syntax === 'dockerfile' ? 0 : parsed.source.chunk;
    const root = { file: uri, chunk, route: [] };
    return [...own, ...weaknessesOf(parsed, root, (visit) => visitChunk(parsed, uri, recognition, host, visit))];
  } catch (cause) {
    // The system is drawn without this chunk, and says so.
    const text = `What this document tells of the system could not be read: ${String(cause)}`;
    return [{ fact: 'trouble', at: { file: uri, chunk: 0, route: [] }, text }];
  }
}

function spokenOf({ dialects }: Recognition): readonly DataDialect[] {
  return dataDialects.filter((it) => dialects.includes(it.name));
}

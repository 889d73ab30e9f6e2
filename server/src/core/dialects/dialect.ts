import type { LensHost } from '../rules/context.ts';
import type { NounName, Visitor } from '../rules/nouns.ts';
import type { DockerfileTree } from '../syntax/dockerfile.ts';
import type { LiveSource, Source, View } from '../syntax/view.ts';
import type { Fact } from '../threat-model/fact.ts';

/** What a chunk is. `none`: nothing of ours; `template`: ours, but not before it is rendered. */
export type DialectName = 'openapi' | 'dockerfile' | 'compose' | 'kubernetes' | 'mesh';

/** A dialect over YAML and JSON. Every one has the same rooms: detect, lens, facts, rules. */
export interface DataDialect {
  readonly name: DialectName;
  /** A cheap look at the raw text, before anything is parsed; may say yes too often. */
  sniff(text: string, uri: string): boolean;
  /** The decision, on the parsed root. */
  detect(root: View, uri: string): boolean;
  /** Announces the nouns in document order; those that nobody wants may be left out where they come last. */
  visit(source: Source, host: LensHost, visitor: Visitor, wanted?: (name: NounName) => boolean): void;
  /** The lens of a source that is being edited; only for dialects whose lenses keep to views and cells. */
  live?(source: LiveSource, host: LensHost): LiveLens;
  /** What the chunk tells the workspace. */
  facts(source: Source, host: LensHost): readonly Fact[];
}

/** The nouns of a source that is being edited. */
export interface LiveLens {
  /**
   * To be called before anything is asked after an edit: works out what parts are parts of (see `Part` in core/cells).
   * When it is `due` to look at something else, the rest is left for the next call.
   */
  settle(due?: () => boolean): void;
  /** Whether there is nothing to settle: the edit concerns single parts only. */
  isSettled(): boolean;
  /**
   * As they are now, by name and in document order; an object that an edit leaves alone is announced again as itself, and
   * a list as the same list.
   */
  nouns(): readonly (readonly [name: NounName, nouns: readonly object[]])[];
  /** What it tells the workspace now. */
  facts(): readonly Fact[];
  /** Whether a noun is the whole document, of which each of its rules reads another part. */
  isWhole(name: NounName): boolean;
  /** True when an edit has made it another document, such as one of another version of its standard. */
  stale(): boolean;
}

/** The dialect over Dockerfiles. */
export interface DockerfileDialect {
  visit(tree: DockerfileTree, file: string, visitor: Visitor): void;
  facts(tree: DockerfileTree, file: string): readonly Fact[];
}

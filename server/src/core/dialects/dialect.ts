import type { LensHost } from '../rules/context.ts';
import type { Visitor } from '../rules/nouns.ts';
import type { DockerfileTree } from '../syntax/dockerfile.ts';
import type { Source, View } from '../syntax/view.ts';
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
  /** Announces the nouns in document order. */
  visit(source: Source, host: LensHost, visitor: Visitor): void;
  /** What the chunk tells the workspace. */
  facts(source: Source, host: LensHost): readonly Fact[];
}

/** The dialect over Dockerfiles. */
export interface DockerfileDialect {
  visit(tree: DockerfileTree, file: string, visitor: Visitor): void;
  facts(tree: DockerfileTree, file: string): readonly Fact[];
}

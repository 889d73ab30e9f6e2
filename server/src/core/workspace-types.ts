import type { DialectName } from './dialects/dialect.ts';
import type { AnyRule } from './rules/rule.ts';
import type { Position } from './text/lines.ts';

/** A text handed in. `language` is the editor's word for it and helps where the name says nothing. */
export interface FileText {
  readonly text: string;
  readonly language?: string;
}

/** A change to the workspace's files; `content: null` takes the file away. */
export interface FileChange {
  readonly uri: string;
  readonly content: FileText | null;
}

/** What became of a file: which dialects it speaks, whether it was judged, and if not, why. */
export interface FileStatus {
  readonly dialects: readonly DialectName[];
  readonly analysed: boolean;
  readonly why: string | null;
}

/** A place as editors want it. */
export interface Place {
  readonly uri: string;
  readonly start: Position;
  readonly end: Position;
}

export interface WorkspaceSetup {
  readonly rules: readonly AnyRule[];
  /** Today as yyyy-mm-dd; the core reads no clock. */
  readonly today: string;
  /** URI of the folder that paths are relative to and where the policy lies, without a slash at its end. */
  readonly root: string;
  /** Another policy file than the one at the root. */
  readonly policyUri?: string;
}

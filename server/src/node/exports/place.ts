import type { PlaceOf } from '../../core/threat-model/export/report.ts';
import type { Position } from '../../core/text/lines.ts';
import type { Anchor } from '../../core/syntax/anchor.ts';
import type { Workspace } from '../../core/workspace.ts';

/** How a file is named to the reader: by its path from where the reader stands. */
export type FileOf = (uri: string) => string;

/** The range of an anchor, zero-based; the first line when the text is gone. */
export function rangeOf(workspace: Workspace, at: Anchor): { readonly start: Position; readonly end: Position } {
  const place = workspace.place(at);
  const first = { line: 0, character: 0 };
  return place ? { start: place.start, end: place.end } : { start: first, end: first };
}

/** Files by the reader's names, lines counted from one. */
export function placeIn(workspace: Workspace, fileOf: FileOf): PlaceOf {
  return (at) => ({ file: fileOf(at.file), line: rangeOf(workspace, at).start.line + 1 });
}

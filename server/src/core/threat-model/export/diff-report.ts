import type { Anchor } from '../../syntax/anchor.ts';
import type { Change, ModelDiff } from '../diff.ts';
import { code, place, type Placed, prose } from './markdown.ts';

/** Where an anchor of one of the two states is now; null when it cannot be told. */
export type PlaceOf = (at: Anchor, side: Change['side']) => Placed | null;

/** Files that were read in the earlier state and not, or not whole, in the later one. */
export interface Unread {
  readonly file: string;
  readonly why: string;
}

/** Lines behind a change that are shown; the others are counted. */
const mostLines = 3;

/** A pull request's comment: what a change opens first, then what it closes, then what came and went. */
export function diffReport(diff: ModelDiff, unread: readonly Unread[], placeOf: PlaceOf): string {
  const { opened, closed, added, removed } = diff;
  const lines = ['# Threat model: what this change does', ''];
  if (opened.length === 0 && unread.length === 0) lines.push('**It opens nothing**, as far as the files show.', '');
  section(lines, `Opens (${opened.length})`, opened, placeOf);
  if (unread.length > 0) {
    lines.push(`## Can no longer be judged (${unread.length})`, '');
    lines.push(...unread.map(({ file, why }) => `- ${code(file)}: ${prose(why)}`), '');
  }
  section(lines, `Closes (${closed.length})`, closed, placeOf);
  section(lines, `New (${added.length})`, added, placeOf);
  section(lines, `Gone (${removed.length})`, removed, placeOf);
  return `${lines.join('\n').trimEnd()}\n`;
}

function section(lines: string[], title: string, changes: readonly Change[], placeOf: PlaceOf): void {
  if (changes.length === 0) return;
  lines.push(`## ${title}`, '');
  for (const { kind, text, side, evidence } of changes) {
    lines.push(`- **${kind}**: ${prose(text)}`);
    for (const it of evidence.slice(0, mostLines)) {
      const where = it.at ? place(placeOf(it.at, side)) : '';
      lines.push(`  - ${where === '' ? '' : `${where} `}${prose(it.text)}`);
    }
    const more = evidence.length - mostLines;
    if (more > 0) lines.push(`  - and ${more} more`);
  }
  lines.push('');
}

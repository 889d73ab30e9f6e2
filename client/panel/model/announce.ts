/** What a screen reader is told when the model changes: the totals, then what is new or gone. */
import type { PanelSnapshot } from '../contract.ts';

/** One sentence, or an empty string when nothing that is worth hearing has changed. */
export function announcement(before: PanelSnapshot | null, after: PanelSnapshot): string {
  const open = openIds(after);
  const totals = `${count(after.components.length, 'component')}, ${count(open.size, 'open threat')}`;
  if (before === null) return `${totals}.`;
  const openBefore = openIds(before);
  const ids = new Set(after.components.map((it) => it.id));
  const idsBefore = new Set(before.components.map((it) => it.id));
  const changes = [
    change(minus(ids, idsBefore), 'component', 'new'),
    change(minus(idsBefore, ids), 'component', 'gone'),
    change(minus(open, openBefore), 'threat', 'new'),
    change(minus(openBefore, open), 'threat', 'closed'),
  ].filter((it) => it !== '');
  return changes.length === 0 ? '' : `${totals}; ${changes.join(', ')}.`;
}

/** "1 component", "2 components". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function openIds(snapshot: PanelSnapshot): ReadonlySet<string> {
  return new Set(snapshot.threats.filter((it) => it.state === 'open').map((it) => it.id));
}

function minus(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((it) => !b.has(it)).length;
}

function change(number: number, noun: string, what: string): string {
  return number === 0 ? '' : `${count(number, noun)} ${what}`;
}

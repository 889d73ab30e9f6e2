import { Cell, type Kind } from './cell.ts';

/** The cells of one kind and first name, by the second: most files have one or two chunks. */
type Slot = Cell | Cell[] | Map<string, Cell>;
/** The cells of one first name: by the number of their kind, or the only one. */
type Row = Cell | (Slot | undefined)[];

/** Up to so many cells are looked for one by one. */
const few = 8;

/**
 * The cells of an engine by what they are about. All that is known of a file stands in one row, because a map for each
 * kind would have ten thousand entries for ten thousand files, some twenty times over.
 */
export class Table {
  readonly #rows = new Map<string, Row>();

  get({ slot }: Kind, first: string, second: string): Cell | undefined {
    const row = this.#rows.get(first);
    if (row === undefined) return undefined;
    if (row instanceof Cell) return row.of.slot === slot && row.second === second ? row : undefined;
    const found = row[slot];
    if (found === undefined) return undefined;
    if (found instanceof Cell) return found.second === second ? found : undefined;
    return found instanceof Map ? found.get(second) : found.find((it) => it.second === second);
  }

  /** Adds a cell that is not there. `kinds` is the number of kinds in the engine. */
  add(cell: Cell, kinds: number): void {
    const { first, second, of } = cell;
    let row = this.#rows.get(first);
    if (row === undefined) {
      this.#rows.set(first, cell);
      return;
    }
    if (row instanceof Cell) {
      const slots = Array.from<Slot | undefined>({ length: kinds });
      slots[row.of.slot] = row;
      this.#rows.set(first, (row = slots));
    }
    const slot = row[of.slot];
    if (slot === undefined) row[of.slot] = cell;
    else if (slot instanceof Map) slot.set(second, cell);
    else if (slot instanceof Cell) row[of.slot] = [slot, cell];
    else if (slot.length < few) slot.push(cell);
    else row[of.slot] = new Map([...slot, cell].map((it) => [it.second, it]));
  }

  /** Takes the cells of a first name out. */
  take(first: string): readonly Cell[] {
    const row = this.#rows.get(first);
    this.#rows.delete(first);
    return row === undefined ? [] : cellsOf(row);
  }

  /** Takes out the cells of these kinds that nobody needs, and gives them. */
  sweep(slots: readonly number[], isNeeded: (cell: Cell) => boolean): readonly Cell[] {
    const gone: Cell[] = [];
    for (const [first, row] of this.#rows) {
      if (row instanceof Cell) {
        if (slots.includes(row.of.slot) && !isNeeded(row)) gone.push(...this.take(first));
        continue;
      }
      for (const slot of slots) {
        const left: Cell[] = [];
        for (const cell of cellsOf([row[slot]])) (isNeeded(cell) ? left : gone).push(cell);
        row[slot] = left.length > few ? new Map(left.map((it) => [it.second, it])) : left.length > 1 ? left : left[0];
      }
    }
    return gone;
  }
}

function cellsOf(row: Row): readonly Cell[] {
  if (row instanceof Cell) return [row];
  return row.flatMap((it) => (it === undefined ? [] : it instanceof Map ? [...it.values()] : it));
}

import { Cell } from '../../cells/cell.ts';
import { sameElements } from '../../cells/same.ts';
import type { View } from '../../syntax/view.ts';
import type { OpenApiDocument, Section } from './document.ts';
import { type Identity, identityOf } from './identity.ts';
import {
  each,
  type Kind,
  ReferenceHolder,
  type ReferencePlace,
  type Spot,
  spotsBelow,
  type Step,
} from './reference-holder.ts';

/** The references of a document. */
export interface WalkedReferences {
  /** In the order of a walk that follows each reference where it stands. */
  readonly places: readonly ReferencePlace[];
  /** Those that hold the places. */
  readonly holders: readonly ReferenceHolder[];
}

/** A holder in which the walk stands. */
interface Within {
  readonly steps: readonly Step[];
  next: number;
}

/**
 * Every `$ref` of the document and of the files that it reaches, in a place where an object of a known kind belongs.
 * Examples, extensions and free data are not entered: a key called `$ref` in them is data. Each object is entered once,
 * as what it is first met.
 */
export class ReferenceWalk {
  readonly #document: OpenApiDocument;
  readonly #whole = new Map<Kind, WeakMap<View, ReferenceHolder>>();
  readonly #alone = new Map<Kind, WeakMap<View, ReferenceHolder>>();
  readonly #starting = new WeakMap<View, Cell<readonly ReferenceHolder[]>>();
  /** Holders of which a part is referred to. It costs time and nothing else to believe so of one that is not. */
  readonly #parted = new WeakSet<View>();

  constructor(document: OpenApiDocument) {
    this.#document = document;
  }

  references(): WalkedReferences {
    for (;;) {
      const found = this.#walk();
      if (found) return found;
    }
  }

  /**
   * Holders are entered as a whole, but those of which a part may be met first, object by object. Undefined when one was
   * entered as a whole that is of this kind.
   */
  #walk(): WalkedReferences | undefined {
    const places: ReferencePlace[] = [];
    const holders: ReferenceHolder[] = [];
    const seen = new Set<Identity>();
    const whole = new Set<View>();
    const met = new Set<View>();
    /** The holders in which the walk stands, and parts of holders that are still to be entered alone. */
    const todo: (Within | Spot)[] = [];
    const meet = (step: Step): void => {
      places.push(step);
      if (!step.target) return;
      met.add(step.target);
      enter(step.target, step.spot.kind);
    };
    const enter = (view: View, kind: Kind, known?: ReferenceHolder, part = false): void => {
      const identity = identityOf(view);
      if (seen.has(identity)) return;
      // With anchors, what is written in one place stands in many.
      const alone = part || this.#parted.has(view) || view.source.tree.anchors.size > 0;
      const holder = alone || !known ? this.#holder({ view, kind }, alone) : known;
      const { steps } = holder;
      if (!steps) return;
      seen.add(identity);
      if (!alone) whole.add(view);
      if (steps.length > 0) holders.push(holder);
      if (alone) for (const it of spotsBelow(holder.spot, steps[0]?.reference, this.#document.is2)) todo.push(it);
      if (steps.length > 0) todo.push({ steps, next: 0 });
    };
    const starts = this.#starts();
    for (const start of starts) {
      enter(start.spot.view, start.spot.kind, start);
      for (let at = todo.at(-1); at; at = todo.at(-1)) {
        if ('steps' in at) {
          const step = at.steps[at.next++];
          if (step) meet(step);
          else todo.pop();
        } else {
          todo.pop();
          enter(at.view, at.kind, undefined, true);
        }
      }
    }
    return this.#findParted(met, whole) ? undefined : { places, holders };
  }

  #starts(): readonly ReferenceHolder[] {
    return mapsOf(this.#document).flatMap((it) => (it.view.exists ? this.#startsIn(it) : []));
  }

  #startsIn({ view, kind }: Spot): readonly ReferenceHolder[] {
    let cell = this.#starting.get(view);
    if (!cell) {
      const read = (): readonly ReferenceHolder[] => {
        const spots: Spot[] = [];
        each(spots, kind, view);
        return spots.map((it) => this.#holder(it, false));
      };
      this.#starting.set(view, (cell = new Cell(read, sameElements)));
    }
    return cell.value;
  }

  #holder({ view, kind }: Spot, alone: boolean): ReferenceHolder {
    const kinds = alone ? this.#alone : this.#whole;
    let known = kinds.get(kind);
    if (!known) kinds.set(kind, (known = new WeakMap()));
    let holder = known.get(view);
    if (!holder) known.set(view, (holder = new ReferenceHolder(this.#document, { view, kind }, alone)));
    return holder;
  }

  /** Whether something was entered as a whole that holds another thing that was met for itself. */
  #findParted(met: ReadonlySet<View>, whole: ReadonlySet<View>): boolean {
    const outers = new Set<View>();
    const climb = (from: View | undefined): void => {
      for (let at = from; at && !outers.has(at); at = at.parent) outers.add(at);
    };
    for (const view of met) climb(view.parent);
    // Those who refer to all paths, or to all components, hold what the walk starts from.
    for (const { view } of mapsOf(this.#document)) climb(view);
    let found = false;
    for (const view of outers) {
      if (!whole.has(view)) continue;
      this.#parted.add(view);
      found = true;
    }
    return found;
  }
}

export function sameReferences(a: WalkedReferences, b: WalkedReferences): boolean {
  return sameElements(a.places, b.places) && sameElements(a.holders, b.holders);
}

const reusable = [
  'schemas',
  'responses',
  'parameters',
  'examples',
  'requestBodies',
  'headers',
  'links',
  'callbacks',
  'pathItems',
  'securitySchemes',
] as const satisfies readonly Section[];

/** The maps of paths and components, from which the walk starts. */
function mapsOf(document: OpenApiDocument): readonly (Spot & { readonly kind: Section })[] {
  return [
    { kind: 'pathItems', view: document.view.get('paths') },
    { kind: 'pathItems', view: document.view.get('webhooks') },
    ...reusable.map((kind) => ({ kind, view: document.section(kind) })),
  ];
}

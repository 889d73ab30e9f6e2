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

/** Something still to be entered; a part of a holder is entered alone. */
type Entrance = Spot & { readonly part?: true };

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
    const starts = [...startsOf(this.#document)];
    const todo: (Entrance | Within)[] = [...starts].reverse();
    const meet = (step: Step): void => {
      places.push(step);
      if (!step.target) return;
      met.add(step.target);
      todo.push({ view: step.target, kind: step.spot.kind });
    };
    for (let at = todo.at(-1); at; at = todo.at(-1)) {
      if ('steps' in at) {
        const step = at.steps[at.next++];
        if (step) meet(step);
        else todo.pop();
        continue;
      }
      todo.pop();
      const identity = identityOf(at.view);
      if (seen.has(identity)) continue;
      // With anchors, what is written in one place stands in many.
      const alone = at.part ?? (this.#parted.has(at.view) || at.view.source.tree.anchors.size > 0);
      const holder = this.#holder(at, alone);
      const { steps } = holder;
      if (!steps) continue;
      seen.add(identity);
      if (steps.length > 0) holders.push(holder);
      if (alone) {
        const [own] = steps;
        for (const { view, kind } of spotsBelow(at, own?.reference, this.#document.is2))
          todo.push({ view, kind, part: true });
        if (own) meet(own);
      } else {
        whole.add(at.view);
        if (steps.length > 0) todo.push({ steps, next: 0 });
      }
    }
    return this.#findParted(starts, met, whole) ? undefined : { places, holders };
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
  #findParted(starts: readonly Spot[], met: ReadonlySet<View>, whole: ReadonlySet<View>): boolean {
    let found = false;
    const inners = new Set<View>(met);
    // Those who refer to all paths, or to all components, hold what the walk starts from.
    for (const { view } of starts) if (view.parent) inners.add(view.parent);
    const outers = new Set<View>();
    for (const view of inners) for (let at = view.parent; at && !outers.has(at); at = at.parent) outers.add(at);
    for (const { view } of starts) if (view.parent) outers.add(view.parent);
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

function* startsOf(document: OpenApiDocument): Generator<Spot> {
  yield* each('pathItems', document.view.get('paths'));
  yield* each('pathItems', document.view.get('webhooks'));
  for (const section of reusable) yield* each(section, document.section(section));
}

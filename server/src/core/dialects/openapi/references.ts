import { cellsByText, cellsOf, cellsOfLens, isRecording } from '../../cells/cell.ts';
import type { LensHost } from '../../rules/context.ts';
import { identityOf } from './identity.ts';
import { byName, idsOf } from './schema-ids.ts';
import { pointerSteps, resolveReference } from '../../syntax/uri.ts';
import { type Source, View } from '../../syntax/view.ts';

/** Why a reference leads nowhere. `unknown`: it may lead somewhere, but that part cannot be read. */
export type Unresolved = 'remote' | 'no-file' | 'no-target' | 'cycle' | 'unknown';

/** What a reference leads to. */
export type Resolution = { readonly view: View } | { readonly view?: undefined; readonly why: Unresolved };

/** A chain of references is no longer than this in any document that a person can follow. */
const longestChain = 32;

/**
 * Follows `$ref` (and `$dynamicRef`, which in a document on its own leads to the anchor of that name) inside a document
 * and across the workspace's files. Nothing outside the workspace is ever read; cycles end unresolved.
 */
export class References {
  readonly #host: LensHost;
  /** By file and the reference as it is written, and by where that leads: many words, one place. */
  readonly #written = new Map<string, (reference: string) => Resolution>();
  readonly #targets = new Map<string, (fragment: string) => Resolution>();
  readonly #anchors = cellsOfLens((source: Source) => anchorsOf(source), Object.is, 'fine');
  readonly #ids = cellsOfLens((source: Source) => idsOf(source), Object.is, 'fine');

  /** Since 3.1 the keywords beside a schema's `$ref` hold too (JSON Schema 2020-12, section 8.2.3.1). */
  readonly siblingsCount: boolean;

  constructor(host: LensHost, siblingsCount: boolean) {
    this.#host = host;
    this.siblingsCount = siblingsCount;
  }

  /** The object itself, or the one that its reference leads to in the end; undefined when that cannot be known. */
  resolve(view: View): View | undefined {
    let at = view;
    for (let hops = 0; hops < longestChain; hops++) {
      const reference = referenceOf(at);
      if (reference === undefined) return at.exists ? at : undefined;
      const next = this.target(at, reference).view;
      if (!next) return undefined;
      at = next;
    }
    return undefined;
  }

  lookup(view: View): Resolution {
    let at = view;
    for (let hops = 0; hops < longestChain; hops++) {
      const reference = referenceOf(at);
      if (reference === undefined) return at.exists ? { view: at } : { why: 'unknown' };
      const next = this.target(at, reference);
      if (!next.view) return next;
      at = next.view;
    }
    return { why: 'cycle' };
  }

  /**
   * The objects whose keywords hold for a schema: the end of its reference, and since 3.1 also what stands beside each
   * `$ref` on the way. Undefined when the reference leads nowhere.
   */
  layers(view: View): readonly View[] | undefined {
    const end = this.resolve(view);
    if (!end) return undefined;
    if (!this.siblingsCount || identityOf(end) === identityOf(view)) return [end];
    const hops: View[] = [];
    for (let at: View | undefined = view; at && identityOf(at) !== identityOf(end) && hops.length < longestChain; ) {
      hops.push(at);
      const reference: string | undefined = referenceOf(at);
      at = reference === undefined ? undefined : this.target(at, reference).view;
    }
    return [...hops, end];
  }

  /** One hop: where the reference, written in the file of `from`, leads. */
  target(from: View, reference: string): Resolution {
    const { source } = from;
    let target = this.#written.get(source.file);
    if (!target) {
      target = cellsByText((text) => this.#targetOf(source, text), same, 'fine');
      this.#written.set(source.file, target);
    }
    return target(reference);
  }

  #targetOf(from: Source, reference: string): Resolution {
    const found = this.#atPath(from, reference);
    return found.view || !this.siblingsCount ? found : this.#atName(from, reference, found);
  }

  /** Since 3.1 a reference may use a name that the file gives to itself or to a schema; nothing is looked up elsewhere. */
  #atName(from: Source, reference: string, otherwise: Resolution): Resolution {
    const ids = this.#ids(from);
    if (ids.size === 0) return otherwise;
    const [name = '', fragment = ''] = reference.split('#', 2);
    const steps = pointerSteps(fragment);
    if (name === '') {
      // A pointer below a schema with an `$id` counts from there: it is not known to be wrong.
      const elsewhere = steps && [...ids.values()].some((it) => walk(it, steps).exists);
      return elsewhere ? { why: 'unknown' } : otherwise;
    }
    const holder = byName(ids, name);
    if (!holder) return 'why' in otherwise && otherwise.why === 'no-file' ? { why: 'unknown' } : otherwise;
    const view = steps ? walk(holder, steps) : this.#anchors(from).get(fragment);
    return view?.exists ? { view } : { why: view?.missing === false ? 'unknown' : 'no-target' };
  }

  #atPath(from: Source, reference: string): Resolution {
    const target = resolveReference(from.file, reference);
    if (!target) return { why: 'remote' };
    let find = this.#targets.get(target.file);
    if (!find) {
      find = cellsByText((fragment) => this.#find(from, target.file, fragment), same, 'fine');
      this.#targets.set(target.file, find);
    }
    return find(target.fragment);
  }

  #find(from: Source, file: string, fragment: string): Resolution {
    const source = file === from.file ? from : this.#host.document(file);
    if (!source) return { why: 'no-file' };
    const root = View.root(source);
    const steps = pointerSteps(fragment);
    if (!steps) {
      const named = this.#anchors(source).get(fragment);
      return named ? { view: named } : { why: root.sound ? 'no-target' : 'unknown' };
    }
    const view = walk(root, steps);
    if (view.exists) return { view };
    // A pointer through an object that is itself a reference is written by some authors; it is followed once.
    return view.missing ? { why: 'no-target' } : { why: 'unknown' };
  }
}

function walk(from: View, steps: readonly string[]): View {
  let view = from;
  for (const step of steps) view = view.isList && /^\d+$/.test(step) ? view.item(Number(step)) : view.get(step);
  return view;
}

function same(a: Resolution, b: Resolution): boolean {
  return a.view === b.view && (a.view !== undefined || b.view !== undefined || a.why === b.why);
}

/** `$anchor` and `$dynamicAnchor` of a file (JSON Schema 2020-12, section 8.2.2), the first of each name. */
function anchorsOf(source: Source): ReadonlyMap<string, View> {
  const found = new Map<string, View>();
  const todo: View[] = [View.root(source)];
  for (let view = todo.pop(); view; view = todo.pop()) {
    if (view.via || view.route.length > 60) continue;
    for (const key of ['$anchor', '$dynamicAnchor']) {
      const name = view.isMap ? view.stringAt(key) : undefined;
      if (name !== undefined && !found.has(name)) found.set(name, view);
    }
    for (const child of view.isMap ? view.entries.map(([, it]) => it) : view.items)
      if (!child.isScalar) todo.push(child);
  }
  return found;
}

/** The text of an object's `$ref` or `$dynamicRef`. A property that is called `$ref` is a map, so it is not taken for one. */
export function referenceOf(view: View): string | undefined {
  if (!view.isMap) return undefined;
  return isRecording() ? followed(view) : view.reference;
}

/** Asked of each object many times, by all who walk a document. */
const followed = cellsOf((view: View) => view.reference, Object.is, 'fine');

/**
 * The same node by the way on which it is written: a value behind a YAML alias is found again where its anchor defines
 * it, so that a finding stands at, and a fix changes, the text itself. Merged values stay as they are.
 */
export function written(view: View): View {
  if (view.source.tree.anchors.size === 0) return view;
  const below: (string | number)[] = [];
  for (let at: View | undefined = view; at; at = at.parent) {
    if (at.via === 'merge') return view;
    if (at.via === 'alias') {
      const { node } = at;
      for (const definition of at.source.tree.anchors.values()) {
        if (definition.node !== node) continue;
        const direct = View.root(at.source).at(...definition.route, ...below.reverse());
        return direct.node === view.node ? direct : view;
      }
      return view;
    }
    const step = at.route.at(-1);
    if (step !== undefined) below.push(step);
  }
  return view;
}

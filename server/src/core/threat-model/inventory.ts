import { type Cycle, addDays } from '../dialects/dockerfile/end-of-life.ts';
import { productName } from '../dialects/dockerfile/product-names.ts';
import { linesOf } from '../dialects/dockerfile/products.ts';
import type { Anchor } from '../syntax/anchor.ts';
import { hole, parseImageReference } from '../syntax/image-reference.ts';
import { clusterOf } from './announce.ts';
import { type ClusterWorkload, containersOf } from './cluster.ts';
import { doorsOf } from './doors.ts';
import type { Fact } from './fact.ts';
import type { Evidence, ThreatModel, Tri } from './model.ts';
import { onceFor } from './once.ts';
import { type DeclaredPlace, declaredPlaces, ownerOf } from './owner.ts';
import { dig, textOf } from './plain.ts';

/** A line of a product that an image brings, and how long it gets security fixes. */
export interface ImageLine {
  /** Such as "Python 3.9". */
  readonly name: string;
  /** yyyy-mm-dd; null while no end is announced. */
  readonly end: string | null;
  /** `ending`: within ninety days. */
  readonly state: 'ended' | 'ending' | 'supported';
}

/** An image that the system stands on, and everybody who uses it. */
export interface ImageItem {
  readonly image: string;
  /** Whether images are built on it; else it is run as it is. */
  readonly base: boolean;
  /** True for one that only builds: stages before the last one stand on it, or files are copied out of it. */
  readonly build: boolean;
  /** The component is null when nobody is known to run what is built there. */
  readonly uses: readonly { readonly component: string | null; readonly at: Anchor }[];
  readonly lines: readonly ImageLine[];
}

/** An operation of a contract with the component that serves it. */
export interface EndpointItem {
  readonly method: string;
  readonly path: string;
  readonly secured: Tri;
  readonly component: string | null;
  readonly at: Anchor;
}

/** Where the system can be entered from the internet. */
export interface EntryItem {
  readonly component: string;
  readonly evidence: readonly Evidence[];
}

/** What the system is made of, at a glance. */
export interface Inventory {
  /** Those without support first, then by name. */
  readonly images: readonly ImageItem[];
  /** In the order of their contracts. */
  readonly endpoints: readonly EndpointItem[];
  readonly entries: readonly EntryItem[];
}

/** The inventory of a system; `today` is yyyy-mm-dd and decides which images are out of support. */
export function inventoryOf(model: ThreatModel, facts: readonly Fact[], today: string): Inventory {
  const places = declaredPlaces(model);
  const owner = (at: Anchor): string | null => ownerOf(places.get(at.file) ?? noPlaces, at)?.id ?? null;
  return {
    images: imagesOf(facts, owner, today),
    endpoints: facts.flatMap((fact): readonly EndpointItem[] =>
      fact.fact === 'api'
        ? fact.operations.map(({ method, path, secured, at }) => ({
            method,
            path,
            secured,
            component: owner(fact.at),
            at,
          }))
        : [],
    ),
    entries: doorsOf(model).map(({ component, evidence }) => ({ component: component.id, evidence })),
  };
}

const noPlaces: readonly DeclaredPlace[] = [];

/** The images that a workload runs, with their places. */
const imagesIn = onceFor((workload: ClusterWorkload): readonly { readonly image: string; readonly at: Anchor }[] =>
  containersOf(workload).flatMap(({ container, route }) => {
    const image = textOf(dig(container, 'image'));
    const { object } = workload;
    return image === null ? [] : { image, at: { ...object.at, route: [...object.root, ...route, 'image'] } };
  }),
);

function imagesOf(facts: readonly Fact[], owner: (at: Anchor) => string | null, today: string): readonly ImageItem[] {
  const items = new Map<string, Omit<ImageItem, 'lines' | 'uses'> & { readonly uses: ImageItem['uses'][number][] }>();
  const add = (image: string, base: boolean, at: Anchor, build = false): void => {
    const key = `${String(base)} ${String(build)} ${image}`;
    const item = items.get(key) ?? { image, base, build, uses: [] };
    const component = owner(at);
    if (!item.uses.some((it) => it.component !== null && it.component === component)) item.uses.push({ component, at });
    items.set(key, item);
  };
  for (const fact of facts) {
    if (fact.fact === 'image') {
      if (fact.base !== null) add(fact.base, true, fact.at);
      for (const { base, at } of fact.stages ?? []) if (base !== null && base !== fact.base) add(base, true, at, true);
    }
    // What a service is built as is a name that it is given, not an image from elsewhere.
    else if (fact.fact === 'compose-service' && fact.image !== null && fact.build === null)
      add(fact.image, false, fact.at);
  }
  for (const workload of clusterOf(facts).workloads)
    for (const { image, at } of imagesIn(workload)) add(image, false, at);
  const rank = (lines: readonly ImageLine[]): number => Math.min(3, ...lines.map((it) => states.indexOf(it.state)));
  return [...items.values()]
    .map((it) => ({ ...it, image: it.image.replaceAll(hole, '…'), lines: supportOf(it.image, today) }))
    .sort(
      (a, b) =>
        rank(a.lines) - rank(b.lines) ||
        Number(b.base) - Number(a.base) ||
        Number(a.build) - Number(b.build) ||
        (a.image < b.image ? -1 : 1),
    );
}

const states: readonly ImageLine['state'][] = ['ended', 'ending', 'supported'];

function supportOf(image: string, today: string): readonly ImageLine[] {
  const reference = parseImageReference(image);
  return reference === undefined ? [] : linesOf(reference).map(({ cycle }) => imageLine(cycle, today));
}

function imageLine({ product, cycle, end, extended }: Cycle, today: string): ImageLine {
  const last = extended ?? end;
  const state = last === undefined || last >= addDays(today, 90) ? 'supported' : last >= today ? 'ending' : 'ended';
  return { name: `${productName(product)} ${cycle}`, end: last ?? null, state };
}

import type { LensHost } from '../../rules/context.ts';
import type { Route } from '../../syntax/anchor.ts';
import { type Source, View } from '../../syntax/view.ts';
import { baseFilesOf, isOverrideName, isVariantName, overrideFilesOf, resolveFrom } from './files.ts';
import { valueOf } from './text.ts';

/**
 * A service with everything that Compose merges into it: its own text first (anchors and merge keys are followed by
 * the views), then what it extends, then the other files of the same project. Rules claim values only of a service's
 * own text, since the others are looked at where they stand; absences they claim of all layers.
 */
export class ServiceLayers {
  readonly own: View;
  readonly all: readonly View[];
  /** A layer is named that the workspace does not have, so that an absence cannot be claimed. */
  readonly incomplete: boolean;

  constructor(own: View, all: readonly View[], incomplete: boolean) {
    this.own = own;
    this.all = all;
    this.incomplete = incomplete;
  }

  /** The value at the route in the strongest layer that has one; null does not count, `!reset` ends the search. */
  find(...route: Route): View | undefined {
    for (const layer of this.all) {
      const { view, last } = follow(layer, route);
      if (view.exists && !view.isNull && !isReset(view)) return view;
      if (last) return undefined;
    }
    return undefined;
  }

  /** Certainly in no layer. */
  lacks(...route: Route): boolean {
    for (const layer of this.all) {
      const { view, last } = follow(layer, route);
      if (isReset(view)) return true;
      if (!view.missing && !view.isNull) return false;
      if (last) return true;
    }
    return !this.incomplete;
  }

  /** The values at the route in all layers, strongest first: what lists and maps are merged from. */
  each(...route: Route): readonly View[] {
    const found: View[] = [];
    for (const layer of this.all) {
      const { view, last } = follow(layer, route);
      if (view.exists && !isReset(view)) found.push(view);
      if (last) break;
    }
    return found;
  }

  /** Does the view stand in the service's own text? */
  owns(view: View): boolean {
    const { file, chunk } = this.own.source;
    if (view.source.file !== file || view.source.chunk !== chunk) return false;
    const own = this.own.route;
    const route = view.route;
    return own.every((step, index) => route[index] === step);
  }
}

/** `last` says that no weaker layer is merged in: Compose's `!reset` and `!override` on the way. */
function follow(layer: View, route: Route): { view: View; last: boolean } {
  let view = layer;
  let last = false;
  for (const step of route) {
    view = view.at(step);
    if (isReset(view) || view.node?.tag === '!override') last = true;
  }
  return { view, last };
}

function isReset(view: View): boolean {
  return view.node?.tag === '!reset';
}

/** The services of a document: the section's entries, or the root's in the format of 2014 that had no sections. */
export function servicesOf(root: View): View {
  const services = root.get('services');
  return services.exists || root.has('version') || root.has('include') ? services : root;
}

export function layersOf(own: View, name: string, host: LensHost): ServiceLayers {
  const { source } = own;
  const chain = extendedBy(own, host, new Set([`${source.file}#${source.chunk}#${name}`]));
  const others = otherFiles(own, source.file, host)
    .map((file) => servicesOf(View.root(file)).get(name))
    .filter((it) => it.isMap);
  return new ServiceLayers(own, [own, ...chain.layers, ...others], chain.incomplete);
}

/** The service that this one extends, the one that that extends, and so on; a cycle ends the chain. */
function extendedBy(service: View, host: LensHost, seen: Set<string>): { layers: View[]; incomplete: boolean } {
  const clause = service.get('extends');
  if (!clause.exists) return { layers: [], incomplete: !clause.missing };
  const name = valueOf(clause.isMap ? clause.get('service') : clause);
  const fileView = clause.get('file');
  let source: Source | undefined = service.source;
  if (clause.isMap && fileView.exists) {
    const uri = resolveFrom(service.source.file, valueOf(fileView) ?? '');
    source = uri === undefined ? undefined : host.document(uri);
  }
  if (name === undefined || !source) return { layers: [], incomplete: true };
  const id = `${source.file}#${source.chunk}#${name}`;
  if (seen.has(id)) return { layers: [], incomplete: false };
  seen.add(id);
  const base = servicesOf(View.root(source)).get(name);
  if (!base.isMap) return { layers: [], incomplete: true };
  const rest = extendedBy(base, host, seen);
  return { layers: [base, ...rest.layers], incomplete: rest.incomplete };
}

/** The base file of an override, or the override of a base file, as far as the workspace has them. */
function otherFiles(own: View, uri: string, host: LensHost): readonly Source[] {
  const partial = !own.has('image') && !own.has('build');
  const documents = (names: readonly string[]): Source[] =>
    names.map((name) => host.document(name)).filter((it) => it !== undefined);
  if (isOverrideName(uri) || (isVariantName(uri) && partial)) return documents(baseFilesOf(uri)).slice(0, 1);
  return documents(overrideFilesOf(uri));
}

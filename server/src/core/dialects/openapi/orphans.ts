import type { View } from '../../syntax/view.ts';
import type { OpenApiDocument, Section } from './document.ts';
import { kindNames, referencesIn } from './kinds.ts';

/** A component with the texts of the references below it. */
interface Part {
  readonly view: View;
  readonly references: readonly string[];
}

/** The parts of a file by the references between them. */
interface Web {
  readonly parts: ReadonlyMap<string, Part>;
  /** Who refers to a component. */
  readonly users: ReadonlyMap<string, readonly Part[]>;
  /** What everything besides components refers to. */
  readonly outside: ReadonlySet<string>;
}

/**
 * The components that nothing refers to once some are gone: what only those used, and so on. `nameOf` tells the component
 * that a reference leads to, as "components/schemas Pet"; `kept` those that something else uses, such as another file.
 */
export function orphansOf(
  document: OpenApiDocument,
  nameOf: (reference: string) => string | undefined,
  kept: () => ReadonlySet<string | undefined>,
): (gone: readonly View[]) => readonly View[] {
  let found: (Web & { readonly kept: ReadonlySet<string | undefined> }) | undefined;
  return (gone) => {
    const { parts, users, outside, kept: elsewhere } = (found ??= { ...webOf(document, nameOf), kept: kept() });
    const views = new Set(gone);
    const dead = new Set([...parts.values()].filter((it) => views.has(it.view)));
    const orphans: View[] = [];
    // Whoever dies asks after those that it used; the set grows while it is walked.
    for (const part of dead)
      for (const name of part.references) {
        const used = parts.get(name);
        if (!used || dead.has(used) || outside.has(name) || elsewhere.has(name)) continue;
        if (users.get(name)?.some((it) => it !== used && !dead.has(it))) continue;
        dead.add(used);
        orphans.push(used.view);
      }
    return orphans;
  };
}

function webOf(document: OpenApiDocument, nameOf: (reference: string) => string | undefined): Web {
  const parts = new Map<string, Part>();
  const users = new Map<string, Part[]>();
  const names = (view: View): readonly string[] => referencesIn(view).flatMap((it) => nameOf(it) ?? []);
  const routes = (Object.keys(kindNames) as Section[]).map((it) => document.sectionRoute(it));
  for (const route of routes)
    for (const [key, view] of document.view.at(...route).entries) {
      const name = `${route.join('/')} ${key}`;
      const part = { view, references: names(view) };
      parts.set(name, part);
      for (const it of part.references) {
        const list = users.get(it);
        if (list) list.push(part);
        else users.set(it, [part]);
      }
    }
  const holders = new Set(routes.map((it) => it[0]));
  const others = document.view.entries.filter(([key]) => !holders.has(key));
  return { parts, users, outside: new Set(others.flatMap(([, view]) => names(view))) };
}

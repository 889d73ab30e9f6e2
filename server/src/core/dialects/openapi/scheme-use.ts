import { cellsOf } from '../../cells/cell.ts';
import { sameElements } from '../../cells/same.ts';
import type { Report } from '../../rules/rule.ts';
import type { View } from '../../syntax/view.ts';
import type { OpenApiDocument } from './document.ts';
import type { Operation } from './operation.ts';
import type { Security, SecurityScheme } from './security.ts';

/** A place that requires a scheme. */
export interface SchemePlace {
  /** The key of the requirement. */
  readonly view: View;
  /** Undefined for the root list. */
  readonly operation: Operation | undefined;
}

/** What an operation's own list requires. */
interface OwnUses {
  readonly known: boolean;
  readonly uses: readonly (SchemePlace & { readonly scheme: SecurityScheme | undefined })[];
}

function usesOf({ state, requirements }: Security, operation: Operation | undefined): OwnUses {
  const uses = requirements.flatMap((it) =>
    it.uses.map(({ scheme, name }) => ({ view: it.view.get(name), operation, scheme })),
  );
  return { known: state !== 'unknown', uses };
}

const ownUses = cellsOf((operation: Operation) => usesOf(operation.ownSecurity, operation), sameUses);

function sameUses(a: OwnUses, b: OwnUses): boolean {
  return (
    a.known === b.known &&
    a.uses.length === b.uses.length &&
    a.uses.every((it, i) => it.view === b.uses[i]?.view && it.scheme === b.uses[i]?.scheme)
  );
}

/** What all lists of a document require; one look at its operations for all schemes. */
interface AllUses {
  readonly known: boolean;
  readonly places: ReadonlyMap<SecurityScheme, readonly SchemePlace[]>;
}

const allUses = cellsOf((document: OpenApiDocument): AllUses => {
  const places = new Map<SecurityScheme, SchemePlace[]>();
  let allKnown = true;
  for (const { known, uses } of [usesOf(document.security, undefined), ...document.operations.map(ownUses)]) {
    allKnown &&= known;
    for (const use of uses) {
      if (!use.scheme) continue;
      const list = places.get(use.scheme);
      if (list) list.push(use);
      else places.set(use.scheme, [use]);
    }
  }
  return { known: allKnown, places };
});

const places = cellsOf(
  (scheme: SecurityScheme): readonly SchemePlace[] => allUses(scheme.document).places.get(scheme) ?? [],
  sameElements,
);

/** Where a scheme is required: in the root list and in operations' own lists. */
export function placesOf(scheme: SecurityScheme): readonly SchemePlace[] {
  return places(scheme);
}

const mayBeRequired = cellsOf((scheme: SecurityScheme) => {
  const { known, places } = allUses(scheme.document);
  return !known || places.has(scheme);
});

/** Whether something requires the scheme, or something is not known to require none. */
export function isMaybeRequired(scheme: SecurityScheme): boolean {
  return mayBeRequired(scheme);
}

/** "required by 3 places, the first is GET /orders", or that nothing requires it yet. */
export function useText(places: readonly SchemePlace[]): string {
  const [first] = places;
  if (!first) return 'no operation requires it yet';
  const name = first.operation?.label ?? 'the root security';
  return places.length === 1 ? `${name} requires it` : `${places.length} places require it, the first is ${name}`;
}

/**
 * Findings where a weak scheme is required, besides the one where it is declared: an operation may have to require
 * another scheme although this one stays. `fault` completes "GET /orders requires "x", ...".
 */
export function reportUses(
  scheme: SecurityScheme,
  fault: string,
  equivalents: readonly string[],
  report: (it: Report) => void,
): void {
  for (const { view, operation } of placesOf(scheme)) {
    const label = operation?.label ?? 'The root security';
    report({
      at: view.anchor('key'),
      message: `${label} requires "${scheme.name}", ${fault}. Require a stronger scheme here, or change this one.`,
      severity: 'hint',
      reason: 'the scheme itself is reported where it is declared',
      equivalents,
      related: [{ message: `"${scheme.name}" is declared here`, at: scheme.entry.anchor('key') }],
      group: {
        key: `use of ${scheme.name}`,
        from: 4,
        acrossFiles: true,
        message: (n) =>
          `${n} places require "${scheme.name}", ${fault}; the first is ${operation?.label ?? 'the root security'}. Require a stronger scheme there, or change this one.`,
      },
    });
  }
}

/** Related places of a finding about a scheme. */
export function relatedUses(
  places: readonly SchemePlace[],
): readonly { message: string; at: ReturnType<View['anchor']> }[] {
  return places.slice(0, 20).map(({ view, operation }) => ({
    message: `Required by ${operation?.label ?? 'the root security'}`,
    at: view.anchor('key'),
  }));
}

import type { Report } from '../../rules/rule.ts';
import type { View } from '../../syntax/view.ts';
import type { Operation } from './operation.ts';
import type { SecurityScheme } from './security.ts';

/** A place that requires a scheme. */
export interface SchemePlace {
  /** The key of the requirement. */
  readonly view: View;
  /** Undefined for the root list. */
  readonly operation: Operation | undefined;
}

/** Where a scheme is required: in the root list and in operations' own lists. */
export function placesOf(scheme: SecurityScheme): readonly SchemePlace[] {
  const { document } = scheme;
  const all = [
    { operation: undefined, security: document.security },
    ...document.operations.map((operation) => ({ operation, security: operation.ownSecurity })),
  ];
  return all.flatMap(({ operation, security }) =>
    security.requirements.flatMap((it) =>
      it.uses.filter((use) => use.scheme === scheme).map((use) => ({ view: it.view.get(use.name), operation })),
    ),
  );
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

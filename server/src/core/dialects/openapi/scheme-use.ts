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

/** Related places of a finding about a scheme. */
export function relatedUses(
  places: readonly SchemePlace[],
): readonly { message: string; at: ReturnType<View['anchor']> }[] {
  return places.slice(0, 20).map(({ view, operation }) => ({
    message: `Required by ${operation?.label ?? 'the root security'}`,
    at: view.anchor('key'),
  }));
}

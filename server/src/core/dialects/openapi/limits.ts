import { Cell, cellsOf } from '../../cells/cell.ts';
import { sameValue } from '../../cells/same.ts';
import type { RuleContext } from '../../rules/context.ts';
import type { Severity } from '../../rules/rule.ts';
import type { OpenApiDocument } from './document.ts';
import type { Schema } from './schema.ts';
import { plainName } from './words.ts';

/** How a schema without a limit is reported: what callers send is graver than what they get. */
export interface Direction {
  readonly key: 'in' | 'out' | 'unused';
  readonly severity?: Severity;
  readonly reason?: string;
}

/** The direction in which a schema travels; the severity is set where it differs from that of requests. */
export function directionOf(schema: Schema): Direction {
  if (schema.incoming) return { key: 'in' };
  if (schema.outgoing) return { key: 'out', severity: 'hint', reason: 'it is only sent, never received' };
  return { key: 'unused', severity: 'hint', reason: 'no operation of this document uses it' };
}

/** "in POST /orders", or where it stands. */
export function usedIn(schema: Schema): string {
  return schema.user ? ` (${schema.user.label})` : '';
}

const limits = ['maxLength', 'maxItems', 'maximum', 'maxProperties'];

interface Limit {
  /** Keyword and name. */
  readonly key: string;
  readonly value: number;
}

const limitsOf = cellsOf((schema: Schema): readonly Limit[] => {
  const { name } = schema;
  if (name === undefined) return [];
  return limits.flatMap((keyword) => {
    const value = schema.view.numberAt(keyword);
    return value === undefined ? [] : [{ key: `${keyword} ${plainName(name)}`, value }];
  });
}, sameValue);

/** The widest limits of a document, by keyword and name. */
const learnt = cellsOf((document: OpenApiDocument): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const schema of document.schemas)
    for (const { key, value } of limitsOf(schema)) if (value > (found.get(key) ?? 0)) found.set(key, value);
  return found;
});

/** Each limit on its own: another number elsewhere is no news for those who ask for this one. */
const single = cellsOf((document: OpenApiDocument) => {
  const cells = new Map<string, Cell<number | undefined>>();
  return (key: string): number | undefined => {
    let cell = cells.get(key);
    if (!cell) cells.set(key, (cell = new Cell(() => learnt(document).get(key))));
    return cell.value;
  };
});

/**
 * A limit for a schema of this name: the widest that the document sets itself for the same name, else the fallback. The
 * author's own numbers are better than any of ours. Where patches are not wanted nobody needs to look for it.
 */
export function learnLimit(
  { namesOnly }: RuleContext,
  { document, name }: Schema,
  keyword: string,
  fallback: number,
): number {
  return namesOnly ? fallback : (single(document)(`${keyword} ${plainName(name ?? '')}`) ?? fallback);
}

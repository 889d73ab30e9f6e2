/**
 * A tree of elements as plain data. Everything the panel shows is first such a tree, made by pure functions; `dom.ts`
 * draws it by DOM calls and `text.ts` writes it as a string, so no name from a file is ever read as HTML.
 */

export type Attribute = string | number | boolean | null | undefined;

export interface Markup {
  readonly tag: string;
  /** `key` names the element among its siblings across redraws and is not written out. */
  readonly attrs: Readonly<Record<string, Attribute>>;
  readonly children: readonly Child[];
}

export type Child = Markup | string;

/** An element. Absent children (`null`, `false`) are dropped, so that callers can write conditions in place. */
export function el(
  tag: string,
  attrs: Readonly<Record<string, Attribute>> = {},
  ...children: readonly (Child | readonly Child[] | null | false)[]
): Markup {
  const flat: Child[] = [];
  for (const child of children) {
    if (child === null || child === false) continue;
    if (typeof child === 'string' || 'tag' in child) flat.push(child);
    else flat.push(...child);
  }
  return { tag, attrs, children: flat };
}

/** Names of classes, joined; false ones are left out. */
export function classes(...names: readonly (string | false | null)[]): string {
  return names.filter((it) => it !== false && it !== null && it !== '').join(' ');
}

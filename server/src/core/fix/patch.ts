import type { Anchor } from '../syntax/anchor.ts';

/** Plain data to be written into a document. Keys keep their order. */
export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/**
 * A change by route, described as data; writers turn it into edits against the current text and touch only the bytes
 * that change. Anchors may lead to files other than the finding's own.
 */
export type Patch =
  /** YAML, JSON: sets the value at the route; missing maps on the way are created, an existing value is replaced. */
  | {
      readonly op: 'set';
      readonly at: Anchor;
      readonly value: PlainValue;
      /** What the value leads to, when it is a reference: findings there are not the doing of the fix. */
      readonly refersTo?: Anchor;
    }
  /** YAML, JSON: adds an item to the list at the route; a missing list is created. */
  | { readonly op: 'append'; readonly at: Anchor; readonly value: PlainValue }
  /** YAML, JSON: removes the entry or item. Dockerfile: removes the instruction, flag or argument. */
  | { readonly op: 'remove'; readonly at: Anchor }
  /** YAML, JSON: gives the entry at the route another key. */
  | { readonly op: 'rename'; readonly at: Anchor; readonly key: string }
  /** YAML, JSON: replaces characters of the string at the route: `at.span` counts in the value, not in its quoted source; the writer keeps the quotes or adds those that are needed. */
  | { readonly op: 'rewrite'; readonly at: Anchor; readonly text: string }
  /** Dockerfile: replaces the source at the route (and span) by this text. */
  | { readonly op: 'replace'; readonly at: Anchor; readonly text: string }
  /** Dockerfile: whole lines before or after the instruction at the route, without the last line break. */
  | { readonly op: 'insert'; readonly at: Anchor; readonly where: 'before' | 'after'; readonly text: string }
  /** A new file, refused when it exists; `at.route` is empty. */
  | { readonly op: 'create'; readonly at: Anchor; readonly text: string };

/** What a user has to know before he takes a fix. */
export type FixSafety =
  /** Cannot change what a correct system does; part of fix-all. */
  | 'safe'
  /** May change how the system behaves: to be looked at. */
  | 'behaviour'
  /** Has a blank that only the user can fill (see {@link blank}). */
  | 'needs-value';

export interface Fix {
  /** Says what will be done, with the user's own names: "Set privileged to false". */
  readonly title: string;
  readonly safety: FixSafety;
  readonly patches: readonly Patch[];
}

const open = '\uE000';
const close = '\uE001';

/** A blank in a patch's text that the user fills in; editors make a tab stop of it, others keep the proposal. */
export function blank(proposal: string): string {
  return open + proposal + close;
}

/** The text with its blanks filled in by their own proposals. */
export function fillBlanks(text: string): string {
  return text.replaceAll(open, '').replaceAll(close, '');
}

/** The text as a snippet of LSP 3.18: blanks are numbered tab stops, and what snippets would read is escaped. */
export function toSnippet(text: string): string {
  let stop = 0;
  return text
    .replace(/[\\$}]/g, '\\$&')
    .replace(new RegExp(`${open}([^${close}]*)${close}`, 'g'), (_, proposal: string) => `\${${++stop}:${proposal}}`);
}

export function hasBlank(text: string): boolean {
  return text.includes(open);
}

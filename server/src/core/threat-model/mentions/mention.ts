import type { Anchor } from '../../syntax/anchor.ts';
import type { Space } from '../lookup.ts';

/** What a name means: a component of the model, or an object of a manifest. A key, equal for equal things. */
export type Subject = string;

/** A place of a file that says the name of something. */
export interface Mention {
  readonly at: Anchor;
  /** The name as it is written there; null when the whole place is meant. */
  readonly token: string | null;
  /** Several where the files leave open which one is meant. */
  readonly subjects: readonly Subject[];
}

export function componentSubject(id: string): Subject {
  return `component\n${id}`;
}

export function objectSubject(kind: string, space: Space, name: string): Subject {
  return `object\n${kind}\n${space ?? ''}\n${name}`;
}

/** A key for an anchor, whatever part of the thing it shows. */
export function anchorKey({ file, chunk, route }: Anchor): string {
  return `${file}\n${chunk}\n${route.join('\n')}`;
}

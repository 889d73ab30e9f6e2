import type { Route } from '../../syntax/anchor.ts';
import type { Address, Role } from '../fact.ts';
import type { Tri } from '../model.ts';

/** A value of a configuration file with where it stands. */
export interface ConfigEntry {
  /** Keys joined by dots, indices in brackets, as Spring writes them. */
  readonly key: string;
  readonly value: string;
  readonly chunk: number;
  /** In YAML and JSON the route of the value; in other texts the text to look for and how often it came before. */
  readonly route: Route;
}

/** An address that a configuration file names, before it is known whose configuration it is. */
export interface ConfigTarget {
  readonly entry: ConfigEntry;
  readonly address: Address;
  readonly role: Role;
  readonly needs: string | null;
  readonly credentials: Tri;
  readonly external: boolean;
}

/** Entries by a key without the freedoms of spelling that Spring allows ("relaxed binding"): case, dashes, underscores. */
export function canonicalKey(key: string): string {
  return key.toLowerCase().replace(/[-_]/g, '');
}

/** Routes into plain text: what to look for, and how many equal texts stand before it. */
export class TextRoutes {
  readonly #seen = new Map<string, number>();

  next(needle: string): Route {
    const count = this.#seen.get(needle) ?? 0;
    this.#seen.set(needle, count + 1);
    return [needle, count];
  }
}

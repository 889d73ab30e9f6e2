import type { Node } from '../../syntax/node.ts';
import type { View } from '../../syntax/view.ts';
import { about, formats, harmless, phrases, tags } from './data-class-names.ts';
import type { Operation } from './operation.ts';
import { Schema } from './schema.ts';
import { wordsOf } from './words.ts';

/**
 * What kind of data somebody loses when it leaks. `identifiers` are those of persons and of their devices; GDPR, article
 * 4(1) and 9, and PCI DSS 4.0, section 3, name most of them.
 */
export type DataClass = 'credentials' | 'payment' | 'health' | 'contact' | 'location' | 'identifiers';

/** A class with the names that told it, in the author's own words. */
export interface DataUse {
  readonly dataClass: DataClass;
  readonly names: readonly string[];
}

/** What an operation is given and what it gives. */
export interface OperationData {
  readonly takes: readonly DataUse[];
  readonly returns: readonly DataUse[];
}

const index = indexPhrases();

/** The class of a name: the longest phrase in it decides. Undefined for names that only tell about such data. */
export function dataClassOf(name: string): DataClass | undefined {
  const words = wordsOf(name);
  const joined = ` ${words.join(' ')} `;
  if (harmless.some((it) => joined.includes(` ${it} `))) return undefined;
  for (let length = Math.min(3, words.length); length > 0; length--) {
    for (let from = 0; from + length <= words.length; from++) {
      const found = index.get(words.slice(from, from + length).join(' '));
      const last = words.at(-1) ?? '';
      if (found && (from + length === words.length || !about.has(last))) return found;
    }
  }
  return undefined;
}

function indexPhrases(): ReadonlyMap<string, DataClass> {
  const all = Object.entries(phrases) as readonly (readonly [DataClass, readonly string[]])[];
  return new Map(all.flatMap(([dataClass, list]) => list.map((it) => [it, dataClass] as const)));
}

/** An operation that reaches more schema objects than this is judged by those met first. */
const mostSchemas = 2000;

/** The data that an operation takes and returns, by the names, formats and tags of its contract. */
export function dataOf(operation: Operation): OperationData {
  const takes = new Found();
  const returns = new Found();
  for (const parameter of operation.parameters) {
    if (parameter.location === 'body') continue;
    if (parameter.type) takes.add(parameter.name, parameter.type);
  }
  const taken = operation.requestContents.map((it) => it.schema);
  const given = operation.responses
    .filter(({ status }) => /^[23]|^default$/i.test(status))
    .flatMap(({ response }) => response?.contents.map((it) => it.schema) ?? []);
  collect(operation, taken, takes);
  collect(operation, given, returns);
  for (const tag of operation.view.get('tags').items) {
    for (const word of wordsOf(tag.text ?? '')) {
      const dataClass = Object.hasOwn(tags, word) ? tags[word] : undefined;
      if (!dataClass) continue;
      if (taken.length > 0) takes.tag(dataClass, `tag ${tag.text ?? ''}`);
      if (given.length > 0) returns.tag(dataClass, `tag ${tag.text ?? ''}`);
    }
  }
  return { takes: takes.uses, returns: returns.uses };
}

/** Each object once, without recursion: cycles and shared parts cost nothing more. */
function collect({ document }: Operation, schemas: readonly View[], found: Found): void {
  const todo = [...schemas];
  const seen = new Set<Node>();
  for (let next = todo.pop(); next && seen.size < mostSchemas; next = todo.pop()) {
    for (const view of document.references.layers(next) ?? []) {
      if (!view.node || seen.has(view.node)) continue;
      seen.add(view.node);
      for (const { edge, view: child, name } of new Schema(document, view, undefined).subschemas) {
        if (edge === 'not') continue;
        if (edge === 'property' && name !== undefined) found.add(name, document.references.resolve(child) ?? child);
        todo.push(child);
      }
    }
  }
}

class Found {
  readonly #names = new Map<DataClass, Set<string>>();

  /** A switch and a number of such things are not the things. */
  add(name: string, schema: View): void {
    const type = schema.get('type').text;
    if (type === 'boolean') return;
    const format = schema.get('format').text ?? '';
    const dataClass = (Object.hasOwn(formats, format) ? formats[format] : undefined) ?? dataClassOf(name);
    if (dataClass) this.#put(dataClass, name);
  }

  tag(dataClass: DataClass, name: string): void {
    if (!this.#names.has(dataClass)) this.#put(dataClass, name);
  }

  #put(dataClass: DataClass, name: string): void {
    const names = this.#names.get(dataClass);
    if (names) names.add(name);
    else this.#names.set(dataClass, new Set([name]));
  }

  /** In the order of the table: what weighs most first. */
  get uses(): readonly DataUse[] {
    const order = Object.keys(phrases) as readonly DataClass[];
    return order.flatMap((dataClass) => {
      const names = this.#names.get(dataClass);
      return names ? [{ dataClass, names: [...names] }] : [];
    });
  }
}

import { isRecording } from '../cells/cell.ts';
import { isMergeKey, keyText } from '../syntax/map-index.ts';
import type { Node } from '../syntax/node.ts';
import type { AnyRule } from './rule.ts';

/** What a schema shows at a glance. Thousands of them have one of a few hundred outlines. */
export interface Outline {
  readonly keys: ReadonlySet<string>;
  /** The stated types without "null". */
  readonly types: readonly string[];
}

/**
 * The rules that may have something to say of a schema, by its outline: of some forty that visit schemas, not ten look at
 * what most of them hold. For what stands still only: nobody is told when an outline becomes another one.
 */
export class OutlinedRules {
  readonly #rules: readonly AnyRule[];
  #first = new Step(undefined, undefined, undefined);
  #count = 0;

  constructor(rules: readonly AnyRule[]) {
    this.#rules = rules;
  }

  /** All rules, where an alias or a merge key leaves open what the schema holds, and for the few with several types. */
  of(node: Node | undefined): readonly AnyRule[] {
    if (node?.kind !== 'map' || isRecording()) return this.#rules;
    let step = this.#first;
    for (const { key, value } of node.entries) {
      if (!key) continue;
      if (value?.kind === 'alias' || isMergeKey(key)) return this.#rules;
      const text = keyText(key);
      step = this.#next(step, text, undefined);
      if (text !== 'type') continue;
      const types = typesOf(value);
      if (!types || types.length > 1) return this.#rules;
      step = this.#next(step, types[0] ?? '', types);
    }
    return (step.rules ??= this.#concerned(outlineOf(step)));
  }

  #next(step: Step, text: string, types: readonly string[] | undefined): Step {
    const known = step.next.get(text);
    if (known) return known;
    // Whoever writes other keys each time must not fill the memory.
    if (++this.#count > mostSteps) {
      this.#first = new Step(undefined, undefined, undefined);
      this.#count = 0;
    }
    const made = new Step(step, types ? undefined : text, types);
    step.next.set(text, made);
    return made;
  }

  #concerned(outline: Outline): readonly AnyRule[] {
    return this.#rules.filter((it) => it.looksAt?.(outline) ?? true);
  }
}

const mostSteps = 20_000;

/** Outlines are told apart key by key, in the order in which they stand. */
class Step {
  readonly next = new Map<string, Step>();
  readonly before: Step | undefined;
  /** Undefined for a step that tells the types. */
  readonly key: string | undefined;
  readonly types: readonly string[] | undefined;
  rules: readonly AnyRule[] | undefined;

  constructor(before: Step | undefined, key: string | undefined, types: readonly string[] | undefined) {
    this.before = before;
    this.key = key;
    this.types = types;
  }
}

function outlineOf(last: Step): Outline {
  const keys = new Set<string>();
  let types: readonly string[] | undefined;
  for (let step: Step | undefined = last; step; step = step.before) {
    if (step.key !== undefined) keys.add(step.key);
    // The last of two equal keys wins.
    types ??= step.types;
  }
  return { keys, types: types ?? [] };
}

/** Undefined where an alias leaves them open. */
function typesOf(node: Node | undefined): readonly string[] | undefined {
  if (node?.kind === 'scalar') return statedType(node.value === null ? '' : node.source);
  if (node?.kind !== 'list') return [];
  const types: string[] = [];
  for (const item of node.items) {
    if (item?.kind === 'alias') return undefined;
    if (item?.kind === 'scalar' && item.value !== null) types.push(...statedType(item.source));
  }
  return types;
}

function statedType(text: string): readonly string[] {
  return text === '' || text === 'null' ? [] : [text];
}

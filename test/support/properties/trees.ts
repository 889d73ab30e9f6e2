import assert from 'node:assert/strict';
import { splitYamlStream } from '../../../server/src/core/syntax/chunk.ts';
import { parseWholeJson } from '../../../server/src/core/syntax/json.ts';
import { type JsonReading, readJson } from '../../../server/src/core/syntax/json-update.ts';
import type { YamlReading } from '../../../server/src/core/syntax/yaml-islands.ts';
import { parseWholeYaml } from '../../../server/src/core/syntax/yaml-whole.ts';
import { readYaml } from '../../../server/src/core/syntax/yaml.ts';
import { corpusFiles } from '../corpus.ts';
import { editedJson } from '../json-edits.ts';
import { editedText, randomFrom, type Random } from '../typing.ts';
import { oddJson, plainJson } from '../json-texts.ts';
import { filler, traps } from '../yaml-traps.ts';
import type { Property, Session } from './property.ts';

/** Longer texts take seconds for each edit, because the whole parser is asked each time. */
const longest = 120_000;

function texts(name: RegExp, made: Readonly<Record<string, string>>, chunks: (text: string) => readonly string[]) {
  const found = new Map(Object.entries(made));
  for (const { path, text } of corpusFiles(name))
    chunks(text).forEach((it, i) => {
      if (it.length > 0 && it.length <= longest) found.set(`${path} ${i}`, it);
    });
  return found;
}

/** A text that is edited; every now and then, an edit is taken back. */
class Typed {
  readonly #before: string[] = [];
  readonly #edit: (text: string, random: Random) => string;
  text: string;

  constructor(text: string, edit: (text: string, random: Random) => string) {
    this.text = text;
    this.#edit = edit;
  }

  step(edit: number): string {
    const random = randomFrom(edit);
    const undone = random.below(5) === 0 ? this.#before.pop() : undefined;
    if (undone === undefined) this.#before.push(this.text);
    return (this.text = undone ?? this.#edit(this.text, random));
  }

  texts(): ReadonlyMap<string, string> {
    return new Map([['text', this.text]]);
  }
}

function yamlSession(text: string): Session {
  const typed = new Typed(text, editedText);
  let reading: YamlReading = readYaml(text);
  return {
    step: (edit) => {
      const now = typed.step(edit);
      reading = readYaml(now, reading);
      const fresh = readYaml(now);
      assert.deepEqual(reading.tree, fresh.tree);
      assert.deepEqual(reading.islands, fresh.islands);
      // A long text keeps its faults where they are, where the whole parser would let them swallow the rest.
      if (now.length > 6_000 && fresh.tree.faults.length > 0) return;
      assert.deepEqual(fresh.tree, parseWholeYaml(now));
    },
    texts: () => typed.texts(),
  };
}

/** After any edits, the tree of a YAML document is that of a fresh reading, and of the whole parser. */
export function yamlTrees(): Property {
  const known = texts(/\.ya?ml$/, traps, (text) => splitYamlStream(text).map((it) => it.text));
  return {
    name: 'YAML trees',
    bases: [...known.keys()],
    perScript: 8,
    begin: (base) => yamlSession(known.get(base) ?? ''),
  };
}

/** The same inside a document that is so long that faults stay where they are. */
export function longYamlTrees(): Property {
  const known = texts(/\.ya?ml$/, traps, (text) => splitYamlStream(text).map((it) => it.text));
  const short = [...known].filter(([, it]) => it.length > 600 && it.length < 9000 && !it.startsWith('\uFEFF'));
  const around = filler.repeat(11);
  const made = short.map(
    ([name, it]) => [name, () => `z:\n${around}x:\n${it.replace(/^/gm, '  ')}\ny:\n${around}`] as const,
  );
  const long = [...known].filter(([, it]) => it.length > 30_000).map(([name, it]) => [name, () => it] as const);
  const makers = new Map([...made, ...long]);
  return {
    name: 'long YAML trees',
    bases: [...makers.keys()],
    perScript: 10,
    begin: (base) => yamlSession(makers.get(base)?.() ?? ''),
  };
}

/** After any edits, the tree of a JSON document is the one that the tolerant parser gives. */
export function jsonTrees(): Property {
  const made = [...plainJson, ...oddJson];
  const known = texts(/\.json$/, Object.fromEntries(made.map((it) => [it, it])), (text) => [text]);
  return {
    name: 'JSON trees',
    bases: [...known.keys()],
    perScript: 10,
    begin: (base) => {
      const text = known.get(base) ?? '';
      const typed = new Typed(text, editedJson);
      let reading: JsonReading = readJson(text);
      return {
        step: (edit) => {
          const now = typed.step(edit);
          reading = readJson(now, reading);
          assert.deepEqual(reading.tree, parseWholeJson(now));
        },
        texts: () => typed.texts(),
      };
    },
  };
}

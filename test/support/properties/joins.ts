import assert from 'node:assert/strict';
import { buildModel } from '../../../server/src/core/threat-model/build.ts';
import { Workspace } from '../../../server/src/core/workspace.ts';
import { corpusFiles } from '../corpus.ts';
import { randomFrom, type Random } from '../typing.ts';
import type { Property, Session } from './property.ts';

const root = 'file:///system';

/** Folders that are one system each: the examples, and those of the corpus where there is one. */
const home = /^(?:(?:systems|dfd\/apps)\/[^/]+|shop|shop-hardened)\//;

function systemsOfFiles(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const systems = new Map<string, Map<string, string>>();
  for (const { path, text } of corpusFiles(/\.(?:ya?ml|json|xml|gradle|properties|conf|env)$|^Dockerfile|^\.env$/)) {
    const base = home.exec(path)?.[0];
    if (base === undefined || text.length > 100_000) continue;
    const files = systems.get(base) ?? new Map<string, string>();
    files.set(`${root}/${path}`, text);
    systems.set(base, files);
  }
  return systems;
}

/** What stands behind the keys that joins follow. */
const word = /(?<=(?:name|app|host|image|namespace|kind|type|port|value|service|build|label): *)[\w./:-]+/g;

/** Changes a line of a text as somebody does who renames, copies or deletes; most often what a key holds. */
function changed(text: string, words: readonly string[], random: Random): string {
  const lines = text.split('\n');
  const at = random.below(lines.length);
  const line = lines[at] ?? '';
  const key = /^\s*(?:- )?[\w./-]+: */.exec(line)?.[0];
  const how = random.below(10);
  if (how === 0) lines.splice(at, 1);
  else if (how === 1) lines.splice(at, 0, line);
  else if (key !== undefined) lines[at] = key + random.pick(words);
  else lines[at] = line.replace(/[\w-]+/, random.pick(words));
  return lines.join('\n');
}

function session(files: ReadonlyMap<string, string>): Session {
  const texts = new Map(files);
  const workspace = new Workspace({ rules: [], today: '2026-11-01', root });
  workspace.apply([...files].map(([uri, text]) => ({ uri, content: { text } })));
  const telling = [...files.keys()].filter((uri) => workspace.facts(uri).length > 0);
  const words = [...new Set([...files.values()].flatMap((it) => it.match(word) ?? []))];
  workspace.threatModel();
  return {
    step: (edit) => {
      const random = randomFrom(edit);
      const uri = random.pick(telling);
      const text = texts.get(uri);
      const how = random.below(10);
      const next =
        how === 0
          ? undefined
          : text === undefined || how === 1
            ? files.get(uri)
            : how === 2
              ? files.get(random.pick(telling))
              : changed(text, words, random);
      if (next === undefined) texts.delete(uri);
      else texts.set(uri, next);
      workspace.apply([{ uri, content: next === undefined ? null : { text: next } }]);
      // A list of its own is a workspace of its own, in which nothing is remembered.
      const scratch = buildModel(workspace.files.flatMap((it) => workspace.facts(it)));
      assert.deepEqual(workspace.threatModel(), scratch);
    },
    texts: () => texts,
  };
}

/** After any edits of the files of a system, its model is the one that is joined of its facts from scratch. */
export function joins(): Property {
  const systems = systemsOfFiles();
  return {
    name: 'joins',
    bases: [...systems.keys()],
    perScript: 20,
    begin: (base) => session(systems.get(base) ?? new Map()),
  };
}

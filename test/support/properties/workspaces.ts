import assert from 'node:assert/strict';
import { allRules } from '../../../server/src/core/rules/all.gen.ts';
import { Workspace } from '../../../server/src/core/workspace.ts';
import { editedMeaning } from '../edits.ts';
import { editedJson } from '../json-edits.ts';
import { randomFrom } from '../typing.ts';
import type { Session } from './property.ts';

const root = 'file:///work';

function fresh(): Workspace {
  return new Workspace({ rules: allRules, today: '2026-11-01', root });
}

/** A file of an edited workspace; the language is what an editor says of a file that it holds open. */
export interface EditedFile {
  readonly name: string;
  readonly text: string;
  readonly language: string | undefined;
}

/** Everything that a workspace says of the files and of their system, with the places in the texts. */
function answers(workspace: Workspace): unknown {
  return {
    files: workspace.files.map((uri) => {
      const verdicts = workspace.verdicts(uri);
      const places = verdicts.map((it) => workspace.place(it.finding.at));
      return { uri, verdicts, places, facts: workspace.facts(uri), status: workspace.status(uri) };
    }),
    model: workspace.threatModel(),
  };
}

/**
 * Files that are open in an editor, and edited in turn. Every now and then an edit is only tried, as a proof of a fix
 * tries it: nothing of it may be left. And every now and then a file is judged in parts, and the next edit comes first.
 */
export function workspaceSession(files: readonly EditedFile[]): Session {
  const open = fresh();
  const texts = new Map(files.map((it) => [it.name, it.text]));
  const before: { readonly name: string; readonly text: string }[] = [];
  const uriOf = (name: string): string => `${root}/${name}`;
  const change = ({ name, language }: EditedFile, text: string) => ({
    uri: uriOf(name),
    content: { text, ...(language === undefined ? {} : { language }) },
  });
  const compare = (): void => {
    const scratch = fresh();
    scratch.apply(files.map((it) => change({ ...it, language: undefined }, texts.get(it.name) ?? '')));
    assert.deepEqual(answers(open), answers(scratch));
  };
  const edited = ({ name }: EditedFile, random: ReturnType<typeof randomFrom>): string => {
    const text = texts.get(name) ?? '';
    return name.endsWith('.json') && random.below(2) === 0 ? editedJson(text, random) : editedMeaning(text, random);
  };
  /** Judges in small steps, and gives up after a few of them. */
  const judgeSome = (random: ReturnType<typeof randomFrom>): void => {
    for (let parts = random.below(4); parts > 0; parts--) {
      let asked = random.below(random.pick([2, 200]));
      for (const { name } of files) open.weight(uriOf(name), () => asked-- <= 0);
    }
  };
  open.apply(files.map((it) => change(it, it.text)));
  answers(open);
  return {
    step: (edit) => {
      const random = randomFrom(edit);
      const file = random.pick(files);
      if (random.below(5) === 0) {
        const tried = change(file, edited(file, random));
        const said = open.trial([tried], () => (random.below(2) === 0 ? answers(open) : open.verdicts(tried.uri)));
        assert.ok(said);
      }
      const passing = randomFrom(edit + 1);
      if (passing.below(3) === 0) {
        const typed = passing.pick(files);
        open.apply([change(typed, edited(typed, passing))]);
        judgeSome(passing);
        open.apply([change(typed, texts.get(typed.name) ?? '')]);
      }
      const undone = random.below(6) === 0 ? before.pop() : undefined;
      const { name, text } = undone ?? { name: file.name, text: edited(file, random) };
      if (!undone) before.push({ name, text: texts.get(name) ?? '' });
      texts.set(name, text);
      open.apply([change(files.find((it) => it.name === name) ?? file, text)]);
      judgeSome(passing);
      compare();
    },
    texts: () => texts,
  };
}

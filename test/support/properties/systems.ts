import assert from 'node:assert/strict';
import { allRules } from '../../../server/src/core/rules/all.gen.ts';
import { Workspace } from '../../../server/src/core/workspace.ts';
import { kinds, type Part, root, textOf, uriOf } from '../shop.ts';
import { randomFrom, type Random } from '../typing.ts';
import type { Property, Session } from './property.ts';

const words = ['web', 'orders', 'carts', 'redis', 'gateway'];

function partFrom(random: Random): Part {
  return {
    kind: random.pick<Part['kind']>(['Deployment', 'Deployment', 'Service', 'Service', ...kinds]),
    name: random.pick(words),
    namespace: random.pick(['front', 'back', '']) || null,
    label: random.pick(words),
    selects: random.pick(words),
    peer: random.pick(words),
    port: random.pick([80, 8080, 8081, 6379]),
    account: random.pick(['web', 'default', 'robot']),
    comment: random.pick(['one', 'two']),
  };
}

/** What is done to a file: it is written anew, taken away, made two, a list or half of itself, or one thing in it is edited. */
const changes = [
  'write',
  'delete',
  'two',
  'list',
  'cut',
  'label',
  'label',
  'selects',
  'port',
  'peer',
  'name',
  'namespace',
  'account',
  'comment',
] as const;

const fresh = (): Workspace => new Workspace({ rules: allRules, today: '2026-11-01', root });

/** Everything that a workspace says of the system. */
function answers(workspace: Workspace): unknown {
  return {
    files: workspace.files.map((uri) => [uri, workspace.verdicts(uri)] as const),
    model: workspace.threatModel(),
  };
}

/** Makes a change of the parts, and gives the file that it changes with its text. */
function change(parts: Map<number, Part>, random: Random): { uri: string; text: string | null } {
  const [at, what, other] = [random.below(12), random.pick(changes), partFrom(random)];
  const before = parts.get(at) ?? other;
  const now: Part =
    what === 'write' ? other : { ...before, ...(what in other ? { [what]: other[what as keyof Part] } : {}) };
  const uri = uriOf(at, now.kind);
  if (what === 'delete') {
    parts.delete(at);
    return { uri, text: null };
  }
  parts.set(at, now);
  const text = textOf(now);
  if (what === 'two') return { uri, text: `${text}---\n${textOf({ ...other, kind: 'Service' })}` };
  if (what === 'cut') return { uri, text: text.slice(0, Math.floor(text.length * 0.7)) };
  if (what === 'list') {
    const items = [now, { ...other, kind: now.kind }].map((it) => `  - ${textOf(it).replace(/\n(?=.)/g, '\n    ')}`);
    return { uri, text: `apiVersion: v1\nkind: List\nitems:\n${items.join('')}` };
  }
  return { uri, text };
}

function session(base: string): Session {
  const random = randomFrom(Number(base.replace(/\D/g, '')));
  const start = Array.from({ length: 4 + random.below(7) }, () => partFrom(random));
  const parts = new Map(start.map((it, i) => [i, it]));
  const texts = new Map(start.map((it, i) => [uriOf(i, it.kind), textOf(it)]));
  const edited = fresh();
  edited.apply([...texts].map(([uri, text]) => ({ uri, content: { text } })));
  answers(edited);
  return {
    step: (edit) => {
      const chance = randomFrom(edit);
      if (chance.below(5) === 0) {
        const { uri, text } = change(new Map(parts), chance);
        edited.trial([{ uri, content: text === null ? null : { text } }], () => answers(edited));
      }
      const { uri, text } = change(parts, chance);
      if (text === null) texts.delete(uri);
      else texts.set(uri, text);
      edited.apply([{ uri, content: text === null ? null : { text } }]);
      const scratch = fresh();
      scratch.apply([...texts].map(([at, content]) => ({ uri: at, content: { text: content } })));
      assert.deepEqual(answers(edited), answers(scratch));
    },
    texts: () => texts,
  };
}

/** After any edits, a workspace of several namespaces has the model, findings and verdicts that its files give from scratch. */
export function systems(): Property {
  return {
    name: 'systems',
    bases: Array.from({ length: 4000 }, (_, i) => `system ${i * 613 + 1}`),
    perScript: 12,
    begin: session,
  };
}

// The system follows an edit: what is kept is what would be found from scratch, and what an edit does not concern is
// not looked at again.
//   EDITS=20000 SEED=1 npx mocha --import=tsx test/core/incremental-system.test.ts     a long run
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { allRules } from '../../server/src/core/rules/all.gen.ts';
import { Workspace } from '../../server/src/core/workspace.ts';
import { kinds, type Part, root, textOf, uriOf } from '../support/shop.ts';

const word = fc.constantFrom('web', 'orders', 'carts', 'redis', 'gateway');
const part: fc.Arbitrary<Part> = fc.record({
  kind: fc.constantFrom<Part['kind'][]>('Deployment', 'Deployment', 'Service', 'Service', ...kinds),
  name: word,
  namespace: fc.constantFrom('front', 'back', null),
  label: word,
  selects: word,
  peer: word,
  port: fc.constantFrom(80, 8080, 8081, 6379),
  account: fc.constantFrom('web', 'default', 'robot'),
  comment: fc.constantFrom('one', 'two'),
});

interface Edit {
  readonly at: number;
  readonly what: 'write' | 'delete' | 'two' | 'list' | 'cut' | keyof Part;
  readonly part: Part;
}
const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(11),
  what: fc.constantFrom<Edit['what'][]>(
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
  ),
  part,
});

const fresh = (): Workspace => new Workspace({ rules: allRules, today: '2026-11-01', root });

/** Everything that a workspace says of the system. */
function answers(workspace: Workspace) {
  return {
    files: workspace.files.map((uri) => [uri, workspace.verdicts(uri)] as const),
    model: workspace.threatModel(),
  };
}

/** Applies an edit to the parts, and gives the file that it changes with its text. */
function change(parts: Map<number, Part>, { at, what, part: other }: Edit): { uri: string; text: string | null } {
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

describe('the system of an edited workspace', () => {
  const edits = Number(process.env['EDITS'] ?? 96);
  const perScript = 12;

  it('is the one that its files give from scratch, after any script of edits', function () {
    this.timeout(Math.max(60_000, edits * 400));
    const seed = process.env['SEED'];
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 4, maxLength: 10 }),
        fc.array(edit, { minLength: perScript, maxLength: perScript }),
        (start, script) => {
          const parts = new Map(start.map((it, i) => [i, it]));
          const texts = new Map<string, string>();
          for (const [i, it] of parts) texts.set(uriOf(i, it.kind), textOf(it));
          const edited = fresh();
          edited.apply([...texts].map(([uri, text]) => ({ uri, content: { text } })));
          answers(edited);
          for (const it of script) {
            const { uri, text } = change(parts, it);
            if (text === null) texts.delete(uri);
            else texts.set(uri, text);
            edited.apply([{ uri, content: text === null ? null : { text } }]);
            const scratch = fresh();
            scratch.apply([...texts].map(([at, content]) => ({ uri: at, content: { text: content } })));
            assert.deepEqual(answers(edited), answers(scratch));
          }
        },
      ),
      { numRuns: Math.max(1, Math.round(edits / perScript)), ...(seed === undefined ? {} : { seed: Number(seed) }) },
    );
  });
});

describe('an edit in a manifest', () => {
  const base: Part = {
    kind: 'Deployment',
    name: 'web',
    namespace: 'front',
    label: 'web',
    selects: 'web',
    peer: 'orders',
    port: 8080,
    account: 'web',
    comment: 'one',
  };
  const uri = `${root}/k8s/web.yaml`;
  const made = (): Workspace => {
    const workspace = fresh();
    const all: (readonly [string, Part])[] = [
      ['web', base],
      ['web-service', { ...base, kind: 'Service' }],
      ['carts', { ...base, name: 'carts', label: 'carts' }],
      ['carts-service', { ...base, kind: 'Service', name: 'carts', selects: 'carts' }],
      ['orders', { ...base, name: 'orders', label: 'orders', namespace: 'back' }],
      ['orders-service', { ...base, kind: 'Service', name: 'orders', selects: 'orders', namespace: 'back' }],
    ];
    workspace.apply(all.map(([name, it]) => ({ uri: `${root}/k8s/${name}.yaml`, content: { text: textOf(it) } })));
    answers(workspace);
    return workspace;
  };
  const ran = (to: Partial<Part>): readonly string[] => {
    const workspace = made();
    return workspace.logged(() => {
      workspace.apply([{ uri, content: { text: textOf({ ...base, ...to }) } }]);
      answers(workspace);
    });
  };
  const about = (log: readonly string[], query: string): readonly string[] =>
    log.filter((it) => it.startsWith(`${query} `)).map((it) => it.slice(query.length + 1));

  it('joins nothing and judges no object again when it is in a comment', () => {
    const log = ran({ comment: 'two' });
    for (const query of ['allFacts', 'model', 'ruleClaims', 'objectClaims', 'systemClaims'])
      assert.deepEqual(about(log, query), [], query);
  });

  it('judges only the objects that ask for the label, when it is in a label', () => {
    const log = ran({ label: 'wob' });
    const judged = about(log, 'objectClaims').map((it) => it.split('\n')[0]);
    assert.deepEqual([...new Set(judged)].sort(), [`${root}/k8s/web-service.yaml`, `${root}/k8s/web.yaml`]);
    assert.equal(about(log, 'model').length, 1);
    // What no other object can tell of the cluster is not asked again.
    assert.ok(!about(log, 'ruleClaims').includes('mesh/missing-gateway'));
  });

  it('judges the others again that ask for what a new file brings', () => {
    const workspace = made();
    const log = workspace.logged(() => {
      const text = textOf({ ...base, kind: 'ServiceAccount' });
      workspace.apply([{ uri: `${root}/k8s/account.yaml`, content: { text } }]);
      answers(workspace);
    });
    const judged = about(log, 'objectClaims').map((it) => it.split('\n')[0]);
    assert.ok(judged.includes(`${root}/k8s/web.yaml`) && judged.includes(`${root}/k8s/carts.yaml`));
    assert.ok(!judged.includes(`${root}/k8s/web-service.yaml`));
  });
});

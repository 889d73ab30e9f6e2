import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonEdits } from '../../../server/src/core/fix/json-writer.ts';
import { contentOf, contentOfValue, patched, sameContent } from '../../../server/src/core/fix/outcome.ts';
import type { Patch, PlainValue } from '../../../server/src/core/fix/patch.ts';
import { Pieces } from '../../../server/src/core/fix/pieces.ts';
import { planFix } from '../../../server/src/core/fix/plan.ts';
import { isRefusal } from '../../../server/src/core/fix/refusal.ts';
import { yamlScalar } from '../../../server/src/core/fix/yaml-scalar.ts';
import { yamlEdits } from '../../../server/src/core/fix/yaml-writer.ts';
import type { Route } from '../../../server/src/core/syntax/anchor.ts';
import { parseJson } from '../../../server/src/core/syntax/json.ts';
import type { DataTree } from '../../../server/src/core/syntax/node.ts';
import { parseChunk } from '../../../server/src/core/syntax/parsed.ts';
import { parseYaml } from '../../../server/src/core/syntax/yaml.ts';
import { applyEdits, type Edit } from '../../../server/src/core/text/edit.ts';
import { jsonText, plainValue, yamlText } from './documents.ts';

/** One of the two syntaxes, so that each property is said once. */
interface Syntax {
  readonly name: 'yaml' | 'json';
  readonly parse: (text: string) => DataTree;
  readonly write: typeof yamlEdits;
  readonly text: fc.Arbitrary<string>;
}

const syntaxes: readonly Syntax[] = [
  { name: 'yaml', parse: parseYaml, write: yamlEdits, text: yamlText },
  { name: 'json', parse: parseJson, write: jsonEdits, text: jsonText },
];

const at = (route: Route): Patch['at'] => ({ file: 'f', chunk: 0, route });

/** The routes of a text, collections apart. */
function routesOf(tree: DataTree): { all: Route[]; maps: Route[]; lists: { route: Route; length: number }[] } {
  const made = { all: [] as Route[], maps: [] as Route[], lists: [] as { route: Route; length: number }[] };
  const visit = (it: ReturnType<typeof contentOf>, route: Route): void => {
    if (route.length > 0) made.all.push(route);
    // What is empty is written anew when it gets its first value, and may not come back as it was.
    if (it.kind === 'map') {
      if (it.entries.length > 0) made.maps.push(route);
      for (const [key, value] of it.entries) visit(value, [...route, key ?? '']);
    }
    if (it.kind === 'list') {
      if (it.items.length > 0) made.lists.push({ route, length: it.items.length });
      it.items.forEach((value, i) => visit(value, [...route, i]));
    }
  };
  visit(contentOf(tree.root), []);
  return made;
}

/** The text after a patch that must not be refused; what it says is checked. */
function applied(syntax: Syntax, text: string, patch: Patch): string {
  const tree = syntax.parse(text);
  const edits = syntax.write(text, tree, patch);
  if (isRefusal(edits)) assert.fail(`${edits.refused} in ${JSON.stringify(text)}`);
  const after = applyEdits(text, edits);
  const again = syntax.parse(after);
  assert.deepEqual(again.faults, [], after);
  assert.ok(sameContent(patched(contentOf(tree.root), patch), contentOf(again.root)), after);
  return after;
}

const pick = <T>(from: readonly T[], seed: number): T | undefined => from[seed % Math.max(1, from.length)];

for (const syntax of syntaxes) {
  describe(`Properties of ${syntax.name}`, () => {
    const seed = fc.nat(10_000);
    const run = (check: (text: string, seed: number, value: PlainValue) => void): void =>
      fc.assert(fc.property(syntax.text, seed, plainValue, check), { numRuns: 60 });

    it('set says what it should and leaves the rest as it was', () =>
      run((text, n, value) => {
        const route = pick(routesOf(syntax.parse(text)).all, n);
        if (route) applied(syntax, text, { op: 'set', at: at(route), value });
      }));

    it('set and remove give back the same bytes', () =>
      run((text, n, value) => {
        const map = pick(routesOf(syntax.parse(text)).maps, n);
        if (!map) return;
        const route = [...map, 'new key'];
        const steps = n % 2 === 0 ? route : [...route, 'below', 'deep'];
        const after = applied(syntax, text, { op: 'set', at: at(steps), value });
        assert.equal(applied(syntax, after, { op: 'remove', at: at(route) }), text);
      }));

    it('append and remove give back the same bytes', () =>
      run((text, n, value) => {
        const list = pick(routesOf(syntax.parse(text)).lists, n);
        if (!list) return;
        const after = applied(syntax, text, { op: 'append', at: at(list.route), value });
        assert.equal(applied(syntax, after, { op: 'remove', at: at([...list.route, list.length]) }), text);
      }));

    it('remove takes away that and nothing else', () =>
      run((text, n) => {
        const route = pick(routesOf(syntax.parse(text)).all, n);
        if (route) applied(syntax, text, { op: 'remove', at: at(route) });
      }));

    it('rename and back give back the same bytes', () =>
      run((text, n) => {
        // A key that reads as a number comes back in quotes.
        const keys = routesOf(syntax.parse(text)).all.filter(
          (it) => typeof it.at(-1) === 'string' && it.at(-1) !== '404',
        );
        const route = pick(keys, n);
        const key = route?.at(-1);
        if (!route || typeof key !== 'string') return;
        const after = applied(syntax, text, { op: 'rename', at: at(route), key: 'new key' });
        assert.equal(applied(syntax, after, { op: 'rename', at: at([...route.slice(0, -1), 'new key']), key }), text);
      }));

    it('several patches at once say what each of them says', () =>
      run((text, n, value) => {
        const { maps, lists } = routesOf(syntax.parse(text));
        const map = pick(maps, n) ?? [];
        const list = pick(lists, n);
        const patches: Patch[] = [
          { op: 'set', at: at([...map, 'new key', 'one']), value },
          { op: 'set', at: at([...map, 'new key', 'two']), value },
          { op: 'set', at: at([...(pick(maps, n + 1) ?? []), 'other key']), value },
        ];
        if (maps.length === 0) return;
        if (list) patches.push({ op: 'append', at: at(list.route), value: 'last' });
        const file = { text, chunks: [{ start: 0, parsed: parseChunk(syntax.name, text, 'f', 0) }] };
        const plan = planFix(() => file, patches);
        if (isRefusal(plan)) assert.fail(`${plan.refused} in ${JSON.stringify(text)}`);
        const after = applyEdits(text, plan.get('f') ?? []);
        const wanted = patches.reduce(patched, contentOf(syntax.parse(text).root));
        assert.ok(sameContent(wanted, contentOf(syntax.parse(after).root)), after);
      }));
  });
}

describe('Properties of the parts', () => {
  it('a scalar is read as what was written, in a block and in a flow', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('single' as const, 'double' as const),
        (text, quote) => {
          const block = parseYaml(`a: ${yamlScalar(text, { flow: false, quote })}\n`);
          const flow = parseYaml(`[${yamlScalar(text, { flow: true, quote })}, 1]\n`);
          const wanted = contentOfValue(text);
          const inBlock = contentOf(block.root);
          const inFlow = contentOf(flow.root);
          assert.ok(
            inBlock.kind === 'map' &&
              sameContent(inBlock.entries[0]?.[1] ?? wanted, wanted) &&
              block.faults.length === 0,
          );
          assert.ok(
            inFlow.kind === 'list' && sameContent(inFlow.items[0] ?? wanted, wanted) && flow.faults.length === 0,
          );
        },
      ),
      { numRuns: 200 },
    ));

  it('edits after edits are told as edits of the first text', () => {
    const edit = fc.record({ from: fc.nat(30), length: fc.nat(5), text: fc.string({ maxLength: 4 }) });
    fc.assert(
      fc.property(
        fc.string({ maxLength: 30 }),
        fc.array(fc.array(edit, { maxLength: 4 }), { maxLength: 4 }),
        (text, steps) => {
          const pieces = new Pieces(text.length);
          let now = text;
          for (const step of steps) {
            let free = 0;
            const edits: Edit[] = [];
            for (const it of step.toSorted((a, b) => a.from - b.from)) {
              const start = Math.min(now.length, Math.max(free, it.from));
              const end = Math.min(now.length, start + it.length);
              edits.push({ start, end, text: it.text });
              free = end + 1;
            }
            const disjoint = edits.filter((it, i) => it.start > (edits[i - 1]?.end ?? -1));
            pieces.apply(disjoint);
            now = applyEdits(now, disjoint);
          }
          const made = pieces.edits();
          assert.equal(applyEdits(text, made), now);
          assert.ok(made.every((it, i) => i === 0 || it.start > (made[i - 1]?.end ?? 0)));
        },
      ),
      { numRuns: 200 },
    );
  });
});

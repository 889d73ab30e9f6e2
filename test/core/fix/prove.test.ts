import assert from 'node:assert/strict';
import { blank, type Patch } from '../../../server/src/core/fix/patch.ts';
import type { Plan } from '../../../server/src/core/fix/plan.ts';
import { proveFix, type Sight } from '../../../server/src/core/fix/prove.ts';
import type { Finding } from '../../../server/src/core/rules/finding.ts';
import type { Route } from '../../../server/src/core/syntax/anchor.ts';
import { rename, uri } from './support.ts';

function finding(rule: string, route: Route, message = `${rule} here`): Finding {
  return {
    rule,
    message,
    at: { file: uri, chunk: 0, route },
    severity: 'warning',
    reason: null,
    confidence: 'high',
    equivalents: [],
    related: [],
    fixes: [],
    resource: null,
  };
}

interface Trial {
  readonly before: readonly Finding[];
  readonly after: readonly Finding[];
  readonly fixed: readonly Finding[];
  readonly faults?: number;
  readonly speaks?: string;
  readonly patches?: readonly Patch[];
  readonly hints?: readonly Finding[];
}

/** `proven`, or why not. */
function prove({ before, after, fixed, faults = 0, speaks = 'compose', patches = [], hints = [] }: Trial): string {
  const plan: Plan = new Map([[uri, [{ start: 0, end: 1, text: 'b' }]]]);
  const look = (overlay: ReadonlyMap<string, string>): Sight => {
    if (overlay.size === 0)
      return { files: new Map([[uri, { faults: 0, speaks: 'compose' }]]), findings: before, hints };
    assert.equal(overlay.get(uri), 'b');
    return { files: new Map([[uri, { faults, speaks }]]), findings: after };
  };
  const proof = proveFix({ fixed, patches, plan, text: () => 'a', look });
  return proof.proven ? 'proven' : proof.because;
}

const one = finding('a/one', ['x', 0]);
const two = finding('a/one', ['x', 1]);
const other = finding('a/other', ['y']);

describe('A fix is proven', () => {
  it('when its finding goes and the others stay', () => {
    assert.equal(prove({ before: [one, other], after: [other], fixed: [one] }), 'proven');
  });
  it('when others move to another index', () => {
    assert.equal(prove({ before: [one, two], after: [one], fixed: [one] }), 'proven');
  });
  it('when more findings go than it claims', () => {
    assert.equal(prove({ before: [one, other], after: [], fixed: [one] }), 'proven');
  });
  it('when a count in the message of another changes', () => {
    const was = finding('a/other', ['y'], '3 of them');
    assert.equal(
      prove({ before: [one, was], after: [finding('a/other', ['y'], '2 of them')], fixed: [one] }),
      'proven',
    );
  });
  it('when others follow a renamed key', () => {
    const below = finding('a/other', ['x', 'deep']);
    const trial = { before: [one, below], after: [finding('a/other', ['z', 'deep'])], fixed: [one] };
    assert.equal(prove({ ...trial, patches: [rename('x', 'z')] }), 'proven');
    assert.match(prove(trial), /another finding/);
  });
  it('when a group loses the member at which it stood', () => {
    const group = { ...other, related: [{ message: 'and here', at: { file: uri, chunk: 0, route: ['z'] } }] };
    assert.equal(prove({ before: [one, group], after: [finding('a/other', ['z'])], fixed: [one] }), 'proven');
    assert.match(prove({ before: [one, other], after: [finding('a/other', ['z'])], fixed: [one] }), /another finding/);
  });
  it('when what comes is a lesser word about a blank that it leaves to the user', () => {
    const sample = { ...finding('a/sample', ['x', 'url']), severity: 'info' as const };
    const patches: readonly Patch[] = [
      { op: 'set', at: { file: uri, chunk: 0, route: ['x'] }, value: { url: blank('api.example.com'), other: 'y' } },
    ];
    const trial = { before: [one], fixed: [one], patches };
    assert.equal(prove({ ...trial, after: [sample] }), 'proven');
    assert.match(prove({ ...trial, after: [{ ...sample, severity: 'warning' }] }), /another finding/);
    assert.match(prove({ ...trial, after: [{ ...sample, at: { ...sample.at, route: ['x', 'other'] } }] }), /another/);
  });
  it('when a hint weighs more for it, and still less than what it ends', () => {
    const raised = { ...finding('a/hinted', ['y'], 'relied on'), severity: 'info' as const };
    const hints = [{ ...finding('a/hinted', ['y'], 'not relied on'), severity: 'hint' as const }];
    const trial = { before: [one], fixed: [one], hints };
    assert.equal(prove({ ...trial, after: [raised] }), 'proven');
    assert.match(prove({ ...trial, after: [{ ...raised, severity: 'warning' }] }), /another finding/);
    assert.match(prove({ ...trial, hints: [], after: [raised] }), /another finding/);
  });
  it('when what comes stands where a corrected reference leads, and is no graver', () => {
    const model = finding('a/model', ['models', 'Order', 'id']);
    const at = { file: uri, chunk: 0, route: ['x', '$ref'] };
    const refersTo = { file: uri, chunk: 0, route: ['models', 'Order'] };
    const patches: readonly Patch[] = [{ op: 'set', at, value: '#/models/Order', refersTo }];
    const trial = { before: [one], fixed: [one], patches };
    assert.equal(prove({ ...trial, after: [model] }), 'proven');
    assert.match(prove({ ...trial, after: [{ ...model, severity: 'error' }] }), /another finding/);
    assert.match(prove({ ...trial, after: [finding('a/model', ['models', 'Line'])] }), /another finding/);
  });
});

describe('A fix is not proven', () => {
  it('when its finding stays', () => {
    assert.match(prove({ before: [one, two], after: [one, two], fixed: [one] }), /still be there/);
  });
  it('when its finding stays with other words', () => {
    assert.match(
      prove({ before: [one], after: [finding('a/one', ['x', 0], 'now so')], fixed: [one] }),
      /still be there/,
    );
  });
  it('when another comes', () => {
    assert.match(prove({ before: [one], after: [other], fixed: [one] }), /another finding: a\/other here/);
  });
  it('when a second of its kind comes', () => {
    assert.match(prove({ before: [one, other], after: [other, other], fixed: [one] }), /another finding/);
  });
  it('when the file does not parse any more', () => {
    assert.match(prove({ before: [one], after: [], fixed: [one], faults: 1 }), /not parse/);
  });
  it('when the file is not recognised any more', () => {
    assert.match(prove({ before: [one], after: [], fixed: [one], speaks: '' }), /recognised/);
  });
  it('when there is nothing to change', () => {
    const look = (): Sight => ({ files: new Map(), findings: [] });
    const proof = proveFix({ fixed: [one], patches: [], plan: new Map(), text: () => 'a', look });
    assert.deepEqual(proof, { proven: false, because: 'There is nothing left to change.' });
  });
});

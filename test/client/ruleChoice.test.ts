/** The list of rules to explain is read by people: it says titles, and ids beside them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ruleChoices } from '../../client/src/ruleChoice.ts';

describe('the choice of a rule to explain', () => {
  it('is offered by the title of its page, with its id as description', async () => {
    const pageOf = async (rule: string): Promise<string> =>
      readFileSync(new URL(`../../docs/rules/${rule}.md`, import.meta.url), 'utf8');
    const rules = ['kubernetes/added-capability', 'kubernetes/any-host-ingress'];
    assert.deepEqual(await ruleChoices(rules, pageOf), [
      { label: 'Container is given a capability of root', description: rules[0], rule: rules[0] },
      { label: 'Ingress answers for every host', description: rules[1], rule: rules[1] },
    ]);
  });

  it('is offered by its id where there is no page, or one without a heading', async () => {
    const byId = [{ label: 'a/b', description: '', rule: 'a/b' }];
    assert.deepEqual(await ruleChoices(['a/b'], async () => null), byId);
    assert.deepEqual(await ruleChoices(['a/b'], async () => 'Text\n\n# Later'), byId);
  });
});

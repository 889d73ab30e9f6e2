// The injection grammar, tokenised with the grammars that it is injected into.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
// Both are CommonJS without named exports that a module could see.
const oniguruma = require('vscode-oniguruma') as typeof import('vscode-oniguruma');
const textmate = require('vscode-textmate') as typeof import('vscode-textmate');
const own = fileURLToPath(new URL('../../syntaxes/parapet.injection.tmLanguage.json', import.meta.url));
const hosts: Readonly<Record<string, string>> = { 'source.yaml': 'yaml', 'source.dockerfile': 'docker' };

async function registry(): Promise<import('vscode-textmate').Registry> {
  await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
  return new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scope) => {
      const path =
        scope === 'parapet.injection'
          ? own
          : hosts[scope] && require.resolve(`tm-grammars/grammars/${hosts[scope]}.json`);
      return Promise.resolve(path ? textmate.parseRawGrammar(readFileSync(path, 'utf8'), path) : null);
    },
    getInjections: (scope) => (scope in hosts ? ['parapet.injection'] : []),
  });
}

describe('the injection grammar', () => {
  let grammars: import('vscode-textmate').Registry;
  /** The pieces of the text that have this scope. */
  async function scoped(language: string, text: string, scope: string): Promise<string[]> {
    const grammar = await grammars.loadGrammar(language);
    assert.ok(grammar);
    let state = textmate.INITIAL;
    return text.split('\n').flatMap((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      return tokens.filter((it) => it.scopes.includes(scope)).map((it) => line.slice(it.startIndex, it.endIndex));
    });
  }
  const rule = 'entity.name.function.rule.parapet';
  before(async () => {
    grammars = await registry();
  });

  it('colours the rule and the reason of an ignore comment in YAML and in a Dockerfile', async () => {
    const yaml =
      'a: 1 # parapet-ignore compose/privileged-service: the lab needs it\n# parapet-ignore-file kubernetes/*, openapi/x: old\n';
    assert.deepEqual(await scoped('source.yaml', yaml, rule), [
      'compose/privileged-service',
      'kubernetes/*, openapi/x',
    ]);
    assert.deepEqual(await scoped('source.yaml', yaml, 'string.unquoted.reason.parapet'), ['the lab needs it', 'old']);
    const docker = 'FROM a\n# parapet-ignore dockerfile/root-user: rootless host\nUSER root\n';
    assert.deepEqual(await scoped('source.dockerfile', docker, 'keyword.control.ignore.parapet'), ['parapet-ignore']);
    assert.deepEqual(await scoped('source.dockerfile', docker, rule), ['dockerfile/root-user']);
  });

  it('colours rule ids of a policy, as keys and as values', async () => {
    const policy =
      'rules:\n  kubernetes/host-network: off\n  compose/*: hint\naccepted:\n  - rule: dockerfile/root-user\n    reason: compose/x is text here\n';
    assert.deepEqual(await scoped('source.yaml', policy, rule), [
      'kubernetes/host-network',
      'compose/*',
      'dockerfile/root-user',
    ]);
  });

  it('leaves other comments, strings and block scalars alone', async () => {
    assert.deepEqual(
      await scoped(
        'source.yaml',
        '# parapet-ignored\na: "# parapet-ignore compose/x: y"\nb: |\n  # parapet-ignore compose/x: y\n',
        rule,
      ),
      [],
    );
    assert.deepEqual(await scoped('source.dockerfile', 'RUN echo "# parapet-ignore compose/x: y"\n', rule), []);
  });
});

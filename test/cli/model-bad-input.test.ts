// `parapet model` on input that nobody wishes for, in every form: an answer, no crash, names as text, and no false "safe".
import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import { exportFormats } from '../../server/src/node/exports/formats.ts';
import { modelSchema, jsonSchema } from '../../server/src/cli/schema.ts';
import { Sandbox } from '../support/cli.ts';
import { deployment, document, service } from '../support/model.ts';

type Files = Readonly<Record<string, string>>;

interface Model {
  readonly components: readonly { id: string; name: string; exposure: string; aliases: readonly string[] }[];
  readonly flows: readonly { from: string; to: string; encrypted: string; blocked?: true }[];
  readonly threats: readonly { id: string; title: string; state: string }[];
  readonly looseEnds: readonly { text: string }[];
}

const forms = Object.keys(exportFormats);
const markup = '"><img src=x onerror=alert(1)>';
const policy = (namespace: string, spec: object): string =>
  document({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'p', namespace }, spec });

/** Every line of the list in files of their own, so that none hides another. */
const zoo: Files = {
  'twins/a.yaml':
    deployment({ name: 'twin', namespace: 'one', port: 80 }) + service('twin', { app: 'twin' }, { namespace: 'one' }),
  'twins/b.yaml':
    deployment({ name: 'twin', namespace: 'two', port: 80 }) +
    service('twin', { app: 'twin' }, { namespace: 'two', type: 'LoadBalancer' }),
  'self.yaml':
    deployment({ name: 'self', namespace: 'one', port: 80, env: { ME: 'http://self:80' } }) +
    service('self', { app: 'self' }, { namespace: 'one' }),
  'circle.yaml': ['a', 'b', 'c']
    .map((name, i, all) => {
      const next = `http://circle-${all[(i + 1) % 3] ?? ''}:80`;
      return (
        deployment({ name: `circle-${name}`, namespace: 'one', port: 80, env: { NEXT: next } }) +
        service(`circle-${name}`, { app: `circle-${name}` }, { namespace: 'one' })
      );
    })
    .join(''),
  'all.yaml':
    policy('one', { podSelector: {}, ingress: [{ from: [{ podSelector: {}, namespaceSelector: {} }] }] }) +
    document({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'all', namespace: 'one' },
      spec: { selector: {}, ports: [{ port: 1 }] },
    }),
  'markup/compose.yaml': `services:
  '${markup}': { image: "nginx:1", ports: ["8080:80"], environment: { DB: "postgres://u@store:5432/x" } }
  store: { image: "postgres:17" }
  ranged: { image: "registry.test/ranged:1", ports: ["3000-3005:3000-3005", "127.0.0.1:4000-4001:4000-4001"] }
  vague: { image: "redis:\${TAG}", ports: ["\${WHERE}:6379:6379"], environment: { PEER: "\${PEER}", PASSWORD: } }
  deaf: { image: "\${NOTHING}", ports: ["\${PORT}"] }
  me: { image: "registry.test/me:1", environment: { ME: "http://me:80" }, depends_on: [me] }
`,
};
const long = 'n'.repeat(10_000);
const extremes: Files = {
  'compose.yaml': `services:\n  ${long}: { image: "registry.test/x:1", ports: ["80:80"], environment: { A: "http://${long}2:80" } }\n  ${long}2: { image: "${long}" }\n`,
  'pod.yaml': deployment({ name: long, namespace: long, port: 80 }) + service(long, { app: long }, { namespace: long }),
  'empty/compose.yaml': 'services:\n',
  'kustomization.yaml': `namePrefix: ${long}\nresources: [pod.yaml, ${long}]\n`,
};
const many: Files = {
  'compose.yaml': `services:\n${Array.from({ length: 2000 }, (_, i) => {
    const next = `http://s${(i + 1) % 2000}:80`;
    return `  s${i}:\n    image: registry.test/s${i}:1\n    environment:\n      NEXT: ${next}\n`;
  }).join('')}`,
};

describe('parapet model: bad input', () => {
  const boxes = new Map<string, Sandbox>();
  const inputs: Readonly<Record<string, Files>> = { zoo, extremes, many };
  before(() => {
    for (const [name, files] of Object.entries(inputs)) boxes.set(name, new Sandbox().write(files));
  });
  after(() => {
    for (const box of boxes.values()) box.remove();
  });
  const run = (input: string, format: string): string => {
    const { code, out, err } = boxes.get(input)?.run(['model', '--format', format, '.']) ?? {
      code: 9,
      out: '',
      err: '',
    };
    assert.equal(code, 0, `${input} ${format}: ${err.slice(0, 300)}`);
    assert.equal(err.includes('    at '), false, err.slice(0, 300));
    assert.ok(out.length > 100, `${input} ${format} is empty`);
    return out;
  };
  const json = (input: string): Model => JSON.parse(run(input, 'json')) as Model;

  for (const input of Object.keys(inputs))
    for (const format of forms)
      it(`${input} as ${format}`, function () {
        this.timeout(60_000);
        const out = run(input, format);
        if (/^(?:json|otm|threat-dragon|cyclonedx)$/.test(format)) {
          const made = JSON.parse(out) as Partial<Model>;
          if (input !== 'many' || format !== 'json') return;
          assert.equal(made.components?.length, 2000);
          assert.ok(made.components.every((it) => it.exposure === 'namespace'));
        }
        // Code in Markdown is text, and so is a tooltip.
        const bare = out.replace(/`[^`\n]*`/g, '').replace(/<title>[^<]*<\/title>/g, '');
        if (/^(?:html|svg|markdown|mermaid)$/.test(format)) assert.doesNotMatch(bare, /<img/);
        if (format === 'html') assert.doesNotMatch(bare, /n{300}/, 'a name does not fill the page');
      });

  it('the model keeps to its schema', function () {
    this.timeout(30_000);
    const validate = new Ajv({ strict: false }).compile(jsonSchema(modelSchema, 'model') as object);
    for (const input of ['zoo', 'extremes'])
      assert.ok(validate(json(input)), JSON.stringify(validate.errors?.slice(0, 3)));
  });

  it('what is open is open, and what is not known is not called safe', function () {
    this.timeout(30_000);
    const { components, flows } = json('zoo');
    const exposure = (id: string): string | undefined => components.find((it) => it.id.endsWith(id))?.exposure;
    assert.deepEqual([exposure('one/twin'), exposure('two/twin')], ['cluster', 'internet']);
    assert.equal(exposure('/ranged'), 'internet');
    for (const it of ['/vague', '/deaf'])
      assert.ok(/internet|unknown/.test(exposure(it) ?? ''), `${it}: ${exposure(it)}`);
    // The policy lets everybody in, and the Service without a selector leads to nobody.
    for (const it of ['one/self', 'one/circle-a']) assert.equal(exposure(it), 'cluster', it);
    assert.equal(
      flows.some((it) => it.blocked),
      false,
    );
    assert.equal(
      flows.some((it) => it.from === it.to),
      false,
      'nobody is his own peer',
    );
    const way = (from: string, to: string): boolean =>
      flows.some((it) => it.from.endsWith(`/${from}`) && it.to.endsWith(`/${to}`));
    assert.ok(way('circle-a', 'circle-b') && way('circle-b', 'circle-c') && way('circle-c', 'circle-a'));
    assert.equal(components.filter((it) => it.name === 'twin').length, 2);
    assert.ok(components.some((it) => it.name === markup));
  });
});

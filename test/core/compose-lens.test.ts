import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { compose } from '../../server/src/core/dialects/compose/dialect.ts';
import type { ComposeProject, ComposeService } from '../../server/src/core/dialects/compose/lens.ts';
import { type LensHost, noHost } from '../../server/src/core/rules/context.ts';
import { type Source, View } from '../../server/src/core/syntax/view.ts';
import { parseYaml } from '../../server/src/core/syntax/yaml.ts';

const sourceOf = (text: string, file = 'file:///shop/compose.yaml'): Source => ({
  file,
  chunk: 0,
  tree: parseYaml(text),
});

function projectOf(text: string, file?: string, host: LensHost = noHost): ComposeProject {
  let project: ComposeProject | undefined;
  compose.visit(sourceOf(text, file), host, (name, noun) => {
    if (name === 'compose.project') project = noun as ComposeProject;
  });
  assert.ok(project);
  return project;
}

/** A workspace of a few files. */
const hostOf = (files: Readonly<Record<string, string>>): LensHost => ({
  document: (uri) => {
    const text = files[uri];
    return text === undefined ? undefined : sourceOf(text, uri);
  },
});

/** The service "a" whose body is given in flow form. */
function service(body: string, rest = ''): ComposeService {
  const found = projectOf(`services:\n  a: ${body}\n${rest}`).service('a');
  assert.ok(found);
  return found;
}

const detects = (text: string, file: string): boolean => {
  const source = sourceOf(text, file);
  return compose.sniff(text, file) && compose.detect(View.root(source), file);
};

describe('the lens on Compose files', () => {
  describe('detection', () => {
    it('goes by content first', () => {
      assert.ok(detects('services:\n  web: {image: nginx}\n', 'file:///stack.yml'));
      assert.ok(detects('services:\n  web:\n    ports: ["80"]\n    command: run\n', 'file:///stack.yml'));
      assert.ok(detects('{"services": {"web": {"build": "."}}}', 'file:///stack.json'));
    });

    it('leaves others alone that have services too', () => {
      assert.equal(
        detects('services:\n  _defaults: {autowire: true}\n  App\\Mailer: {arguments: [a]}\n', 'file:///services.yaml'),
        false,
      );
      assert.equal(detects('image: node\nservices:\n  - postgres\n', 'file:///.gitlab-ci.yml'), false);
      assert.equal(detects('services:\n  web: {image: nginx}\n', 'file:///chart/values.yaml'), false);
      assert.equal(detects('apiVersion: v1\nkind: List\nservices: {a: {image: x}}\n', 'file:///a.yaml'), false);
    });

    it('goes by name for what says too little', () => {
      assert.ok(detects('services:\n  web:\n    ports: ["80"]\n', 'file:///docker-compose.dev.yml'));
      assert.ok(detects('version: "3"\nnetworks: {a: {}}\n', 'file:///compose.yaml'));
      assert.ok(detects('web:\n  image: nginx\n', 'file:///docker-compose.yml'));
      assert.equal(detects('web:\n  image: nginx\n', 'file:///other.yml'), false);
      assert.equal(detects('global: {}\n', 'file:///docker-compose/prometheus.yml'), false);
    });
  });

  it('reads the format of 2014, whose services stand at the root', () => {
    const project = projectOf('web:\n  image: nginx\n  links: ["db:database"]\ndb:\n  image: postgres\n');
    assert.deepEqual(
      project.services.map((it) => it.name),
      ['web', 'db'],
    );
    assert.deepEqual(
      project.service('web')?.links.map(({ service: to, alias }) => [to, alias]),
      [['db', 'database']],
    );
  });

  it('reads ports in all their forms', () => {
    const read = (port: string): unknown => {
      const [found] = service(`{ports: [${port}]}`).ports;
      return found && [found.reach, found.published?.from, found.target?.from, found.target?.to, found.protocol];
    };
    assert.deepEqual(read('"8080:80"'), ['all-interfaces', 8080, 80, 80, 'tcp']);
    assert.deepEqual(read('22:22'), ['all-interfaces', 22, 22, 22, 'tcp']);
    assert.deepEqual(read('80'), ['all-interfaces', undefined, 80, 80, 'tcp']);
    assert.deepEqual(read('"3000-3005"'), ['all-interfaces', undefined, 3000, 3005, 'tcp']);
    assert.deepEqual(read('"127.0.0.1:53:53/UDP"'), ['loopback', 53, 53, 53, 'udp']);
    assert.deepEqual(read('"[::1]:8080:80"'), ['loopback', 8080, 80, 80, 'tcp']);
    assert.deepEqual(read('"[::]:8080:80"'), ['all-interfaces', 8080, 80, 80, 'tcp']);
    assert.deepEqual(read('"10.0.0.5:8080:80"'), ['one-address', 8080, 80, 80, 'tcp']);
    assert.deepEqual(read('"127.0.0.1::80"'), ['loopback', undefined, 80, 80, 'tcp']);
    assert.deepEqual(read('"${PORT:-8080}:80"'), ['all-interfaces', 8080, 80, 80, 'tcp']);
    assert.deepEqual(read('"${PORT}:80"'), ['all-interfaces', undefined, 80, 80, 'tcp']);
    assert.deepEqual(read('"${BIND_IP}:8080:80"'), ['unknown', 8080, 80, 80, 'tcp']);
    assert.deepEqual(read('{target: 80, published: "8080", host_ip: "::1"}'), ['loopback', 8080, 80, 80, 'tcp']);
    assert.deepEqual(read('{target: 80}'), ['all-interfaces', undefined, 80, 80, 'tcp']);
    assert.equal(read('"${PORTS}"'), undefined);
  });

  it('tells bind mounts from volumes', () => {
    const read = (mount: string, rest = ''): unknown => {
      const [found] = service(`{volumes: [${mount}]}`, rest).mounts;
      return found && [found.type, found.hostPath, found.target, found.readOnly];
    };
    assert.deepEqual(read('"./a/../b/:/x"'), ['bind', './b', '/x', false]);
    assert.deepEqual(read('"/etc//x/.:/x:ro,z"'), ['bind', '/etc/x', '/x', true]);
    assert.deepEqual(read('"$HOME/.ssh:/x"'), ['bind', '~/.ssh', '/x', false]);
    assert.deepEqual(read('"C:/data:/x:ro"'), ['bind', 'C:/data', '/x', true]);
    assert.deepEqual(read('"d:/x:ro"'), ['volume', undefined, '/x', true]);
    assert.deepEqual(read('"/only"'), ['volume', undefined, '/only', false]);
    assert.deepEqual(read('"${DIR}:/x"'), ['unknown', undefined, '/x', false]);
    assert.deepEqual(read('"${DIR:-./d}:/x"'), ['bind', './d', '/x', false]);
    assert.deepEqual(read('{type: bind, source: /etc, target: /x, read_only: "yes"}'), ['bind', '/etc', '/x', true]);
    const disguised = 'volumes:\n  v: {driver_opts: {type: none, o: "bind,ro", device: /run/}}\n';
    assert.deepEqual(read('"v:/x"', disguised), ['bind', '/run', '/x', true]);
    assert.deepEqual(read('"v:/x"', disguised.replace('driver_opts', 'driver: other, driver_opts')), [
      'volume',
      undefined,
      '/x',
      false,
    ]);
  });

  it('reads the environment in both forms, values unknown where nothing is given', () => {
    const read = (body: string): unknown => service(body).environment.map(({ key, value }) => [key, value?.value]);
    assert.deepEqual(read('{environment: {A: 1, B: , C: "", D: "${X}", E: "${X:-d}"}}'), [
      ['A', '1'],
      ['B', undefined],
      ['C', ''],
      ['D', undefined],
      ['E', 'd'],
    ]);
    assert.deepEqual(read('{environment: [A=1, B, "C=", "D=a=b", "${K}=x"]}'), [
      ['A', '1'],
      ['B', undefined],
      ['C', ''],
      ['D', 'a=b'],
    ]);
  });

  it('splits a command as a shell would, without running it', () => {
    const words = service(`{command: 'sh -c "run it" --x=\${Y:-a b} $$HOME'}`).command;
    assert.deepEqual(
      words?.map((it) => it.holed),
      ['sh', '-c', 'run it', '--x=a b', '$HOME'],
    );
  });

  it('follows merge keys and extends, and merges what they bring', () => {
    const project = projectOf(`
x-base: &base
  mem_limit: 64m
services:
  base:
    image: base:1
    cap_drop: [ALL]
    environment: {A: base, B: base}
    ports: ["80:80"]
  child:
    <<: *base
    extends: {service: base}
    environment: [A=child]
    ports: ["81:80"]
  loop:
    extends: loop
`);
    const child = project.service('child');
    assert.ok(child);
    assert.equal(child.image?.value, 'base:1');
    assert.deepEqual(
      child.environment.map(({ key, value }) => [key, value?.value]),
      [
        ['A', 'child'],
        ['B', 'base'],
      ],
    );
    assert.deepEqual(
      child.ports.map((it) => [it.label, child.owns(it.view)]),
      [
        ['81:80', true],
        ['80:80', false],
      ],
    );
    assert.equal(child.memoryLimit.state, 'limited');
    assert.equal(child.lacks('cap_drop'), false);
    assert.equal(child.lacks('read_only'), true);
    assert.equal(project.service('loop')?.lacks('image'), true);
  });

  it('cannot claim an absence while a file that is extended is not at hand', () => {
    const text = 'services:\n  a:\n    extends: {file: common/base.yaml, service: base}\n';
    assert.equal(projectOf(text).service('a')?.lacks('cap_drop'), false);
    const host = hostOf({ 'file:///shop/common/base.yaml': 'services:\n  base: {image: x, user: "1000"}\n' });
    const known = projectOf(text, undefined, host).service('a');
    assert.equal(known?.user?.value, '1000');
    assert.equal(known?.lacks('cap_drop'), true);
  });

  it('sees the override beside the base file, and the base file below its override', () => {
    const base = 'services:\n  a: {image: x}\n';
    const over = 'services:\n  a: {cap_drop: [ALL]}\n';
    const host = hostOf({ 'file:///shop/compose.yaml': base, 'file:///shop/compose.override.yaml': over });
    assert.equal(projectOf(base, undefined, host).service('a')?.lacks('cap_drop'), false);
    const amending = projectOf(over, 'file:///shop/compose.override.yaml', host).service('a');
    assert.equal(amending?.image?.value, 'x');
    assert.equal(amending?.amends, true);
    assert.equal(projectOf(over, 'file:///other/compose.override.yaml').service('a')?.partial, true);
  });

  it('heeds !reset and !override', () => {
    const text = `
services:
  base: {image: x, ports: ["80:80"], user: "0", cap_add: [SYS_ADMIN]}
  a:
    extends: base
    ports: !override ["81:80"]
    user: !reset null
    cap_add: !reset []
`;
    const found = projectOf(text).service('a');
    assert.deepEqual(
      found?.ports.map((it) => it.label),
      ['81:80'],
    );
    assert.equal(found?.user, undefined);
    assert.equal(found?.lacks('user'), true);
    assert.deepEqual(found?.capAdd, []);
  });

  it('takes zero, negative and unreadable limits for none', () => {
    const memory = (body: string): string => service(body).memoryLimit.state;
    assert.equal(memory('{mem_limit: 64m}'), 'limited');
    assert.equal(memory('{deploy: {resources: {limits: {memory: 64M}}}}'), 'limited');
    assert.equal(memory('{mem_limit: "${MEMORY}"}'), 'limited');
    assert.equal(memory('{mem_limit: "${MEMORY:-0}"}'), 'unlimited');
    assert.equal(memory('{mem_limit: -1}'), 'unlimited');
    assert.equal(memory('{mem_limit: gb}'), 'unlimited');
    assert.equal(memory('{mem_limit: }'), 'absent');
    assert.equal(memory('{deploy: {resources: {reservations: {memory: 64M}}}}'), 'absent');
  });

  it('puts a service without networks on the default one, and finds it by all its names', () => {
    const project = projectOf(`
services:
  a: {image: x}
  b: {image: x, network_mode: host}
  c:
    image: x
    container_name: sea
    networks:
      back: {aliases: [ocean]}
networks:
  back: {internal: true}
`);
    assert.deepEqual(
      project.services.map((it) => it.networks.map((on) => on.name)),
      [['default'], [], ['back']],
    );
    assert.equal(project.serviceAt('ocean')?.name, 'c');
    assert.equal(project.serviceAt('sea')?.name, 'c');
    assert.equal(project.network('back')?.internal, true);
    assert.equal(project.network('default')?.internal, false);
  });

  it('has no opinion on what stands below a syntax fault', () => {
    const broken = projectOf('services:\n  a:\n    image: x\n    environment: ["A=1\n').service('a');
    assert.equal(broken?.lacks('cap_drop'), false);
  });
});

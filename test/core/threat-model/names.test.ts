// Who is meant by a name: DNS of clusters and of Compose, names of programs, and namesakes that are not meant.
import assert from 'node:assert/strict';
import { component, deployment, flowNames, modelOf, service } from '../../support/model.ts';

const web = (host: string, namespace = 'shop'): string =>
  deployment({ name: 'web', namespace, env: { ORDERS_URL: `http://${host}/` } });
const orders = (namespace: string): string =>
  deployment({ name: 'orders', namespace }) + service('orders', { app: 'orders' }, { namespace });

describe('threat model: names', () => {
  it('a short name means the service of the own namespace', () => {
    const model = modelOf({ 'all.yaml': web('orders') + orders('shop') + orders('other') });
    const [flow] = model.flows;
    assert.equal(flow?.to, 'cluster/shop/orders');
    assert.equal(
      model.components.filter((it) => it.name === 'orders').length,
      2,
      'two services of one name in two namespaces are two',
    );
  });

  for (const host of [
    'orders.other',
    'orders.other.svc',
    'orders.other.svc.cluster.local',
    'orders.other.svc.cluster.local:8080',
  ]) {
    it(`${host} means the service of the other namespace`, () => {
      const model = modelOf({ 'all.yaml': web(host) + orders('shop') + orders('other') });
      assert.deepEqual(
        model.flows.map((it) => it.to),
        ['cluster/other/orders'],
      );
    });
  }

  it('a name below a namespace that nobody declares is no namesake, but a loose end', () => {
    const model = modelOf({ 'all.yaml': web('orders.vm.svc.cluster.local') + orders('shop') });
    assert.deepEqual(model.flows, []);
    assert.match(model.looseEnds[0]?.text ?? '', /orders\.vm\.svc\.cluster\.local/);
  });

  it('Compose names: service, container_name, network alias; a third party keeps its host', () => {
    const model = modelOf({
      'compose.yaml': `
services:
  web:
    image: registry.test/web:1
    environment:
      A: http://store:8080
      B_HOST: ledger-box
      C: http://books.internal-net:80
      D: https://api.rates-bank.io/v1
  orders: { image: "registry.test/orders:1", networks: { default: { aliases: [store] } } }
  ledger: { image: "registry.test/ledger:1", container_name: ledger-box }
`,
    });
    assert.deepEqual(flowNames(model), ['web -> api.rates-bank.io', 'web -> ledger', 'web -> orders']);
    assert.equal(component(model, 'api.rates-bank.io').type, 'external-entity');
  });

  it('a service that names itself has no flow, and a cycle ends', () => {
    const model = modelOf({
      'compose.yaml': `
services:
  a: { image: "registry.test/a:1", environment: [SELF=http://a:80, NEXT=http://b:80] }
  b: { image: "registry.test/b:1", environment: [NEXT=http://c:80] }
  c: { image: "registry.test/c:1", environment: [NEXT=http://a:80], depends_on: [b] }
`,
    });
    assert.deepEqual(flowNames(model), ['a -> b', 'b -> c', 'c -> a', 'c -> b']);
  });

  it('localhost in a container is the container; in settings of a developer it is the program on that port', () => {
    const model = modelOf({
      'compose.yaml':
        'services:\n  a: { image: "registry.test/a:1", ports: ["9000:9000"] }\n  b: { image: "registry.test/b:1", environment: [PEER=http://localhost:9000] }\n',
      'one/pom.xml': '<project><artifactId>one</artifactId></project>',
      'one/src/main/resources/application.properties': 'spring.application.name=one\nserver.port=8081\n',
      'two/pom.xml': '<project><artifactId>two</artifactId></project>',
      'two/src/main/resources/application.properties': 'spring.application.name=two\none.url=http://localhost:8081/\n',
    });
    assert.deepEqual(
      flowNames(model).filter((it) => !it.startsWith('user')),
      ['two -> one'],
    );
  });

  it('a variable without value, a placeholder and a documentation host name nobody', () => {
    const model = modelOf({
      'all.yaml': deployment({
        name: 'web',
        env: { A: 'http://$(HOST):80', B: 'https://api.example.com', C: 'http://${UNKNOWN}/x', D: '' },
      }),
    });
    assert.deepEqual(
      model.components.map((it) => it.name),
      ['web'],
    );
  });

  it('keeps names with markup and very long names as text', () => {
    const long = 'x'.repeat(10_000);
    const model = modelOf({
      'compose.yaml': `services:\n  "<img src=x onerror=alert(1)>": { image: "registry.test/a:1" }\n  ${long}: { image: "registry.test/b:1" }\n  __proto__: { image: "registry.test/c:1" }\n`,
    });
    assert.deepEqual(model.components.map((it) => it.name).sort(), ['<img src=x onerror=alert(1)>', '__proto__', long]);
  });
});

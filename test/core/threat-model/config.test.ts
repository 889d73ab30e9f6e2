// Plain configuration and build files: which are read, what they tell, and where their lines are.
import assert from 'node:assert/strict';
import { parseAddresses, parseHost } from '../../../server/src/core/threat-model/address.ts';
import { factsOfConfig, isConfigFile, locateInConfig } from '../../../server/src/core/threat-model/config/config.ts';
import type { ConnectionFact, ModuleFact, SettingsFact } from '../../../server/src/core/threat-model/fact.ts';
import { technologyOfImage } from '../../../server/src/core/threat-model/technology/recognise.ts';
import { component, deployment, flowNames, modelOf, service } from '../../support/model.ts';

const targets = (uri: string, text: string): readonly string[] =>
  factsOfConfig(uri, text)
    .filter((it): it is ConnectionFact => it.fact === 'connection')
    .map((it) => `${it.role} ${it.address.scheme ?? ''}://${it.address.host}:${it.address.port ?? ''}`);

const hintsOf = (uri: string, text: string): readonly string[] =>
  factsOfConfig(uri, text).flatMap((it) => (it.fact === 'module' ? it.hints.map((hint) => hint.id) : []));

describe('threat model: addresses', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['http://orders:8080/x', ['http orders 8080 no']],
    ['https://u:p@orders', ['https orders - yes']],
    ['jdbc:mysql://db:3306/shop?useSSL=false', ['mysql db 3306 no']],
    ['jdbc:postgresql://db/shop?sslmode=verify-full', ['postgresql db - yes']],
    ['mongodb://a:27017,b:27017/x', ['mongodb a 27017 unknown', 'mongodb b 27017 unknown']],
    ['kafka-1:9092,kafka-2:9092', ['- kafka-1 9092 unknown', '- kafka-2 9092 unknown']],
    ['optional:configserver:http://config:8888/', ['http config 8888 no']],
    ['http://${HOST:orders}:${PORT:8080}', ['http orders 8080 no']],
    ['https://${USER}:${PASSWORD}@config:8888', ['https config 8888 yes']],
    ['Server=tcp:db,1433;Database=shop;User Id=sa;Password=${P};Encrypt=True', ['- db 1433 yes']],
    ['Host=db;Port=5432;Database=shop', ['- db 5432 unknown']],
    ['http://${HOST}/x', []],
    ['http://[::1]:80/', ['http [::1] 80 no']],
    ['file:///etc/passwd', []],
    ['12:30', []],
    ['nginx:latest', []],
    ['a sentence with http://orders:80 in it', []],
    ['', []],
    ['http://', []],
  ];
  for (const [text, expected] of cases) {
    it(text === '' ? 'nothing' : text, () => {
      assert.deepEqual(
        parseAddresses(text).map((it) => `${it.scheme ?? '-'} ${it.host} ${it.port ?? '-'} ${it.encrypted}`),
        expected,
      );
    });
  }

  it('a bare word is a host only where one is expected, and never with spaces or holes', () => {
    assert.equal(parseHost('Orders')?.host, 'orders');
    for (const text of ['two words', '${X}', '8080', '']) assert.equal(parseHost(text), undefined);
  });
});

describe('threat model: technologies', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['postgres:17', 'PostgreSQL'],
    ['docker.io/bitnami/postgresql:16@sha256:aa', 'PostgreSQL'],
    ['registry.test:5000/shop/orders-mongodb', 'MongoDB'],
    ['redis/redis-stack-server:7', 'Redis'],
    ['confluentinc/cp-kafka:7.7.0', 'Kafka'],
    ['mcr.microsoft.com/mssql/server:2022-latest', 'SQL Server'],
    ['otel/opentelemetry-collector-contrib:0.111.0', 'OpenTelemetry Collector'],
    ['prom/mysqld-exporter', 'Metrics exporter'],
    ['oliver006/redis_exporter', 'Metrics exporter'],
    ['mongo-express', 'Database administration'],
    ['acme/kafka-etl', undefined],
    ['acme/orders', undefined],
  ];
  for (const [image, expected] of cases) it(image, () => assert.equal(technologyOfImage(image)?.name, expected));
});

describe('threat model: plain configuration', () => {
  it('knows the files by their names', () => {
    for (const name of [
      'a/pom.xml',
      'a/src/main/resources/application-docker.yml',
      'a/src/main/resources/shared/orders.yml',
      'config-repo/orders.properties',
      'proxy/nginx.conf',
      'prometheus/prometheus.yml',
      'a/package.json',
      'a/requirements.txt',
      'go.mod',
      'haproxy/haproxy.cfg',
    ])
      assert.ok(isConfigFile(`file:///w/${name}`), name);
    for (const name of [
      'a/src/test/resources/application.yml',
      'node_modules/x/package.json',
      'a/src/main/resources/messages.properties',
      'k8s/deploy.yaml',
      'README.md',
      'compose.yaml',
    ])
      assert.ok(!isConfigFile(`file:///w/${name}`), name);
  });

  it('Spring: names, ports, peers, profiles, relaxed keys', () => {
    const uri = 'file:///w/orders/src/main/resources/application.yml';
    const text = `
spring:
  application: { name: orders }
  data: { mongodb: { host: orders-db, port: 27018, username: u, password: p } }
server.port: 8081
eureka: { client: { service-url: { default-zone: 'http://registry:8761/eureka/,http://localhost:8762/eureka/' } } }
info: { homepage: 'https://acme.io' }
---
spring: { config: { activate: { on-profile: docker } }, rabbitmq: { host: broker } }
---
spring: { config: { activate: { on-profile: cloud } }, rabbitmq: { host: other } }
---
spring: { profiles: test }
ledger.url: http://fake:1
`;
    assert.deepEqual(targets(uri, text), [
      'data mongodb://orders-db:27018',
      'registry http://registry:8761',
      'registry http://localhost:8762',
      'messages amqp://broker:',
    ]);
    const [settings] = factsOfConfig(uri, text).filter((it): it is SettingsFact => it.fact === 'settings');
    assert.deepEqual([settings?.name, settings?.port], ['orders', 8081]);
    const [data] = factsOfConfig(uri, text).filter((it): it is ConnectionFact => it.fact === 'connection');
    assert.equal(data?.credentials, 'yes');
    const range = locateInConfig(uri, text, data?.at.chunk ?? 0, data?.at.route ?? []);
    assert.equal(text.slice(range.start, range.end), 'orders-db');
  });

  it('properties: continuation lines, comments, and the line of a key', () => {
    const uri = 'file:///w/a/src/main/resources/application.properties';
    const text =
      '# ledger.url=http://no:1\nledger.url : http://ledger:80\nspring.kafka.bootstrap-servers = k1:9092,\\\n   k2:9092\n';
    assert.deepEqual(targets(uri, text), [
      'call http://ledger:80',
      'messages kafka://k1:9092',
      'messages kafka://k2:9092',
    ]);
    const range = locateInConfig(uri, text, 0, ['ledger.url', 1]);
    assert.equal(text.slice(range.start, range.end), 'ledger.url');
  });

  it('proxies and monitors', () => {
    assert.deepEqual(
      targets(
        'file:///w/nginx/nginx.conf',
        'upstream up {\n  server orders:8080 weight=2;\n}\n# proxy_pass http://no;\nlocation / { proxy_pass http://ledger:80; }',
      ),
      ['route http://ledger:80', 'route ://orders:8080'],
    );
    assert.deepEqual(targets('file:///w/haproxy/haproxy.cfg', 'backend b\n  server s1 orders:8080 check\n'), [
      'route ://orders:8080',
    ]);
    assert.deepEqual(
      targets(
        'file:///w/prometheus/prometheus.yml',
        'scrape_configs:\n- job_name: a\n  static_configs:\n  - targets: ["orders:8080"]\n',
      ),
      ['scrape http://orders:8080'],
    );
    assert.deepEqual(targets('file:///w/Caddyfile', 'shop.test {\n  reverse_proxy orders:8080\n}\n'), [
      'route ://orders:8080',
    ]);
  });

  it('the collector’s pipelines: what none names is not used, and what tells of TLS is read', () => {
    const collector = (pipelines: string): string => `receivers:
  prometheus: { config: { scrape_configs: [{ job_name: a, scheme: https, static_configs: [{ targets: ["orders:9090"] }] }] } }
exporters:
  otlp/jaeger: { endpoint: "jaeger:4317", tls: { insecure: true } }
  kafka: { brokers: ["kafka:9092"] }
  zipkin: { endpoint: "http://zipkin:9411/api/v2/spans" }
${pipelines}`;
    const file = 'file:///w/otel-collector-config.yaml';
    assert.deepEqual(
      targets(
        file,
        collector(
          'service: { pipelines: { traces: { exporters: [otlp/jaeger] }, metrics: { receivers: [prometheus], exporters: [kafka] } } }',
        ),
      ),
      ['traces https://orders:9090', 'traces ://jaeger:4317', 'traces ://kafka:9092'],
    );
    // A file without pipelines is merged with one that has them.
    assert.equal(targets(file, collector('')).length, 4);
    const encrypted = factsOfConfig(
      file,
      collector('service: { pipelines: { traces: { exporters: [otlp/jaeger] } } }'),
    ).flatMap((it) => (it.fact === 'connection' ? it.address.encrypted : []));
    assert.deepEqual(encrypted, ['no']);
  });

  it('Envoy’s upstreams: address, port and TLS stand apart', () => {
    const cluster = (socket: string): string => `static_resources:
  clusters:
    - name: orders
      ${socket}
      load_assignment:
        endpoints:
          - lb_endpoints:
              - endpoint: { address: { socket_address: { address: orders, port_value: 8080 } } }
`;
    const found = (socket: string): unknown =>
      factsOfConfig('file:///w/envoy.yaml', cluster(socket)).flatMap((it) =>
        it.fact === 'connection' ? [[it.address.host, it.address.port, it.address.encrypted]] : [],
      );
    assert.deepEqual(found('type: STRICT_DNS'), [['orders', 8080, 'unknown']]);
    assert.deepEqual(found('transport_socket: { name: envoy.transport_sockets.tls }'), [['orders', 8080, 'yes']]);
  });

  it('HAProxy’s templates of servers, and Grafana’s data sources', () => {
    assert.deepEqual(
      targets('file:///w/haproxy.cfg', 'backend b\n  server-template s 1-5 orders:8080 check\n  # server no no:1\n'),
      ['route ://orders:8080'],
    );
    assert.deepEqual(
      targets(
        'file:///w/grafana/provisioning/datasources/all.yml',
        'apiVersion: 1\ndatasources: [{ name: p, url: "http://prometheus:9090" }, { name: l, url: "https://loki:3100" }]\n',
      ),
      ['data http://prometheus:9090', 'data https://loki:3100'],
    );
  });

  it('build files: dependencies that tell something, without tests, plugins and the management section', () => {
    const pom = `<project><parent><artifactId>parent</artifactId></parent><artifactId>orders</artifactId>
      <dependencyManagement><dependencies><dependency><artifactId>spring-kafka</artifactId></dependency></dependencies></dependencyManagement>
      <dependencies>
        <!-- <dependency><artifactId>jedis</artifactId></dependency> -->
        <dependency><artifactId>spring-cloud-starter-netflix-eureka-client</artifactId></dependency>
        <dependency><artifactId>h2</artifactId><scope>test</scope></dependency>
      </dependencies>
      <build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId><dependencies><dependency><artifactId>jedis</artifactId></dependency></dependencies></plugin></plugins></build></project>`;
    const [module] = factsOfConfig('file:///w/orders/pom.xml', pom).filter(
      (it): it is ModuleFact => it.fact === 'module',
    );
    assert.deepEqual(
      [module?.name, module?.parent, module?.runnable, module?.aggregate],
      ['orders', 'parent', true, false],
    );
    assert.deepEqual(hintsOf('file:///w/orders/pom.xml', pom), ['eureka-client']);
    assert.deepEqual(
      hintsOf(
        'file:///w/a/build.gradle',
        "dependencies {\n  implementation 'org.springframework.cloud:spring-cloud-config-server:4.1'\n  testImplementation 'x:jedis:1'\n}",
      ),
      ['config-server'],
    );
    assert.deepEqual(
      hintsOf(
        'file:///w/a/package.json',
        '{"dependencies":{"express":"4","ioredis":"5"},"devDependencies":{"pg":"8"}}',
      ),
      ['web', 'redis-client'],
    );
    assert.deepEqual(hintsOf('file:///w/a/requirements.txt', 'pymongo==4.8 # store\nrequests\n'), ['mongodb-client']);
    assert.deepEqual(
      hintsOf(
        'file:///w/a/go.mod',
        'module acme.test/shop/orders/v2\n\nrequire (\n\tgithub.com/redis/go-redis/v9 v9.7.0\n\tgithub.com/lib/pq v1.10.9 // indirect\n)\n',
      ),
      ['redis-client'],
    );
    assert.deepEqual(factsOfConfig('file:///w/a/package.json', '{ broken'), [
      {
        fact: 'module',
        at: { file: 'file:///w/a/package.json', chunk: 0, route: [] },
        folder: 'file:///w/a',
        name: null,
        parent: null,
        aggregate: false,
        runnable: false,
        hints: [],
      },
    ]);
  });

  it('programs that nobody deploys: registry, gateway routes, a database on the developer’s machine', () => {
    const pom = (name: string, ...dependencies: readonly string[]): string =>
      `<project><artifactId>${name}</artifactId><dependencies>${dependencies.map((it) => `<dependency><artifactId>${it}</artifactId></dependency>`).join('')}</dependencies></project>`;
    const model = modelOf({
      'registry/pom.xml': pom('registry', 'spring-cloud-starter-netflix-eureka-server'),
      'registry/src/main/resources/application.yml':
        'spring.application.name: registry\nserver.port: 8761\neureka.client: { register-with-eureka: false, fetch-registry: false }\n',
      'gateway/pom.xml': pom('gateway', 'spring-cloud-starter-gateway', 'spring-cloud-starter-netflix-eureka-client'),
      'gateway/src/main/resources/application.yml':
        'spring:\n  application: { name: gateway }\n  cloud: { gateway: { routes: [{ id: o, uri: "lb://ORDERS" }] } }\n',
      'orders/pom.xml': pom(
        'orders',
        'spring-boot-starter-web',
        'mysql-connector-j',
        'spring-cloud-starter-netflix-eureka-client',
      ),
      'orders/src/main/resources/application.yml':
        'spring:\n  application: { name: orders }\n  datasource: { url: "jdbc:mysql://localhost:3306/shop", username: u }\neureka.client.service-url.defaultZone: http://localhost:8761/eureka\n',
    });
    assert.deepEqual(flowNames(model), [
      'gateway -> orders',
      'gateway -> registry',
      'orders -> mysql',
      'orders -> registry',
      'user -> gateway',
    ]);
    assert.equal(component(model, 'mysql').type, 'data-store');
    assert.equal(component(model, 'orders').exposure, 'unknown');
  });

  it('a configuration server hands out files: to one program by its name, to those who can use it when it is for all', () => {
    const pom = (...dependencies: readonly string[]): string =>
      `<project><dependencies>${dependencies.map((it) => `<dependency><artifactId>${it}</artifactId></dependency>`).join('')}</dependencies></project>`;
    const client = 'spring-cloud-starter-config';
    const model = modelOf({
      'compose.yaml':
        'services:\n  config: { build: config }\n  orders: { build: orders }\n  ledger: { build: ledger }\n  broker: { image: "rabbitmq:4" }\n  store: { image: "mongo:8" }\n',
      'config/pom.xml': pom('spring-cloud-config-server'),
      'config/src/main/resources/shared/orders.yml': 'spring.data.mongodb.host: store\n',
      'config/src/main/resources/shared/application.yml': 'spring.rabbitmq.host: broker\n',
      'orders/pom.xml': pom(client, 'spring-boot-starter-amqp'),
      'orders/src/main/resources/bootstrap.yml': 'spring.application.name: orders\n',
      'ledger/pom.xml': pom(client),
      'ledger/src/main/resources/bootstrap.yml':
        'spring: { application: { name: ledger }, cloud: { config: { enabled: false } } }\n',
    });
    assert.deepEqual(flowNames(model), ['orders -> broker', 'orders -> config', 'orders -> store']);
  });

  it('a pod waits for what it will call', () => {
    const pod = deployment({ name: 'web' }).replace(
      '"containers"',
      '"initContainers":[{"name":"wait","image":"busybox","command":["sh","-c","until nc -z orders 8080; do sleep 1; done"]}],"containers"',
    );
    assert.deepEqual(
      flowNames(modelOf({ 'all.yaml': pod + deployment({ name: 'orders' }) + service('orders', { app: 'orders' }) })),
      ['web -> orders'],
    );
  });
});

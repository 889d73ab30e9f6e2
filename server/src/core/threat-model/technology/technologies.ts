import type { ComponentType } from '../model.ts';

/** What a well-known program does in a system. */
export type TechnologyKind =
  | 'database'
  | 'cache'
  | 'search'
  | 'storage'
  | 'broker'
  | 'coordination'
  | 'gateway'
  | 'registry'
  | 'configuration'
  | 'identity'
  | 'metrics'
  | 'logs'
  | 'traces'
  | 'dashboard'
  | 'administration'
  | 'secrets'
  | 'mail'
  | 'collector'
  | 'load-test';

/** A well-known program: how it is called, what it is, and by what it is recognised. */
export interface Technology {
  readonly id: string;
  readonly name: string;
  readonly kind: TechnologyKind;
  /** Words that an image's or a service's name is recognised by, in lower case. */
  readonly words: readonly string[];
  /** Ports that it listens on by default; the first is its main one. */
  readonly ports: readonly number[];
  /** What its clients speak on the main port. */
  readonly protocol: string;
}

type Row = readonly [
  id: string,
  name: string,
  kind: TechnologyKind,
  words: string,
  ports: readonly number[],
  protocol: string,
];

const rows: readonly Row[] = [
  [
    'postgresql',
    'PostgreSQL',
    'database',
    'postgres postgresql postgis timescaledb pgvector alloydb',
    [5432],
    'postgresql',
  ],
  ['mysql', 'MySQL', 'database', 'mysql mysqldb percona', [3306], 'mysql'],
  ['mariadb', 'MariaDB', 'database', 'mariadb', [3306], 'mysql'],
  ['mongodb', 'MongoDB', 'database', 'mongo mongodb ferretdb', [27017], 'mongodb'],
  ['sqlserver', 'SQL Server', 'database', 'mssql sqlserver azure-sql-edge', [1433], 'sqlserver'],
  ['oracle', 'Oracle Database', 'database', 'oracle-xe oracledb', [1521], 'oracle'],
  ['cassandra', 'Cassandra', 'database', 'cassandra scylla scylladb', [9042], 'cassandra'],
  ['couchdb', 'CouchDB', 'database', 'couchdb', [5984], 'http'],
  ['couchbase', 'Couchbase', 'database', 'couchbase', [8091], 'http'],
  ['neo4j', 'Neo4j', 'database', 'neo4j', [7687, 7474], 'bolt'],
  ['cockroachdb', 'CockroachDB', 'database', 'cockroach cockroachdb', [26257], 'postgresql'],
  ['clickhouse', 'ClickHouse', 'database', 'clickhouse', [8123, 9000], 'http'],
  ['influxdb', 'InfluxDB', 'database', 'influxdb', [8086], 'http'],
  ['rethinkdb', 'RethinkDB', 'database', 'rethinkdb', [28015], 'rethinkdb'],
  ['arangodb', 'ArangoDB', 'database', 'arangodb', [8529], 'http'],
  ['h2', 'H2', 'database', 'h2database', [9092], 'h2'],
  ['redis', 'Redis', 'cache', 'redis valkey keydb dragonfly', [6379], 'redis'],
  ['memcached', 'Memcached', 'cache', 'memcached', [11211], 'memcached'],
  ['hazelcast', 'Hazelcast', 'cache', 'hazelcast', [5701], 'hazelcast'],
  ['elasticsearch', 'Elasticsearch', 'search', 'elasticsearch', [9200, 9300], 'http'],
  ['opensearch', 'OpenSearch', 'search', 'opensearch', [9200], 'https'],
  ['solr', 'Solr', 'search', 'solr', [8983], 'http'],
  ['minio', 'MinIO', 'storage', 'minio', [9000], 'http'],
  ['kafka', 'Kafka', 'broker', 'kafka redpanda', [9092], 'kafka'],
  ['rabbitmq', 'RabbitMQ', 'broker', 'rabbitmq', [5672, 15672], 'amqp'],
  ['activemq', 'ActiveMQ', 'broker', 'activemq artemis', [61616], 'openwire'],
  ['nats', 'NATS', 'broker', 'nats', [4222], 'nats'],
  ['pulsar', 'Pulsar', 'broker', 'pulsar', [6650], 'pulsar'],
  ['mosquitto', 'Mosquitto', 'broker', 'mosquitto emqx', [1883], 'mqtt'],
  ['zookeeper', 'ZooKeeper', 'coordination', 'zookeeper', [2181], 'zookeeper'],
  ['etcd', 'etcd', 'coordination', 'etcd', [2379], 'http'],
  ['nginx', 'NGINX', 'gateway', 'nginx openresty nginx-unprivileged', [80, 8080], 'http'],
  ['haproxy', 'HAProxy', 'gateway', 'haproxy', [80], 'http'],
  ['envoy', 'Envoy', 'gateway', 'envoy', [10000], 'http'],
  ['traefik', 'Traefik', 'gateway', 'traefik', [80, 8080], 'http'],
  ['kong', 'Kong', 'gateway', 'kong', [8000, 8443], 'http'],
  ['apisix', 'APISIX', 'gateway', 'apisix', [9080], 'http'],
  ['krakend', 'KrakenD', 'gateway', 'krakend', [8080], 'http'],
  ['tyk', 'Tyk', 'gateway', 'tyk-gateway', [8080], 'http'],
  ['caddy', 'Caddy', 'gateway', 'caddy', [80, 443], 'http'],
  ['apache-httpd', 'Apache HTTP Server', 'gateway', 'httpd', [80], 'http'],
  ['ambassador', 'Emissary', 'gateway', 'ambassador emissary', [8080], 'http'],
  ['istio-gateway', 'Istio gateway', 'gateway', 'istio-ingressgateway', [80, 443], 'http'],
  ['gateway-api', 'Gateway API gateway', 'gateway', '', [80, 443], 'http'],
  ['ingress', 'Ingress controller', 'gateway', 'ingress-nginx nginx-ingress', [80, 443], 'http'],
  ['spring-gateway', 'Spring Cloud Gateway', 'gateway', '', [8080], 'http'],
  ['zuul', 'Zuul', 'gateway', 'zuul', [8080], 'http'],
  ['eureka', 'Eureka', 'registry', 'eureka', [8761], 'http'],
  ['consul', 'Consul', 'registry', 'consul', [8500], 'http'],
  ['nacos', 'Nacos', 'registry', 'nacos nacos-server', [8848], 'http'],
  ['spring-config', 'Spring Cloud Config', 'configuration', 'config-server configserver', [8888], 'http'],
  ['keycloak', 'Keycloak', 'identity', 'keycloak', [8080, 8443], 'http'],
  ['hydra', 'ORY Hydra', 'identity', 'hydra', [4444], 'http'],
  ['dex', 'Dex', 'identity', 'dex', [5556], 'http'],
  ['authelia', 'Authelia', 'identity', 'authelia', [9091], 'http'],
  ['oauth2-proxy', 'OAuth2 Proxy', 'identity', 'oauth2-proxy', [4180], 'http'],
  ['openldap', 'OpenLDAP', 'identity', 'openldap', [389, 636], 'ldap'],
  ['spring-oauth2', 'Spring authorization server', 'identity', '', [], 'http'],
  ['prometheus', 'Prometheus', 'metrics', 'prometheus', [9090], 'http'],
  ['pushgateway', 'Pushgateway', 'metrics', 'pushgateway', [9091], 'http'],
  ['exporter', 'Metrics exporter', 'metrics', 'exporter cadvisor node-exporter kube-state-metrics', [9100], 'http'],
  ['alertmanager', 'Alertmanager', 'metrics', 'alertmanager', [9093], 'http'],
  ['graphite', 'Graphite', 'metrics', 'graphite graphite-statsd', [2003], 'graphite'],
  ['turbine', 'Turbine', 'metrics', 'turbine', [8989], 'http'],
  ['grafana', 'Grafana', 'dashboard', 'grafana', [3000], 'http'],
  ['kibana', 'Kibana', 'dashboard', 'kibana', [5601], 'http'],
  ['hystrix-dashboard', 'Hystrix dashboard', 'dashboard', 'hystrix-dashboard', [7979], 'http'],
  ['logstash', 'Logstash', 'logs', 'logstash elk', [5044, 5000], 'tcp'],
  ['fluentd', 'Fluentd', 'logs', 'fluentd fluent-bit fluentbit', [24224], 'tcp'],
  ['loki', 'Loki', 'logs', 'loki', [3100], 'http'],
  ['filebeat', 'Filebeat', 'logs', 'filebeat promtail vector', [], 'tcp'],
  ['graylog', 'Graylog', 'logs', 'graylog', [12201], 'gelf'],
  ['zipkin', 'Zipkin', 'traces', 'zipkin', [9411], 'http'],
  ['jaeger', 'Jaeger', 'traces', 'jaeger', [16686, 14268, 4317, 6831], 'http'],
  ['tempo', 'Tempo', 'traces', 'tempo', [3200], 'http'],
  [
    'otel-collector',
    'OpenTelemetry Collector',
    'collector',
    'opentelemetry-collector opentelemetrycollector otel-collector otelcol',
    [4317, 4318],
    'grpc',
  ],
  ['spring-boot-admin', 'Spring Boot Admin', 'administration', 'spring-boot-admin', [], 'http'],
  [
    'adminer',
    'Database administration',
    'administration',
    'adminer phpmyadmin pgadmin pgadmin4 mongo-express redis-commander kafka-ui kafdrop akhq rediscommander redisinsight',
    [8080],
    'http',
  ],
  ['portainer', 'Portainer', 'administration', 'portainer', [9000, 9443], 'http'],
  ['vault', 'Vault', 'secrets', 'vault', [8200], 'http'],
  ['mail', 'Mail server', 'mail', 'mailhog mailpit maildev postfix mailserver', [1025, 25], 'smtp'],
  ['load-test', 'Load generator', 'load-test', 'locust k6 jmeter loadgenerator load-generator load-test', [], 'http'],
];

/** Every program that Parapet knows by name. */
export const technologies: ReadonlyMap<string, Technology> = new Map(
  rows.map(([id, name, kind, words, ports, protocol]) => [
    id,
    { id, name, kind, words: words.split(' ').filter((it) => it !== ''), ports, protocol },
  ]),
);

const stores: ReadonlySet<TechnologyKind> = new Set(['database', 'cache', 'search', 'storage', 'broker']);

/** A store keeps data at rest; everything else runs. */
export function typeOfKind(kind: TechnologyKind | null): ComponentType {
  return kind !== null && stores.has(kind) ? 'data-store' : 'process';
}

/** Kinds that serve the system itself and not its users. */
const infrastructure: ReadonlySet<TechnologyKind> = new Set([
  'database',
  'cache',
  'search',
  'storage',
  'broker',
  'coordination',
  'registry',
  'configuration',
  'metrics',
  'logs',
  'traces',
  'dashboard',
  'administration',
  'secrets',
  'mail',
  'collector',
  'load-test',
]);

export function isInfrastructure(kind: TechnologyKind | null): boolean {
  return kind !== null && infrastructure.has(kind);
}

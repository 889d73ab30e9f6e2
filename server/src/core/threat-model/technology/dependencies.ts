import { circuitBreakers } from './circuit-breakers.ts';

/** What a program is made with tells what it is, or whose client it is. */
export interface DependencyHint {
  readonly id: string;
  /** The program itself is one of these ({@link technologies}). */
  readonly is?: string;
  /** The program is a client of one of these technologies. */
  readonly clientOf?: readonly string[];
  /** For messages: "registers at Eureka". */
  readonly text: string;
  /** Whole names of packages, or prefixes that end in "*". */
  readonly packages: readonly string[];
}

/** Library names of Maven, Gradle, npm, PyPI, Go and NuGet that tell something about the architecture. */
export const dependencyHints: readonly DependencyHint[] = [
  {
    id: 'eureka-server',
    is: 'eureka',
    text: 'runs Eureka',
    packages: [
      'spring-cloud-starter-netflix-eureka-server',
      'spring-cloud-starter-eureka-server',
      'spring-cloud-netflix-eureka-server',
    ],
  },
  {
    id: 'config-server',
    is: 'spring-config',
    text: 'runs Spring Cloud Config',
    packages: ['spring-cloud-config-server'],
  },
  {
    id: 'zuul',
    is: 'zuul',
    text: 'runs Zuul',
    packages: ['spring-cloud-starter-netflix-zuul', 'spring-cloud-starter-zuul', 'spring-cloud-netflix-zuul'],
  },
  {
    id: 'spring-gateway',
    is: 'spring-gateway',
    text: 'runs Spring Cloud Gateway',
    packages: [
      'spring-cloud-starter-gateway',
      'spring-cloud-starter-gateway-mvc',
      'spring-cloud-starter-gateway-server-webflux',
      'spring-cloud-starter-gateway-server-webmvc',
    ],
  },
  {
    id: 'admin-server',
    is: 'spring-boot-admin',
    text: 'runs Spring Boot Admin',
    packages: ['spring-boot-admin-starter-server', 'spring-boot-admin-server', 'spring-boot-admin-server-ui'],
  },
  {
    id: 'zipkin-server',
    is: 'zipkin',
    text: 'runs Zipkin',
    packages: [
      'zipkin-server',
      'zipkin-autoconfigure-ui',
      'spring-cloud-sleuth-zipkin-stream',
      'spring-cloud-starter-zipkin-stream',
    ],
  },
  {
    id: 'hystrix-dashboard',
    is: 'hystrix-dashboard',
    text: 'shows Hystrix streams',
    packages: [
      'spring-cloud-starter-netflix-hystrix-dashboard',
      'spring-cloud-starter-hystrix-dashboard',
      'spring-cloud-netflix-hystrix-dashboard',
    ],
  },
  {
    id: 'turbine',
    is: 'turbine',
    text: 'runs Turbine',
    packages: [
      'spring-cloud-starter-netflix-turbine',
      'spring-cloud-starter-turbine',
      'spring-cloud-starter-netflix-turbine-stream',
      'spring-cloud-starter-turbine-stream',
      'spring-cloud-starter-turbine-amqp',
      'spring-cloud-netflix-turbine',
    ],
  },
  {
    id: 'authorization-server',
    is: 'spring-oauth2',
    text: 'runs an authorization server',
    packages: ['spring-security-oauth2-authorization-server', 'spring-boot-starter-oauth2-authorization-server'],
  },

  {
    id: 'eureka-client',
    clientOf: ['eureka'],
    text: 'registers at Eureka',
    packages: [
      'spring-cloud-starter-netflix-eureka-client',
      'spring-cloud-starter-eureka',
      'spring-cloud-netflix-eureka-client',
      'eureka-client',
      'eureka-js-client',
      'py-eureka-client',
      'py_eureka_client',
      'steeltoe.discovery.eureka',
    ],
  },
  {
    id: 'consul-client',
    clientOf: ['consul'],
    text: 'registers at Consul',
    packages: [
      'spring-cloud-starter-consul-discovery',
      'spring-cloud-starter-consul-config',
      'spring-cloud-starter-consul-all',
      'github.com/hashicorp/consul/api',
      'consul',
      'python-consul',
    ],
  },
  {
    id: 'nacos-client',
    clientOf: ['nacos'],
    text: 'registers at Nacos',
    packages: ['spring-cloud-starter-alibaba-nacos-discovery', 'spring-cloud-starter-alibaba-nacos-config'],
  },
  {
    id: 'zookeeper-client',
    clientOf: ['zookeeper'],
    text: 'registers at ZooKeeper',
    packages: ['spring-cloud-starter-zookeeper-discovery', 'spring-cloud-starter-zookeeper-config'],
  },
  {
    id: 'config-client',
    clientOf: ['spring-config'],
    text: 'reads its configuration from Spring Cloud Config',
    packages: ['spring-cloud-starter-config', 'spring-cloud-config-client', 'spring-cloud-config-client-*'],
  },
  {
    id: 'zipkin-client',
    clientOf: ['zipkin'],
    text: 'sends its traces to Zipkin',
    packages: [
      'spring-cloud-starter-zipkin',
      'spring-cloud-sleuth-zipkin',
      'zipkin-reporter*',
      'brave-zipkin',
      'opentelemetry-exporter-zipkin',
      'zipkin',
      'zipkin-transport-http',
      'py-zipkin',
      'py_zipkin',
      'appmetrics-zipkin',
      'github.com/openzipkin/zipkin-go',
    ],
  },
  {
    id: 'admin-client',
    clientOf: ['spring-boot-admin'],
    text: 'registers at Spring Boot Admin',
    packages: ['spring-boot-admin-starter-client', 'spring-boot-admin-client'],
  },
  {
    id: 'rabbitmq-client',
    clientOf: ['rabbitmq'],
    text: 'uses RabbitMQ',
    packages: [
      'spring-boot-starter-amqp',
      'spring-cloud-starter-bus-amqp',
      'spring-cloud-starter-stream-rabbit',
      'spring-cloud-stream-binder-rabbit',
      'spring-rabbit',
      'amqp-client',
      'spring-cloud-starter-turbine-amqp',
      'amqplib',
      'amqp-connection-manager',
      'pika',
      'aio-pika',
      'github.com/rabbitmq/amqp091-go',
      'github.com/streadway/amqp',
      'rabbitmq.client',
      'masstransit.rabbitmq',
    ],
  },
  {
    id: 'kafka-client',
    clientOf: ['kafka'],
    text: 'uses Kafka',
    packages: [
      'spring-kafka',
      'spring-cloud-starter-stream-kafka',
      'spring-cloud-stream-binder-kafka',
      'spring-cloud-stream-binder-kafka-streams',
      'spring-cloud-starter-bus-kafka',
      'kafka-clients',
      'kafka-streams',
      'kafkajs',
      'node-rdkafka',
      'kafka-node',
      'kafka-python',
      'confluent-kafka',
      'aiokafka',
      'github.com/segmentio/kafka-go',
      'github.com/ibm/sarama',
      'github.com/shopify/sarama',
      'confluent.kafka',
    ],
  },
  {
    id: 'mongodb-client',
    clientOf: ['mongodb'],
    text: 'uses MongoDB',
    packages: [
      'spring-boot-starter-data-mongodb',
      'spring-boot-starter-data-mongodb-reactive',
      'mongodb-driver-sync',
      'mongo-java-driver',
      'mongoose',
      'mongodb',
      'pymongo',
      'motor',
      'mongoengine',
      'go.mongodb.org/mongo-driver',
      'mongodb.driver',
    ],
  },
  {
    id: 'redis-client',
    clientOf: ['redis'],
    text: 'uses Redis',
    packages: [
      'spring-boot-starter-data-redis',
      'spring-boot-starter-data-redis-reactive',
      'spring-session-data-redis',
      'jedis',
      'lettuce-core',
      'redisson',
      'redis',
      'ioredis',
      'github.com/go-redis/redis*',
      'github.com/redis/go-redis*',
      'github.com/gomodule/redigo',
      'stackexchange.redis',
      'microsoft.extensions.caching.stackexchangeredis',
    ],
  },
  {
    id: 'elasticsearch-client',
    clientOf: ['elasticsearch', 'opensearch'],
    text: 'uses Elasticsearch',
    packages: [
      'spring-boot-starter-data-elasticsearch',
      'elasticsearch-rest-high-level-client',
      'elasticsearch-java',
      '@elastic/elasticsearch',
      'elasticsearch',
      'github.com/elastic/go-elasticsearch*',
    ],
  },
  {
    id: 'mysql-client',
    clientOf: ['mysql', 'mariadb'],
    text: 'uses MySQL',
    packages: [
      'mysql-connector-java',
      'mysql-connector-j',
      'mariadb-java-client',
      'mysql',
      'mysql2',
      'mysqlclient',
      'pymysql',
      'mysql-connector-python',
      'github.com/go-sql-driver/mysql',
    ],
  },
  {
    id: 'postgresql-client',
    clientOf: ['postgresql', 'cockroachdb'],
    text: 'uses PostgreSQL',
    packages: [
      'postgresql',
      'r2dbc-postgresql',
      'pg',
      'psycopg2',
      'psycopg2-binary',
      'psycopg',
      'asyncpg',
      'github.com/lib/pq',
      'github.com/jackc/pgx*',
      'npgsql',
      'npgsql.entityframeworkcore.postgresql',
    ],
  },
  {
    id: 'cassandra-client',
    clientOf: ['cassandra'],
    text: 'uses Cassandra',
    packages: ['spring-boot-starter-data-cassandra', 'cassandra-driver', 'github.com/gocql/gocql'],
  },
  {
    id: 'neo4j-client',
    clientOf: ['neo4j'],
    text: 'uses Neo4j',
    packages: ['spring-boot-starter-data-neo4j', 'neo4j-java-driver', 'neo4j-driver', 'neo4j'],
  },
  {
    id: 'logstash-client',
    clientOf: ['logstash'],
    text: 'sends its logs to Logstash',
    packages: ['logstash-logback-encoder'],
  },
  {
    id: 'oauth2-client',
    clientOf: ['spring-oauth2', 'keycloak'],
    text: 'asks the authorization server',
    packages: [
      'spring-cloud-starter-oauth2',
      'spring-security-oauth2',
      'spring-security-oauth2-autoconfigure',
      'spring-boot-starter-oauth2-resource-server',
      'spring-boot-starter-oauth2-client',
      'spring-cloud-security',
      'spring-cloud-starter-security',
      'keycloak-spring-boot-starter',
      'keycloak-connect',
    ],
  },
  circuitBreakers,
  { id: 'memory-database', text: 'keeps its data in its own memory', packages: ['h2', 'hsqldb', 'derby'] },
  {
    id: 'web',
    text: 'answers over HTTP',
    packages: [
      'spring-boot-starter-web',
      'spring-boot-starter-webflux',
      'spring-boot-starter-jersey',
      'spring-boot-starter-data-rest',
      'express',
      'fastify',
      'koa',
      '@nestjs/core',
      'flask',
      'fastapi',
      'gunicorn',
      'uvicorn',
      'django',
      'github.com/gin-gonic/gin',
      'github.com/gorilla/mux',
      'github.com/labstack/echo*',
      'github.com/go-chi/chi*',
      'quarkus-resteasy',
      'quarkus-rest',
      'micronaut-http-server-netty',
      'dropwizard-core',
      'camel-spring-boot-starter',
      'spring-boot-starter-websocket',
    ],
  },
];

const exact = new Map<string, DependencyHint[]>();
const prefixes: [string, DependencyHint][] = [];
for (const hint of dependencyHints) {
  for (const name of hint.packages) {
    if (name.endsWith('*')) prefixes.push([name.slice(0, -1), hint]);
    else exact.set(name, [...(exact.get(name) ?? []), hint]);
  }
}

export const hintsById: ReadonlyMap<string, DependencyHint> = new Map(dependencyHints.map((it) => [it.id, it]));

/** What the name of a library tells; nothing for most. Names are compared without regard to case. */
export function hintsOfPackage(name: string): readonly DependencyHint[] {
  const low = name.toLowerCase();
  return [...(exact.get(low) ?? []), ...prefixes.filter(([prefix]) => low.startsWith(prefix)).map(([, hint]) => hint)];
}

import type { ComposeService } from './service.ts';

/** A program that holds data or carries messages for others, and what its official images do by themselves. */
export interface KnownStore {
  readonly product: string;
  /** The last part of the image's name, with or without a distributor's additions. */
  readonly image: RegExp;
  /** Ports by which clients reach it; none that other programs use as often. */
  readonly ports: readonly number[];
  /** Where it keeps its data; empty for stores that are meant to forget. */
  readonly data: readonly string[];
  /** What a health check may ask it, as words of a command. */
  readonly probe?: readonly string[];
}

const stores: readonly KnownStore[] = [
  {
    product: 'PostgreSQL',
    image: /^(?:postgres|postgresql|postgis|timescaledb(?:-ha)?|pgvector)$/,
    ports: [5432],
    data: ['/var/lib/postgresql', '/bitnami/postgresql', '/home/postgres/pgdata'],
    probe: ['pg_isready', '-U', 'postgres'],
  },
  {
    product: 'MySQL',
    image: /^(?:mysql|mysql-server|percona|percona-server)$/,
    ports: [3306, 33060],
    data: ['/var/lib/mysql', '/bitnami/mysql'],
    probe: ['mysqladmin', 'ping', '-h', '127.0.0.1'],
  },
  {
    product: 'MariaDB',
    image: /^mariadb(?:-galera)?$/,
    ports: [3306],
    data: ['/var/lib/mysql', '/bitnami/mariadb'],
    probe: ['healthcheck.sh', '--connect', '--innodb_initialized'],
  },
  {
    product: 'MongoDB',
    image: /^(?:mongo|mongodb|mongodb-community-server)$/,
    ports: [27017],
    data: ['/data/db', '/bitnami/mongodb'],
    probe: ['mongosh', '--quiet', '--eval', "db.adminCommand('ping')"],
  },
  {
    product: 'Redis',
    image: /^(?:redis|redis-stack(?:-server)?|keydb|dragonfly)$/,
    ports: [6379],
    data: ['/data', '/bitnami/redis'],
    probe: ['redis-cli', 'ping'],
  },
  {
    product: 'Valkey',
    image: /^valkey$/,
    ports: [6379],
    data: ['/data', '/bitnami/valkey'],
    probe: ['valkey-cli', 'ping'],
  },
  { product: 'Memcached', image: /^memcached$/, ports: [11211], data: [] },
  {
    product: 'RabbitMQ',
    image: /^rabbitmq$/,
    ports: [5672, 5671],
    data: ['/var/lib/rabbitmq', '/bitnami/rabbitmq'],
    probe: ['rabbitmq-diagnostics', '-q', 'ping'],
  },
  {
    product: 'Kafka',
    image: /^(?:kafka|cp-kafka|kafka-native|redpanda|confluent-local)$/,
    ports: [9092, 9093, 29092],
    data: ['/var/lib/kafka', '/bitnami/kafka', '/var/lib/redpanda'],
  },
  { product: 'NATS', image: /^nats(?:-streaming)?$/, ports: [4222], data: [] },
  { product: 'ActiveMQ', image: /^(?:activemq|activemq-artemis|activemq-classic)$/, ports: [61616], data: [] },
  {
    product: 'Elasticsearch',
    image: /^elasticsearch(?:-oss)?$/,
    ports: [9200, 9300],
    data: ['/usr/share/elasticsearch/data', '/bitnami/elasticsearch'],
  },
  { product: 'OpenSearch', image: /^opensearch$/, ports: [9200, 9300], data: ['/usr/share/opensearch/data'] },
  { product: 'Solr', image: /^solr$/, ports: [8983], data: ['/var/solr', '/opt/solr'] },
  {
    product: 'Cassandra',
    image: /^(?:cassandra|scylla|dse-server)$/,
    ports: [9042],
    data: ['/var/lib/cassandra', '/var/lib/scylla', '/bitnami/cassandra'],
  },
  { product: 'CockroachDB', image: /^cockroach$/, ports: [26257], data: ['/cockroach'] },
  {
    product: 'SQL Server',
    image: /^(?:mssql\/server|mssql-server-linux|azure-sql-edge)$/,
    ports: [1433],
    data: ['/var/opt/mssql'],
  },
  {
    product: 'Oracle Database',
    image: /^(?:oracle-xe|oracle-free|oracle-xe-11g|database\/(?:free|express|enterprise))$/,
    ports: [1521],
    data: ['/opt/oracle/oradata'],
  },
  { product: 'InfluxDB', image: /^influxdb$/, ports: [], data: ['/var/lib/influxdb', '/var/lib/influxdb2'] },
  { product: 'Neo4j', image: /^neo4j$/, ports: [7474, 7687], data: ['/data'] },
  { product: 'MinIO', image: /^minio$/, ports: [], data: ['/data', '/bitnami/minio'] },
  { product: 'etcd', image: /^etcd$/, ports: [2379], data: ['/etcd-data', '/bitnami/etcd'] },
  {
    product: 'ZooKeeper',
    image: /^(?:zookeeper|cp-zookeeper)$/,
    ports: [2181],
    data: ['/data', '/datalog', '/var/lib/zookeeper', '/bitnami/zookeeper'],
  },
  { product: 'Consul', image: /^consul$/, ports: [8500], data: ['/consul/data'] },
  { product: 'Vault', image: /^vault$/, ports: [8200], data: ['/vault/file', '/vault/data'] },
  { product: 'ClickHouse', image: /^clickhouse(?:-server)?$/, ports: [8123], data: ['/var/lib/clickhouse'] },
  { product: 'CouchDB', image: /^couchdb$/, ports: [5984], data: ['/opt/couchdb/data'] },
];

/** Ports that hardly anything but the store itself listens on, so that they tell a store of one's own build. */
const tellingPorts: ReadonlySet<number> = new Set([
  5432, 3306, 1433, 1521, 27017, 6379, 11211, 5672, 9092, 9200, 9300, 9042, 26257, 7687, 2379, 2181,
]);

/** The names that a service's image may be known by: the last part alone, and with the part before it. */
export function imageNames(service: ComposeService): readonly string[] {
  return service.once('image names', () => {
    const reference = service.imageReference;
    const short = reference?.shortName;
    if (short === undefined) return [];
    const path = reference?.repository?.split('/').slice(-2).join('/');
    return path === undefined ? [short] : [short, path];
  });
}

/** The store whose own image the service runs. */
export function officialStoreOf(service: ComposeService): KnownStore | undefined {
  return service.once('official store', () => {
    const names = imageNames(service);
    return stores.find((it) => names.some((name) => it.image.test(name)));
  });
}

/** The store that the service runs, by its image or by the end of the name of an image of one's own: "shop-mongodb". */
export function storeOf(service: ComposeService): KnownStore | undefined {
  return service.once('store', () => {
    const last = imageNames(service)[0]?.split(/[-_]/).at(-1);
    return officialStoreOf(service) ?? (last === undefined ? undefined : stores.find((it) => it.image.test(last)));
  });
}

/** The store whose port this is; undefined for ports that say nothing. */
export function storeOfPort(port: number): KnownStore | undefined {
  return tellingPorts.has(port) ? stores.find((it) => it.ports.includes(port)) : undefined;
}

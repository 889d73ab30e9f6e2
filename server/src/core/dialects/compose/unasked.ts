import type { Fix } from '../../fix/patch.ts';
import { setFix, variablesFix } from './claims.ts';
import type { ComposeService } from './service.ts';
import { officialStoreOf } from './stores.ts';

/** An image that asks nobody for a password unless it is told to, and how it is told. */
interface Unasked {
  readonly product: string;
  /** Continues "Redis in service x ...". */
  readonly what: string;
  readonly advice: string;
  /** Options that make it ask. */
  readonly options?: RegExp;
  /** The versions that do not ask, where later ones do. */
  readonly until?: (tag: string) => boolean;
  /** Variables that make it ask, each also with `_FILE` behind it. */
  readonly variables: readonly string[];
  readonly fix: (service: ComposeService) => readonly Fix[];
}

const askRedis = (server: string, variable: string) => (service: ComposeService) =>
  service.lacks('command') && /^(?:redis|valkey)$/.test(service.imageReference?.shortName ?? '')
    ? setFix(service.view.get('command'), [server, '--requirepass', `\${${variable}:?}`], 'Ask for a password')
    : [];

const redisOptions = /--requirepass|--aclfile|--user\b/;

const images: readonly Unasked[] = [
  {
    product: 'Redis',
    what: 'asks nobody for a password',
    advice: 'Start it with --requirepass.',
    options: redisOptions,
    variables: ['REDIS_PASSWORD', 'REDIS_ARGS', 'REDIS_EXTRA_FLAGS'],
    fix: askRedis('redis-server', 'REDIS_PASSWORD'),
  },
  {
    product: 'Valkey',
    what: 'asks nobody for a password',
    advice: 'Start it with --requirepass.',
    options: redisOptions,
    variables: ['VALKEY_PASSWORD', 'VALKEY_EXTRA_FLAGS'],
    fix: askRedis('valkey-server', 'VALKEY_PASSWORD'),
  },
  {
    product: 'MongoDB',
    what: 'asks nobody for a password',
    advice: 'Create a first account with MONGO_INITDB_ROOT_USERNAME and MONGO_INITDB_ROOT_PASSWORD.',
    options: /--auth\b|--keyFile/,
    variables: ['MONGO_INITDB_ROOT_USERNAME', 'MONGO_INITDB_ROOT_PASSWORD', 'MONGODB_INITDB_ROOT_USERNAME'],
    fix: (service) =>
      variablesFix(
        service,
        { MONGO_INITDB_ROOT_USERNAME: 'root', MONGO_INITDB_ROOT_PASSWORD: '${MONGO_INITDB_ROOT_PASSWORD:?}' },
        'Create an account for MongoDB',
      ),
  },
  {
    product: 'RabbitMQ',
    what: 'has only its default account, guest with the password guest',
    advice: 'Set RABBITMQ_DEFAULT_USER and RABBITMQ_DEFAULT_PASS.',
    variables: ['RABBITMQ_DEFAULT_USER', 'RABBITMQ_DEFAULT_PASS', 'RABBITMQ_CONFIG_FILE', 'RABBITMQ_LOAD_DEFINITIONS'],
    fix: (service) =>
      variablesFix(
        service,
        { RABBITMQ_DEFAULT_USER: 'app', RABBITMQ_DEFAULT_PASS: '${RABBITMQ_DEFAULT_PASS:?}' },
        'Replace the account guest',
      ),
  },
  {
    product: 'MinIO',
    what: 'has only its default account, minioadmin',
    advice: 'Set MINIO_ROOT_USER and MINIO_ROOT_PASSWORD.',
    variables: [
      'MINIO_ROOT_USER',
      'MINIO_ROOT_PASSWORD',
      'MINIO_ACCESS_KEY',
      'MINIO_SECRET_KEY',
      'MINIO_CONFIG_ENV_FILE',
    ],
    fix: (service) =>
      variablesFix(
        service,
        { MINIO_ROOT_USER: 'root-user', MINIO_ROOT_PASSWORD: '${MINIO_ROOT_PASSWORD:?}' },
        'Replace the default account',
      ),
  },
  {
    product: 'Memcached',
    what: 'asks nobody for a password',
    advice: 'Keep it on an internal network with the services that use it, or start it with --enable-sasl.',
    options: /--enable-sasl|(?:^|\s)-[a-z]*S\b|--auth-file/,
    variables: ['MEMCACHED_PASSWORD'],
    fix: () => [],
  },
  {
    product: 'NATS',
    what: 'asks nobody for a password',
    advice: 'Start it with --user and --pass, or with --auth.',
    options: /--?(?:user|pass|auth|tlsverify|c)\b/,
    variables: [],
    fix: () => [],
  },
  {
    product: 'Elasticsearch',
    what: 'asks nobody for a password, which is the default before version 8',
    advice: 'Set xpack.security.enabled and ELASTIC_PASSWORD, or move to version 8.',
    until: (tag) => /^[67]\.\d/.test(tag),
    variables: ['xpack.security.enabled', 'XPACK_SECURITY_ENABLED', 'ELASTIC_PASSWORD', 'ELASTICSEARCH_PASSWORD'],
    fix: (service) =>
      variablesFix(
        service,
        { 'xpack.security.enabled': 'true', ELASTIC_PASSWORD: '${ELASTIC_PASSWORD:?}' },
        'Switch the security of Elasticsearch on',
      ),
  },
];

/** The store of this service, when nothing that is written here makes it ask for a password. */
export function unaskedStore(
  service: ComposeService,
): (Omit<Unasked, 'fix'> & { readonly fixes: readonly Fix[] }) | undefined {
  const product = officialStoreOf(service)?.product;
  const image = images.find((it) => it.product === product);
  // Another distributor's image refuses to start without a password, and then there is no door.
  if (!image || /(?:^|\/)bitnami/.test(service.imageReference?.repository ?? '')) return undefined;
  const tag = service.imageReference?.tag;
  if (image.until && (typeof tag !== 'string' || !image.until(tag))) return undefined;
  const command = [...(service.command ?? []), ...(service.entrypoint ?? [])].map((it) => it.holed).join(' ');
  if (image.options?.test(command) || isConfigured(service, command)) return undefined;
  const keys = new Set(image.variables.flatMap((it) => [it, `${it}_FILE`]));
  if (service.environment.some((it) => keys.has(it.key))) return undefined;
  return { ...image, fixes: image.fix(service) };
}

/** A file or an unknown variable may hold what cannot be seen here. */
function isConfigured(service: ComposeService, command: string): boolean {
  const file = /\.(?:conf|cfg|ya?ml|acl)\b/;
  return (
    /--config|\ufffc/.test(command) ||
    file.test(command) ||
    service.find('configs') !== undefined ||
    service.mounts.some(({ target = '' }) => file.test(target) || /\/(?:etc|conf|conf\.d|config)$|init/.test(target))
  );
}

import type { Fix } from '../../fix/patch.ts';
import type { View } from '../../syntax/view.ts';
import { removeFix, setFix, variablesFix } from './claims.ts';
import type { EnvironmentEntry } from './environment.ts';
import { officialStoreOf } from './stores.ts';
import { fromEnvironmentFix } from './secret-fixes.ts';
import type { ComposeService } from './service.ts';

/** A way into a store or console without a secret. */
export interface OpenDoor {
  readonly product: string;
  /** Continues "Redis in service x ...". */
  readonly what: string;
  readonly advice: string;
  /** The switch that opens it; undefined when nothing closes it. */
  readonly view: View | undefined;
  readonly absent: boolean;
  readonly fixes: readonly Fix[];
}

interface SwitchOff {
  /** Where other programs of the family read the variable for something else. */
  readonly image?: RegExp;
  readonly key: RegExp;
  readonly value: RegExp;
  readonly product: string;
  readonly what: string;
}

const yes = /^(?:true|yes|on|1|y)$/i;

/** Variables that say so, whatever the image: their names belong to one product. */
const switches: readonly SwitchOff[] = [
  {
    key: /^POSTGRES_HOST_AUTH_METHOD$/,
    value: /^trust$/i,
    product: 'PostgreSQL',
    what: 'trusts everybody who connects',
  },
  {
    key: /^(?:MYSQL_ALLOW_EMPTY_PASSWORD|MARIADB_ALLOW_EMPTY_ROOT_PASSWORD|MARIADB_ALLOW_EMPTY_PASSWORD)$/,
    value: /^(?!(?:no|false|0)?$)/i,
    product: 'MySQL',
    what: 'lets root in with an empty password',
  },
  { key: /^ALLOW_EMPTY_PASSWORD$/, value: yes, product: 'The store', what: 'lets everybody in with an empty password' },
  {
    key: /^(?:ALLOW_ANONYMOUS_LOGIN|ALLOW_PLAINTEXT_LISTENER)$/,
    value: yes,
    product: 'The broker',
    what: 'asks nobody who he is',
  },
  {
    image: /elastic/,
    key: /^xpack\.security\.enabled$/i,
    value: /^false$/i,
    product: 'Elasticsearch',
    what: 'has its security switched off',
  },
  {
    image: /elastic/,
    key: /^XPACK_SECURITY_ENABLED$/,
    value: /^false$/i,
    product: 'Elasticsearch',
    what: 'has its security switched off',
  },
  {
    key: /^(?:DISABLE_SECURITY_PLUGIN|plugins\.security\.disabled)$/,
    value: /^true$/i,
    product: 'OpenSearch',
    what: 'has its security switched off',
  },
  { key: /^NEO4J_AUTH$/, value: /^none$/i, product: 'Neo4j', what: 'asks nobody who he is' },
  {
    key: /^ME_CONFIG_BASICAUTH(?:_ENABLED)?$/,
    value: /^false$/i,
    product: 'Mongo Express',
    what: 'has its login switched off',
  },
];

/** Accounts that everybody knows; changing the value closes the door. */
const knownAccounts: readonly SwitchOff[] = [
  {
    key: /^RABBITMQ_DEFAULT_PASS$/,
    value: /^guest$/,
    product: 'RabbitMQ',
    what: 'has the password that everybody knows',
  },
  {
    key: /^(?:MINIO_ROOT_PASSWORD|MINIO_SECRET_KEY)$/,
    value: /^(?:minioadmin|minio|minio123)$/,
    product: 'MinIO',
    what: 'has the password that everybody knows',
  },
  {
    key: /^GF_SECURITY_ADMIN_PASSWORD$/,
    value: /^admin$/,
    product: 'Grafana',
    what: 'has the password that everybody knows',
  },
  {
    key: /^NEO4J_AUTH$/,
    value: /^neo4j\/(?:neo4j|password|test)$/,
    product: 'Neo4j',
    what: 'has the password that everybody knows',
  },
];

export function openDoors(service: ComposeService): readonly OpenDoor[] {
  const doors: OpenDoor[] = [];
  const name = service.imageReference?.shortName ?? service.name;
  for (const entry of service.environment) {
    const value = entry.value?.value;
    if (value === undefined) continue;
    const off = switches.find((it) => it.key.test(entry.key) && it.value.test(value) && (it.image?.test(name) ?? true));
    if (off)
      doors.push({
        ...door(off, service),
        view: entry.view,
        absent: false,
        fixes: removeVariable(service, entry),
        advice: `Remove ${entry.key} and set a password.`,
      });
    const known = knownAccounts.find((it) => it.key.test(entry.key) && it.value.test(value));
    if (known)
      doors.push({
        ...door(known, service),
        view: entry.view,
        absent: false,
        fixes: fromEnvironmentFix(entry),
        advice: `Take ${entry.key} from the environment.`,
      });
  }
  doors.push(...anonymousAdmin(service), ...unasked(service));
  return doors;
}

function door({ product, what }: SwitchOff, service: ComposeService): Pick<OpenDoor, 'product' | 'what'> {
  const store = /^(?:The |MySQL)/.test(product) ? officialStoreOf(service)?.product : undefined;
  return { product: store ?? product, what };
}

/** The last variable takes `environment` with it. */
function removeVariable(service: ComposeService, { view }: EnvironmentEntry): readonly Fix[] {
  const section = service.view.get('environment');
  const title = 'Remove the switch';
  return section.isMap && section.entries.length === 1 ? removeFix(section, title) : removeFix(view, title);
}

function anonymousAdmin(service: ComposeService): readonly OpenDoor[] {
  const enabled = service.variable('GF_AUTH_ANONYMOUS_ENABLED');
  const role = service.variable('GF_AUTH_ANONYMOUS_ORG_ROLE')?.value?.value;
  if (!enabled || !yes.test(enabled.value?.value ?? '') || role?.toLowerCase() !== 'admin') return [];
  return [
    {
      product: 'Grafana',
      what: 'makes everybody its administrator',
      advice: 'Give anonymous visitors the role Viewer at most.',
      view: enabled.view,
      absent: false,
      fixes: enabled.form === 'map' ? setFix(enabled.view, 'false', 'Ask everybody to log in') : [],
    },
  ];
}

/** Images that ask nobody unless they are told to, without a word that tells them. */
function unasked(service: ComposeService): readonly OpenDoor[] {
  const store = officialStoreOf(service);
  if (!store || service.find('command')?.inherited) return [];
  const words = [...(service.command ?? []), ...(service.entrypoint ?? [])];
  const command = words.map((it) => it.holed).join(' ');
  const has = (...keys: readonly string[]): boolean =>
    keys.some((key) => service.environment.some((it) => it.key === key || it.key === `${key}_FILE`));
  const configured =
    /\.(?:conf|cfg|ya?ml|acl)\b|--config|\ufffc/.test(command) ||
    service.find('configs') !== undefined ||
    service.mounts.some((it) =>
      /\.(?:conf|cfg|ya?ml|acl)$|\/(?:etc|conf|conf\.d|config)$|initdb|init/.test(it.target ?? ''),
    );
  if (configured) return [];
  const missing = { view: undefined, absent: true } as const;
  const distributor = /(?:^|\/)bitnami/.test(service.imageReference?.repository ?? '');
  if (store.product === 'Redis' || store.product === 'Valkey') {
    if (
      /--requirepass|--aclfile|--user\b|--protected-mode/.test(command) ||
      has('REDIS_PASSWORD', 'VALKEY_PASSWORD', 'REDIS_ARGS', 'REDIS_EXTRA_FLAGS')
    )
      return [];
    // Another distributor's image may refuse to start without a password, and then there is no door.
    if (distributor) return [];
    const server = store.product === 'Valkey' ? 'valkey-server' : 'redis-server';
    const fixes =
      service.lacks('command') && service.imageReference?.shortName?.match(/^(?:redis|valkey)$/)
        ? setFix(
            service.view.get('command'),
            [server, '--requirepass', `\${${store.product.toUpperCase()}_PASSWORD:?}`],
            'Ask for a password',
          )
        : [];
    return [
      {
        ...missing,
        product: store.product,
        what: 'asks nobody for a password',
        advice: 'Start it with --requirepass.',
        fixes,
      },
    ];
  }
  if (store.product === 'MongoDB') {
    if (
      distributor ||
      /--auth\b|--keyFile/.test(command) ||
      has(
        'MONGO_INITDB_ROOT_USERNAME',
        'MONGO_INITDB_ROOT_PASSWORD',
        'MONGODB_ROOT_PASSWORD',
        'MONGODB_INITDB_ROOT_USERNAME',
      )
    )
      return [];
    const fixes = variablesFix(
      service,
      { MONGO_INITDB_ROOT_USERNAME: 'root', MONGO_INITDB_ROOT_PASSWORD: '${MONGO_INITDB_ROOT_PASSWORD:?}' },
      'Create an account for MongoDB',
    );
    return [
      {
        ...missing,
        product: 'MongoDB',
        what: 'asks nobody for a password',
        advice: 'Create a first account with MONGO_INITDB_ROOT_USERNAME and MONGO_INITDB_ROOT_PASSWORD.',
        fixes,
      },
    ];
  }
  if (store.product === 'RabbitMQ') {
    if (
      distributor ||
      has('RABBITMQ_DEFAULT_USER', 'RABBITMQ_DEFAULT_PASS', 'RABBITMQ_CONFIG_FILE', 'RABBITMQ_LOAD_DEFINITIONS')
    )
      return [];
    const fixes = variablesFix(
      service,
      { RABBITMQ_DEFAULT_USER: 'app', RABBITMQ_DEFAULT_PASS: '${RABBITMQ_DEFAULT_PASS:?}' },
      'Replace the account guest',
    );
    return [
      {
        ...missing,
        product: 'RabbitMQ',
        what: 'has only its default account, guest with the password guest',
        advice: 'Set RABBITMQ_DEFAULT_USER and RABBITMQ_DEFAULT_PASS.',
        fixes,
      },
    ];
  }
  if (
    store.product === 'MinIO' &&
    !distributor &&
    !has('MINIO_ROOT_USER', 'MINIO_ROOT_PASSWORD', 'MINIO_ACCESS_KEY', 'MINIO_SECRET_KEY', 'MINIO_CONFIG_ENV_FILE')
  ) {
    const fixes = variablesFix(
      service,
      { MINIO_ROOT_USER: 'root-user', MINIO_ROOT_PASSWORD: '${MINIO_ROOT_PASSWORD:?}' },
      'Replace the default account',
    );
    return [
      {
        ...missing,
        product: 'MinIO',
        what: 'has only its default account, minioadmin',
        advice: 'Set MINIO_ROOT_USER and MINIO_ROOT_PASSWORD.',
        fixes,
      },
    ];
  }
  return [];
}

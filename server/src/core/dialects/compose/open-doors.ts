import type { Fix } from '../../fix/patch.ts';
import type { View } from '../../syntax/view.ts';
import { removeFix, setFix } from './claims.ts';
import type { EnvironmentEntry } from './environment.ts';
import { officialStoreOf } from './stores.ts';
import { unaskedStore } from './unasked.ts';
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
  doors.push(...anonymousAdmin(service));
  const unasked = unaskedStore(service);
  if (unasked) doors.push({ ...unasked, view: undefined, absent: true });
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

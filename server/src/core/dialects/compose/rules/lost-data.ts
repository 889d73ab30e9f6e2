import { defineRule } from '../../../rules/rule.ts';
import { mayClaimAbsence, softenedInDevelopment } from '../claims.ts';
import { officialStoreOf } from '../stores.ts';
import { valueOf } from '../text.ts';

export default defineRule({
  id: 'compose/lost-data',
  title: 'Store keeps its data in the container',
  why: 'The data goes with the container: whoever makes it be replaced, by a crash or an update, wipes it.',
  remedy: 'Mount a named volume at the data directory.',
  category: 'data-protection',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [311, 664], stride: ['D', 'I'] },
  equivalents: [],
  concepts: ['persistent-data-at-risk'],
  visits: ['compose.service'],
  check(service, report) {
    const store = officialStoreOf(service);
    if (!store || !mayClaimAbsence(service) || service.profiles.length > 0 || service.project.development) return;
    // What only caches may forget; which of the two a Redis is, its own settings say.
    if (store.data.length === 0 || ['Redis', 'Valkey', 'ZooKeeper', 'Kafka', 'RabbitMQ'].includes(store.product))
      return;
    const targets = service.mounts
      .filter((it) => it.source !== undefined || it.type !== 'volume')
      .map((it) => it.target ?? '');
    const kept = targets.some(
      (target) =>
        target === '' ||
        store.data.some((it) => it === target || it.startsWith(`${target}/`) || target.startsWith(`${it}/`)),
    );
    if (kept || !(service.lacks('volumes') || service.find('volumes')?.isList) || service.find('volumes_from')) return;
    // A data directory that was moved by a variable is not known here.
    if (service.environment.some((it) => /(?:PGDATA|DATADIR|DATA_DIR|DATA_PATH)$/.test(it.key))) return;
    const memory = service.tmpfs.some((it) => store.data.some((path) => (valueOf(it.view) ?? '').startsWith(path)));
    const [path = ''] = store.data;
    const name = `${service.name}-data`;
    const volumes = service.view.get('volumes');
    const top = service.project.view.get('volumes');
    report({
      at: service.at,
      message: `${store.product} in service "${service.name}" keeps its data ${memory ? 'in memory' : 'in the container'}: it is gone when the container is replaced. Mount a volume at ${dataPath(store.product, path)}.`,
      ...softenedInDevelopment(service, 'info'),
      fixes:
        volumes.inherited || top.inherited || memory || (top.exists && !top.isMap)
          ? []
          : [
              {
                title: `Keep the data in the volume "${name}"`,
                safety: 'behaviour',
                patches: [
                  { op: 'append', at: volumes.anchor(), value: `${name}:${dataPath(store.product, path)}` },
                  { op: 'set', at: top.get(name).anchor(), value: {} },
                ],
              },
            ],
    });
  },
});

/** PostgreSQL keeps its data one folder deeper, where its image has the anonymous volume. */
function dataPath(product: string, path: string): string {
  return product === 'PostgreSQL' && path === '/var/lib/postgresql' ? '/var/lib/postgresql/data' : path;
}

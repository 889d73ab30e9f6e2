import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { storeOf } from '../stores.ts';
import type { ComposeService } from '../service.ts';
import { hole } from '../text.ts';

interface Use {
  readonly service: ComposeService;
  readonly view: View;
}

const url =
  /\b(?:jdbc:)?(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|sqlserver)(?:\+\w+)?:\/\/(?:[^\s/@]*@)?([\w.-]+)(?::\d+)?\/([\w-]+)/i;

export default defineRule({
  id: 'compose/shared-database',
  title: 'Several services use the same database',
  why: "Every service can read and change the others' tables, which removes the boundary that separate services promise.",
  remedy: 'Give each service a database, or at least a schema and an account, of its own.',
  category: 'isolation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [653], stride: ['I', 'T'] },
  equivalents: [],
  concepts: ['database-shared-between-services'],
  visits: 'compose.project',
  check(project, report) {
    const byDatabase = new Map<string, Use[]>();
    for (const service of project.services) {
      if (
        storeOf(service) ||
        service.oneShot ||
        service.profiles.length > 0 ||
        /migrat|init|seed|backup|admin/i.test(service.name)
      )
        continue;
      for (const [database, view] of databasesOf(service))
        byDatabase.set(database, [...(byDatabase.get(database) ?? []), { service, view }]);
    }
    for (const [database, uses] of byDatabase) {
      const programs = new Map(
        uses.map((it) => [it.service.image?.source ?? it.service.build?.context?.source ?? it.service.name, it]),
      );
      const [first, ...others] = [...programs.values()];
      if (!first || others.length === 0) continue;
      const names = [first, ...others].map((it) => `"${it.service.name}"`);
      report({
        at: first.view.anchor(),
        message: `Services ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''} all use the database ${database}: each can read and change what belongs to the others. Give each its own.`,
        related: others.map((it) => ({ message: `"${it.service.name}" uses it here`, at: it.view.anchor() })),
        confidence: 'medium',
        // Moving tables is no edit of this file.
        fixes: [],
      });
    }
  },
});

/** "host/name" of the databases that the service's variables lead to. */
function databasesOf(service: ComposeService): ReadonlyMap<string, View> {
  const found = new Map<string, View>();
  for (const { value, view } of service.environment) {
    const match = value && service.owns(view) ? url.exec(value.holed) : null;
    if (match?.[1] && match[2]) found.set(`${match[1]}/${match[2]}`, view);
  }
  for (const { key, value, view } of service.environment) {
    const stem = /^(.*?)_?(?:DATABASE(?:_NAME)?|NAME|DBNAME|DB)$/.exec(key)?.[1];
    const name = value?.holed;
    if (stem === undefined || !name || name.includes(hole) || !service.owns(view) || !/^[\w-]+$/.test(name)) continue;
    const host = ['HOST', 'DB_HOST', 'SERVER', 'HOSTNAME']
      .map((it) => service.variable(stem === '' ? it : `${stem}_${it}`)?.value?.value)
      .find((it) => it !== undefined);
    if (host !== undefined && /^[\w.-]+$/.test(host)) found.set(`${host}/${name}`, view);
  }
  return found;
}

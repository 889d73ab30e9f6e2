import { defineRule } from '../../../rules/rule.ts';
import { isSecretName } from '../../../syntax/secret-name.ts';
import { storeOf } from '../stores.ts';
import type { EnvironmentEntry } from '../environment.ts';
import type { ComposeService } from '../service.ts';

interface Use {
  readonly service: ComposeService;
  readonly entry: EnvironmentEntry;
}

export default defineRule({
  id: 'compose/shared-credential',
  title: 'Several services use one credential',
  why: 'A flaw in the weakest of them opens the data of all, and taking the credential back stops everything.',
  remedy: 'Give each service an account and a password of its own.',
  category: 'least-privilege',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [250, 522], stride: ['E', 'S', 'I'] },
  equivalents: [],
  concepts: ['credential-shared-across-services'],
  visits: 'compose.project',
  check(project, report) {
    const byValue = new Map<string, Use[]>();
    for (const service of project.services) {
      // The store itself has to know it.
      if (
        storeOf(service) ||
        service.oneShot ||
        service.profiles.length > 0 ||
        /migrat|init|seed|backup|admin/i.test(service.name)
      )
        continue;
      for (const entry of service.environment) {
        if (
          !entry.value ||
          !service.owns(entry.view) ||
          !/pass|pwd|secret|token|key/i.test(entry.key) ||
          !isSecretName(entry.key)
        )
          continue;
        const value = entry.value.source.trim();
        // Too short or too common to be told from chance.
        if (value.length < 4 || /^(?:true|false|none|null|yes|no)$/i.test(value)) continue;
        const key = `${value}`;
        if (!(byValue.get(key) ?? []).some((it) => it.service === service))
          byValue.set(key, [...(byValue.get(key) ?? []), { service, entry }]);
      }
    }
    for (const uses of byValue.values()) {
      const programs = new Map(
        uses.map((it) => [it.service.image?.source ?? it.service.build?.context?.source ?? it.service.name, it]),
      );
      const [first, ...others] = [...programs.values()];
      if (!first || others.length === 0) continue;
      // Two who share it may be the two ends of one connection: a service and its only client.
      if (others.length === 1 && [first, ...others].some((it) => names(first.entry.key, it.service.name))) continue;
      const users = [first, ...others].map((it) => `"${it.service.name}"`);
      report({
        at: first.entry.view.anchor(),
        message: `Services ${users.slice(0, -1).join(', ')} and ${users.at(-1) ?? ''} use the same credential (${first.entry.key}): a flaw in the weakest of them opens what all of them may do. Give each its own.`,
        related: others.map((it) => ({
          message: `"${it.service.name}" uses it here, as ${it.entry.key}`,
          at: it.entry.view.anchor(),
        })),
        confidence: 'medium',
        // Accounts have to be made where they live before a file can name them.
        fixes: [],
      });
    }
  },
});

/** ORDERS_SERVICE_PASSWORD is the password of "orders-service". */
function names(key: string, service: string): boolean {
  return key.toLowerCase().replaceAll('_', '-').startsWith(`${service.toLowerCase()}-`);
}

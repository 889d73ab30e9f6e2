import { defineRule } from '../../../rules/rule.ts';
import { fix, softened } from '../claims.ts';
import { storeOf } from '../stores.ts';
import type { ComposeDependency, ComposeService } from '../service.ts';
import { truthOf } from '../text.ts';

export default defineRule({
  id: 'compose/early-dependency',
  title: 'Dependency is waited for only until it has started',
  why: 'A service that starts before its store answers fails open or crashes in a loop.',
  remedy: 'Wait for condition: service_healthy.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [696, 755], stride: ['D'], cis: ['Docker 5.27'] },
  equivalents: [],
  concepts: ['dependency-without-health-condition'],
  visits: 'compose.service',
  check(service, report) {
    for (const dependency of service.dependsOn) {
      const { service: name, view } = dependency;
      if (!service.owns(view) || !waitable(service, dependency)) continue;
      const list = view.parent;
      const listed = list?.isList === true;
      const value = Object.fromEntries(
        service.dependsOn
          .filter((it) => service.owns(it.view))
          .map((it) => [it.service, { condition: waitable(service, it) ? 'service_healthy' : it.condition }]),
      );
      report({
        at: listed ? view.anchor() : view.anchor('key'),
        message: `Service "${service.name}" starts as soon as "${name}" has started, not when it answers. Its health check is there: wait for service_healthy.`,
        ...softened(service, 'hint'),
        fixes: view.inherited
          ? []
          : listed
            ? fix(`Wait until "${name}" is healthy`, 'behaviour', {
                op: 'set',
                at: service.view.get('depends_on').anchor(),
                value,
              })
            : fix(`Wait until "${name}" is healthy`, 'behaviour', {
                op: 'set',
                at: view.get('condition').anchor(),
                value: 'service_healthy',
              }),
      });
    }
  },
});

/** A store that can be asked whether it answers; one without a health check has that finding instead. */
function waitable(service: ComposeService, { service: name, condition }: ComposeDependency): boolean {
  const target = service.project.service(name);
  if (condition !== 'service_started' || !target || !storeOf(target)) return false;
  const check = target.find('healthcheck');
  return check !== undefined && truthOf(check.get('disable')) !== true;
}

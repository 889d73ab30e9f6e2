import { defineRule } from '../../../rules/rule.ts';
import { removeFix, setFix, softened } from '../claims.ts';
import { blank } from '../../../fix/patch.ts';

export default defineRule({
  id: 'compose/root-user',
  title: 'Service is explicitly run as root',
  why: "It overrides the image's own user, so an intrusion starts as root, where escapes and mounted files are worth most.",
  remedy: "Remove the line, or name the image's own user.",
  category: 'least-privilege',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [250], stride: ['E'], cis: ['Docker 4.1'] },
  equivalents: ['compose-lint:CL-0018'],
  concepts: ['service-user-root'],
  visits: 'compose.service',
  check(service, report) {
    const view = service.view.get('user');
    const user = service.user?.value?.split(':')[0]?.trim();
    if (user === undefined || !view.exists || !/^(?:root|[+-]?0+|ContainerAdministrator)$/i.test(user)) return;
    const once = service.oneShot;
    report({
      at: view.anchor(),
      message: `Service "${service.name}" is run as root, whatever user its image provides: an intruder starts with all rights in the container. Remove the line or name a user without rights.`,
      ...softened(service, once ? 'info' : 'warning'),
      ...(once ? { reason: 'The service runs once and ends.' } : {}),
      fixes: [
        ...removeFix(view, "Remove user, so that the image's own user is taken"),
        ...setFix(view, blank('10001:10001'), 'Run as another user', 'needs-value'),
      ],
    });
  },
});

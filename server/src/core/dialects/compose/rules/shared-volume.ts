import { defineRule } from '../../../rules/rule.ts';
import { readOnlyFix } from '../claims.ts';
import { isHarmlessToRead, isRootEquivalent, isSensitive, reachesEngineSocket } from '../host-paths.ts';
import { storeOf } from '../stores.ts';
import type { ComposeService } from '../service.ts';
import type { ComposeMount } from '../volumes.ts';

interface Use {
  readonly service: ComposeService;
  readonly mount: ComposeMount;
}

export default defineRule({
  id: 'compose/shared-volume',
  title: 'Two services write to the same volume',
  why: 'The weaker service changes the files of the stronger one, past every boundary between their networks.',
  remedy: 'Let one service own the volume, and mount it read-only in the others.',
  category: 'isolation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [668], stride: ['T', 'I'] },
  equivalents: ['kics:8c978947-0ff6-485c-b0c2-0bfca6026466'],
  concepts: ['volume-shared-between-services'],
  visits: 'compose.project',
  check(project, report) {
    const bySource = new Map<string, Use[]>();
    for (const service of project.services) {
      // What runs once prepares a volume for others; profiles hold tools for it.
      if (service.oneShot || service.profiles.length > 0 || /init|migrat|seed|backup|setup/i.test(service.name))
        continue;
      for (const mount of service.mounts) {
        if (!service.owns(mount.view) || mount.readOnly !== false) continue;
        const source = mount.hostPath ?? (mount.type === 'volume' ? mount.sourceText : undefined);
        if (source === undefined || (mount.hostPath !== undefined && hasRuleOfItsOwn(mount.hostPath))) continue;
        bySource.set(source, [...(bySource.get(source) ?? []), { service, mount }]);
      }
    }
    for (const [source, uses] of bySource) {
      const [first] = uses;
      const others = uses.filter((it) => it.service !== first?.service && !sameProgram(it.service, first?.service));
      if (!first || others.length === 0) continue;
      const owner = uses.find((it) => storeOf(it.service)) ?? first;
      const guests = uses.filter((it) => it.service !== owner.service);
      const [guest] = guests;
      if (!guest) continue;
      report({
        at: guest.mount.view.anchor(guest.mount.syntax === 'long' ? 'whole' : 'value'),
        message: `Services "${owner.service.name}" and ${guests.map((it) => `"${it.service.name}"`).join(', ')} all write to ${source}: whoever takes over the weaker one changes the files of the other. Mount it read-only where it is only read.`,
        related: [{ message: `"${owner.service.name}" mounts it here`, at: owner.mount.view.anchor() }],
        fixes: guests
          .flatMap((it) => readOnlyFix(it.mount))
          .map((it) => ({ ...it, title: `Mount ${source} read-only in "${guest.service.name}"` }))
          .slice(0, guests.length === 1 ? 1 : 0),
      });
    }
  },
});

/** Replicas of one program, such as web and worker, share on purpose; two databases on the same files do not. */
function sameProgram(one: ComposeService, other: ComposeService | undefined): boolean {
  return programOf(one) !== undefined && programOf(one) === programOf(other) && !storeOf(one);
}

function programOf(service: ComposeService | undefined): string | undefined {
  return service?.image?.source ?? service?.build?.context?.source;
}

function hasRuleOfItsOwn(path: string): boolean {
  return reachesEngineSocket(path) || isHarmlessToRead(path) || isRootEquivalent(path) || isSensitive(path);
}

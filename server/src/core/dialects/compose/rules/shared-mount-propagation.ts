import { defineRule } from '../../../rules/rule.ts';
import { fix, setFix, softened } from '../claims.ts';

const equivalents = ['kics:baa452f0-1f21-4a25-ace5-844e7a5f410d', 'compose-lint:CL-0017', 'docker-bench:5.20'];

export default defineRule({
  id: 'compose/shared-mount-propagation',
  title: 'Mounts spread between container and host',
  why: 'What is mounted on one side appears on the other, so a container with mount rights can plant file systems on the host.',
  remedy: 'Use the default, rprivate.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [668], stride: ['E', 'T'], cis: ['Docker 5.20'] },
  equivalents,
  concepts: ['mount-propagation-shared'],
  visits: 'compose.service',
  check(service, report) {
    for (const { view, propagation, syntax } of service.mounts) {
      if (propagation === undefined || !service.owns(view) || propagation.endsWith('private')) continue;
      const both = propagation.endsWith('shared');
      const text = view.text ?? '';
      const at = text.lastIndexOf(propagation);
      const mode = syntax === 'long' ? view.at('bind', 'propagation') : view;
      const fixes =
        syntax === 'long'
          ? setFix(mode, 'rprivate', 'Set the propagation to rprivate')
          : view.inherited || at < 0
            ? []
            : fix('Set the propagation to rprivate', 'behaviour', {
                op: 'rewrite',
                at: { ...view.anchor(), span: [at, at + propagation.length] },
                text: 'rprivate',
              });
      report({
        at: mode.anchor(),
        message: both
          ? `Service "${service.name}" shares its mounts with the host ("${propagation}"): file systems mounted inside the container appear outside. Use rprivate unless the service is a storage plug-in.`
          : `Service "${service.name}" receives the host's later mounts ("${propagation}"): disks that are mounted afterwards become visible in the container. Use rprivate unless that is meant.`,
        // Only the shared modes let the container act on the host.
        equivalents: both ? equivalents : equivalents.filter((it) => !it.startsWith('compose-lint:')),
        ...softened(service, both ? 'warning' : 'info'),
        fixes,
      });
    }
  },
});

import { defineRule } from '../../../rules/rule.ts';
import { readOnlyFix, softenedInDevelopment } from '../claims.ts';

export default defineRule({
  id: 'compose/source-tree-mount',
  title: 'Project folder is mounted writable',
  why: 'Code in the container can change the repository, its hooks and its pipeline files, and read the secrets that lie there.',
  remedy: 'Mount it read-only, or mount only the folder that the service writes to.',
  category: 'isolation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [668, 732], stride: ['T', 'I'], cis: ['Docker 5.6'] },
  equivalents: [],
  concepts: ['source-tree-mounted'],
  visits: 'compose.service',
  check(service, report) {
    for (const mount of service.mounts) {
      const { hostPath, view, readOnly } = mount;
      if (hostPath === undefined || !service.owns(view)) continue;
      const secret = /^\.\/(?:.*\/)?\.(?:git|env)$/.test(hostPath) && readOnly !== true;
      const tree = /^\.(?:\/\.\.)*$/.test(hostPath) && readOnly === false;
      if (!secret && !tree) continue;
      report({
        at: view.anchor(),
        message: secret
          ? `Service "${service.name}" sees ${hostPath}, which holds the project's history or secrets. Mount only what the service needs.`
          : `Service "${service.name}" can write to the whole project folder: code in it may change hooks and pipeline files, and read what lies there. Mount it read-only, or only the folder that it writes to.`,
        ...softenedInDevelopment(service, 'info'),
        fixes: readOnly === false ? readOnlyFix(mount) : [],
      });
    }
  },
});

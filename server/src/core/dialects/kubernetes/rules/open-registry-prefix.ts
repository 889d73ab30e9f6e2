import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../repair.ts';

export default defineRule({
  id: 'kubernetes/open-registry-prefix',
  title: 'Allowed registry is an open prefix',
  why: 'An entry such as registry.example also lets registry.example.evil.test in.',
  remedy: 'End the entry with a slash.',
  category: 'supply-chain',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [1289], stride: ['T', 'S'] },
  equivalents: ['trivy:KSV-0124'],
  concepts: ['gatekeeper-allowed-repos-prefix'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (!object.isA('constraints.gatekeeper.sh', 'K8sAllowedRepos', 'K8sAllowedReposv2')) return;
    for (const repo of object.spec.at('parameters', 'repos').items) {
      const text = repo.text ?? '';
      // Two slashes or a tag name an image; a slash at the end closes the host.
      if (
        text === '' ||
        /[/:*]$/.test(text) ||
        text.split('/').length > 2 ||
        /:[^/]+$/.test(text) ||
        /@sha256:/.test(text)
      )
        continue;
      report({
        at: repo.anchor(),
        message: `${object.title} allows every image whose name begins with ${text}, those of ${text}.evil.test too. End the entry with a slash.`,
        fixes: fix('End it with a slash', 'behaviour', [repo], [{ op: 'set', at: repo.anchor(), value: `${text}/` }]),
      });
    }
  },
});

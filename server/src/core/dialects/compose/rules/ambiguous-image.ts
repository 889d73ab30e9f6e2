import { defineRule } from '../../../rules/rule.ts';
import { setFix, softened } from '../claims.ts';

export default defineRule({
  id: 'compose/ambiguous-image',
  title: 'Service names both an image and a build',
  why: 'Whether the image of a registry or the local build runs depends on what happens to lie in the cache.',
  remedy: 'Say which one with pull_policy: build.',
  category: 'supply-chain',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [829], stride: ['T', 'S'] },
  equivalents: ['dclint:no-build-and-image'],
  concepts: ['image-and-build-ambiguous'],
  visits: 'compose.service',
  check(service, report) {
    const view = service.view.get('image');
    if (!view.exists || !service.view.has('build') || !service.lacks('pull_policy')) return;
    report({
      at: view.anchor(),
      message: `Service "${service.name}" has both an image and a build: an image of that name in a registry or in the cache may run instead of the build. Set pull_policy: build.`,
      ...softened(service, 'hint'),
      fixes: setFix(service.view.get('pull_policy'), 'build', 'Set pull_policy to build'),
      group: {
        key: 'all',
        message: (count) =>
          `${count} services have both an image and a build: an image of that name in a registry or in the cache may run instead of the build. Set pull_policy: build.`,
      },
    });
  },
});

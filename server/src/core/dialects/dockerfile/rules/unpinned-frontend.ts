import { defineRule } from '../../../rules/rule.ts';
import { parseImageReference } from '../../../syntax/image-reference.ts';
import { fix, replace } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/unpinned-frontend',
  title: 'The syntax line names a moving or foreign frontend',
  why: 'The frontend is an image that carries out the whole build: whoever replaces it controls every instruction.',
  remedy: 'Use docker/dockerfile:1, or pin the frontend by digest.',
  category: 'supply-chain',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [829], stride: ['T'] },
  equivalents: [],
  concepts: ['frontend-syntax-unpinned'],
  visits: 'dockerfile.file',
  check(file, report) {
    file.tree.directives.forEach((directive, index) => {
      if (directive.name !== 'syntax') return;
      const image = parseImageReference(directive.value.split(/\s/)[0] ?? '');
      if (image === undefined || image.digest !== null) return;
      const own =
        image.registry === 'docker.io' &&
        /^(?:docker|docker\.io\/docker)\/dockerfile(?:-upstream)?$/.test(image.repository ?? '');
      const moving = image.tag === null || /^(?:latest|labs|master|main|nightly|edge)/.test(image.tag ?? '');
      if (own && !moving) return;
      const at = { file: file.uri, chunk: 0, route: ['directives', index] };
      report({
        at,
        message: own
          ? `The frontend ${directive.value} moves with every release, and it carries out the whole build. Use docker/dockerfile:1, which stays compatible.`
          : `The frontend ${directive.value} carries out the whole build, and its owner can replace it under this name. Pin it by digest, or use docker/dockerfile:1.`,
        fixes: own ? fix('Use docker/dockerfile:1', 'safe', [replace(at, '# syntax=docker/dockerfile:1')]) : [],
      });
    });
  },
});

import { defineRule } from '../../../rules/rule.ts';
import { sourceNames } from '../images.ts';
import { fix, replace } from '../repair.ts';
import { nearest } from '../variables.ts';

const fromItself = ['hadolint:DL3023', 'trivy:DS-0006', 'kics:copy_from_references_current_from_alias'];

export default defineRule({
  id: 'dockerfile/unknown-copy-source',
  title: 'Files are copied from something that is no stage',
  why: 'A name that no stage has is taken for an image and pulled from Docker Hub, so a mistyped stage invites whoever registers that name.',
  remedy: 'Name an earlier stage, or write an image with its registry and tag.',
  category: 'supply-chain',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [829], stride: ['T', 'S'], cis: ['Docker 4.2'] },
  equivalents: ['hadolint:DL3022', ...fromItself],
  concepts: ['copy-from-undeclared-source'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    const { file, stage } = instruction;
    const index = stage?.index ?? 0;
    for (const { name, at, literal } of sourceNames(instruction)) {
      if (name === '' || name === 'scratch' || /[/:@]/.test(name) || file.stage(name, index) !== undefined) continue;
      const earlier = file.stages.slice(0, index).flatMap((it) => it.name ?? []);
      const near = nearest(name, earlier);
      const number = /^\d+$/.test(name);
      const itself = !number && stage !== undefined && file.stage(name) === stage;
      report({
        at,
        message: itself
          ? `This copies from its own stage, which is not built yet: the build fails, or pulls an image called ${name}. Name an earlier stage, or copy without --from.`
          : number
            ? `There is no stage ${name} before this one, so the build fails. Count the stages from 0, or better, name them.`
            : `No earlier stage is called ${name}, so the image docker.io/library/${name} is pulled instead, unless the build passes a context of that name.${near === undefined ? '' : ` Did you mean ${near}?`}`,
        equivalents: ['hadolint:DL3022', ...(itself ? fromItself : [])],
        fixes: near !== undefined && literal ? fix(`Write ${near}`, 'behaviour', [replace(at, near)]) : [],
      });
    }
  },
});

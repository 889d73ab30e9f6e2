import type { DockerfileDialect } from '../dialect.ts';
import { readDockerfile } from './lens.ts';
import { dockerfileFacts } from './facts.ts';

export const dockerfile: DockerfileDialect = {
  visit(tree, file, visitor) {
    const lens = readDockerfile(tree, file);
    visitor('dockerfile.file', lens);
    for (const stage of lens.stages) visitor('dockerfile.stage', stage);
    for (const instruction of lens.instructions) {
      for (const each of [instruction, instruction.onbuild]) {
        if (each === undefined) continue;
        visitor('dockerfile.instruction', each);
        for (const command of each.commands) visitor('dockerfile.command', command);
      }
    }
  },
  facts: dockerfileFacts,
};

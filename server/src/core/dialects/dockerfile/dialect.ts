import type { DockerfileDialect } from '../dialect.ts';

export const dockerfile: DockerfileDialect = {
  visit: () => {},
  facts: () => [],
};

import type { Anchor } from '../../syntax/anchor.ts';
import type { DockerfileInstruction } from './lens.ts';

/** A port, or a range of ports, of EXPOSE. */
export interface ExposedPort {
  readonly first: number;
  readonly last: number;
  /** Lower case; tcp when none is written. */
  readonly protocol: string;
  readonly at: Anchor;
}

/** The ports that EXPOSE names, as far as they are known and well written. */
export function exposedPorts(instruction: DockerfileInstruction): readonly ExposedPort[] {
  if (instruction.keyword !== 'EXPOSE') return [];
  return instruction.values.flatMap((value, index) => {
    const match = /^(\d+)(?:-(\d+))?(?:\/(\w+))?$/.exec(value ?? '');
    if (match === null) return [];
    const first = Number(match[1]);
    return [
      {
        first,
        last: Number(match[2] ?? match[1]),
        protocol: (match[3] ?? 'tcp').toLowerCase(),
        at: instruction.argAt(index),
      },
    ];
  });
}

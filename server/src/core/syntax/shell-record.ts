import type { PipePosition, ShellCommand, ShellError } from './shell-model.ts';

/** What all readers of one script share. */
export class ShellRecord {
  readonly commands: ShellCommand[] = [];
  readonly errors: ShellError[] = [];
  readonly lookup: (name: string) => string | undefined;
  /** Names that the script sets itself; their values are not followed, so they count as unknown from there on. */
  readonly assigned = new Set<string>();
  /** Where substitutions were read, so that those in the script of `sh -c "$(...)"` are not counted twice. */
  readonly substitutions = new Set<number>();
  #pipelines = 0;

  constructor(lookup: (name: string) => string | undefined) {
    this.lookup = lookup;
  }

  newPipeline(): PipePosition {
    this.#pipelines += 1;
    return { pipeline: this.#pipelines, index: 0 };
  }
}

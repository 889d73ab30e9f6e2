import type { Anchor } from '../../syntax/anchor.ts';
import type { DockerfileTree, InstructionNode } from '../../syntax/dockerfile.ts';
import { InstructionLens } from './instruction.ts';
import type {
  Dockerfile,
  DockerfileCommand,
  DockerfileInstruction,
  DockerfileStage,
  Known,
  ShellInForce,
} from './lens-model.ts';
import { mountOptions } from './mount.ts';
import { Scope } from './scope.ts';
import { baseOf, shellAfter, StageLens } from './stage.ts';

export type * from './lens-model.ts';

const NO_STAGE_SHELL: ShellInForce = { dialect: 'posix', words: ['/bin/sh', '-c'], set: undefined };

/** Reads a tree in the words of the Dockerfile reference. `uri` is the file that anchors name. */
export function readDockerfile(tree: DockerfileTree, uri: string): Dockerfile {
  return new DockerfileLens(tree, uri);
}

class DockerfileLens implements Dockerfile {
  readonly uri: string;
  readonly tree: DockerfileTree;
  readonly resource = null;
  readonly globalArgs: DockerfileInstruction[] = [];
  readonly stages: StageLens[] = [];
  readonly instructions: DockerfileInstruction[] = [];
  readonly #globals = new Scope(undefined);
  readonly #byName = new Map<string, StageLens[]>();
  readonly #numbered = /^\d+$/;

  constructor(tree: DockerfileTree, uri: string) {
    this.tree = tree;
    this.uri = uri;
    tree.instructions.forEach((node, index) => this.#add(node, index));
    this.#markReached();
    for (const stage of this.finalStage?.chain ?? []) {
      const own = this.stages[stage.index];
      if (own !== undefined) own.isShipped = true;
    }
  }

  get at(): Anchor {
    return { file: this.uri, chunk: 0, route: this.tree.instructions.length > 0 ? [0] : [] };
  }

  get finalStage(): StageLens | undefined {
    return this.stages.at(-1);
  }

  get commands(): readonly DockerfileCommand[] {
    return this.stages.flatMap((stage) => stage.commands);
  }

  stage(name: string, before: number = this.stages.length): StageLens | undefined {
    const named = (this.#byName.get(name.toLowerCase()) ?? []).filter((stage) => stage.index < before).at(-1);
    if (named !== undefined || !this.#numbered.test(name)) return named;
    const index = Number(name);
    return index < before ? this.stages[index] : undefined;
  }

  #add(node: InstructionNode, index: number): void {
    if (node.keyword === 'FROM') {
      this.#addStage(node, index);
      return;
    }
    const stage = this.stages.at(-1);
    const scope = stage?.scope ?? this.#globals;
    const shell = stage?.shell ?? NO_STAGE_SHELL;
    const instruction = new InstructionLens(node, { file: this, stage, index, scope, shell, isOnbuild: false });
    this.instructions.push(instruction);
    if (stage === undefined) {
      if (node.keyword === 'ARG') this.globalArgs.push(instruction);
    } else stage.instructions.push(instruction);
    if (node.keyword === 'SHELL' && stage !== undefined) stage.shell = shellAfter(stage.shell, instruction);
    if (node.keyword !== 'ENV' && node.keyword !== 'ARG') return;
    const kind = node.keyword === 'ENV' ? 'env' : 'arg';
    instruction.pairs.forEach(({ name, value: given }, pair) => {
      // An ARG without default takes the default of the ARG of the same name before the first FROM.
      const value = given === null && stage !== undefined ? this.#globals.value(name, index) : (given ?? undefined);
      scope.set({ name, kind, value, instruction, pair });
    });
  }

  #addStage(node: InstructionNode, index: number): void {
    const position = this.stages.length;
    const global = (name: string): Known => this.#globals.value(name, index);
    const place = {
      file: this,
      stage: undefined,
      index,
      scope: this.#globals,
      shell: NO_STAGE_SHELL,
      isOnbuild: false,
    };
    const bare = new InstructionLens(node, place);
    const base = baseOf(bare, global, (name) => (this.#numbered.test(name) ? undefined : this.stage(name)));
    const parent = base.kind === 'stage' ? this.stages[base.stage.index] : undefined;
    const stage = new StageLens(bare, position, base, new Scope(parent?.scope));
    bare.stage = stage;
    this.stages.push(stage);
    this.instructions.push(bare);
    if (stage.name === null) return;
    const key = stage.name.toLowerCase();
    this.#byName.set(key, [...(this.#byName.get(key) ?? []), stage]);
  }

  /** Follows FROM, COPY --from and RUN --mount=from from the final stage. */
  #markReached(): void {
    const waiting: (DockerfileStage | undefined)[] = [this.finalStage];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const stage = this.stages[next.index];
      if (stage === undefined || stage.isReached) continue;
      stage.isReached = true;
      if (stage.base.kind === 'stage') waiting.push(stage.base.stage);
      for (const name of sources(stage)) {
        const source = this.stage(name, stage.index);
        if (source !== undefined) waiting.push(source);
      }
    }
  }
}

/** What the instructions of a stage name as the source of files. */
function sources(stage: DockerfileStage): readonly string[] {
  return stage.instructions.flatMap((instruction) => {
    const copied = instruction.flag('from')?.value ?? undefined;
    const mounted = instruction.flags('mount').map(({ value }) => mountOptions(value ?? undefined)?.get('from'));
    return [copied, ...mounted].filter((name) => name !== undefined);
  });
}

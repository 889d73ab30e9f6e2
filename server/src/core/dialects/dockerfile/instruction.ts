import type { Anchor, Route } from '../../syntax/anchor.ts';
import type { DockerfileWord, InstructionNode } from '../../syntax/dockerfile.ts';
import type { ShellScript } from '../../syntax/shell.ts';
import type { TextRange } from '../../text/range.ts';
import { commandsOf } from './command.ts';
import { expand } from './expand.ts';
import type {
  Dockerfile,
  DockerfileCommand,
  DockerfileInstruction,
  DockerfileStage,
  FlagValue,
  Known,
  PairValue,
  ShellInForce,
  Variable,
} from './lens-model.ts';
import { scriptOf } from './script.ts';
import type { ScriptSource } from './script.ts';
import type { Scope } from './scope.ts';

/** Instructions whose words the builder hands on as they are. */
const VERBATIM: ReadonlySet<string> = new Set([
  'RUN',
  'CMD',
  'ENTRYPOINT',
  'SHELL',
  'HEALTHCHECK',
  'MAINTAINER',
  'ONBUILD',
]);

/** Where an instruction stands, and what holds there. */
export interface InstructionPlace {
  readonly file: Dockerfile;
  readonly stage: DockerfileStage | undefined;
  readonly index: number;
  readonly scope: Scope;
  readonly shell: ShellInForce;
  readonly isOnbuild: boolean;
}

/** An instruction read in its place; what needs more than its own text is computed when it is asked for. */
export class InstructionLens implements DockerfileInstruction {
  readonly node: InstructionNode;
  readonly file: Dockerfile;
  /** Set later for a FROM, whose stage exists only when it was read. */
  stage: DockerfileStage | undefined;
  readonly index: number;
  readonly keyword: string;
  readonly isOnbuild: boolean;
  readonly onbuild: DockerfileInstruction | undefined;
  readonly #place: InstructionPlace;
  readonly #route: Route;
  #script: ScriptSource | undefined;
  #commands: readonly DockerfileCommand[] | undefined;

  constructor(node: InstructionNode, place: InstructionPlace) {
    this.node = node;
    this.#place = place;
    this.file = place.file;
    this.stage = place.stage;
    this.index = place.index;
    this.keyword = node.keyword;
    this.isOnbuild = place.isOnbuild;
    this.#route = place.isOnbuild ? [place.index, 'onbuild'] : [place.index];
    this.onbuild = node.onbuild === null ? undefined : new InstructionLens(node.onbuild, { ...place, isOnbuild: true });
  }

  get resource(): string | null {
    return this.stage?.resource ?? null;
  }

  get at(): Anchor {
    return this.#anchor([]);
  }

  get keywordAt(): Anchor {
    return this.#anchor(['keyword']);
  }

  get textAt(): Anchor {
    return this.#anchor(['text']);
  }

  get values(): readonly Known[] {
    return this.node.args.map((word) => this.#value(word));
  }

  get pairs(): readonly PairValue[] {
    return this.node.pairs.map(({ key, value }, index) => ({
      name: key.value,
      value: value === null ? null : this.#value(value),
      raw: value === null ? null : value.raw,
      at: this.#anchor(['pairs', index]),
      keyAt: this.#anchor(['pairs', index, 'key']),
      valueAt: this.#anchor(['pairs', index, 'value']),
    }));
  }

  flag(name: string): FlagValue | undefined {
    return this.flags(name).at(-1);
  }

  flags(name: string): readonly FlagValue[] {
    return this.node.flags.flatMap((flag, index) => {
      if (flag.name !== name) return [];
      const value = flag.value === null ? null : expand(flag.value, this.file.tree.escape, this.#lookup);
      const valueAt = this.#anchor(flag.value === null ? ['flags', index] : ['flags', index, 'value']);
      return [{ name, value, at: this.#anchor(['flags', index]), valueAt }];
    });
  }

  argAt(index: number): Anchor {
    return this.#anchor(['args', index]);
  }

  spanAt({ start, end }: TextRange): Anchor {
    const from = this.node.textRange.start;
    return { ...this.#anchor([]), span: [start - from, end - from] };
  }

  variable(name: string): Variable | undefined {
    return this.#place.scope.find(name, this.index);
  }

  get script(): ShellScript | undefined {
    return this.#source()?.script;
  }

  get commands(): readonly DockerfileCommand[] {
    if (this.#commands === undefined) {
      const source = this.#source();
      this.#commands = source === undefined ? [] : commandsOf(this, source);
    }
    return this.#commands;
  }

  #source(): ScriptSource | undefined {
    if (this.#script === undefined && /^(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK)$/.test(this.keyword)) {
      const { scope, shell } = this.#place;
      // Arguments of the build are gone when the container runs.
      const running = this.keyword !== 'RUN';
      const lookup = (name: string): Known =>
        (running ? scope.findEnv(name, this.index) : scope.find(name, this.index))?.value;
      this.#script = scriptOf(this.node, this.file.tree.text, shell, lookup);
    }
    return this.#script;
  }

  readonly #lookup = (name: string): Known => this.#place.scope.value(name, this.#place.index);

  #value(word: DockerfileWord): Known {
    if (VERBATIM.has(this.keyword)) return word.value;
    return expand(word.exec ? word.value : word.raw, this.file.tree.escape, this.#lookup);
  }

  #anchor(steps: Route): Anchor {
    return { file: this.file.uri, chunk: 0, route: [...this.#route, ...steps] };
  }
}

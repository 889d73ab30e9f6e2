import type { Anchor } from '../../syntax/anchor.ts';
import { hole, parseImageReference } from '../../syntax/image-reference.ts';
import { isShell } from '../../syntax/shell-interpreters.ts';
import { baseName } from '../../syntax/shell-wrappers.ts';
import { expand } from './expand.ts';
import type {
  Base,
  Dockerfile,
  DockerfileCommand,
  DockerfileInstruction,
  DockerfileStage,
  Known,
  ShellInForce,
  Variable,
} from './lens-model.ts';
import type { Scope } from './scope.ts';

const DEFAULT_SHELL: ShellInForce = { dialect: 'posix', words: ['/bin/sh', '-c'], set: undefined };
const WINDOWS_SHELL: ShellInForce = { dialect: 'other', words: ['cmd', '/S', '/C'], set: undefined };

/** A stage while it is filled by the reader in `lens.ts`, and the view of it afterwards. */
export class StageLens implements DockerfileStage {
  readonly file: Dockerfile;
  readonly index: number;
  readonly from: DockerfileInstruction;
  readonly name: string | null;
  readonly base: Base;
  readonly instructions: DockerfileInstruction[] = [];
  readonly scope: Scope;
  shell: ShellInForce;
  isReached = false;
  isShipped = false;

  constructor(from: DockerfileInstruction, index: number, base: Base, scope: Scope) {
    this.file = from.file;
    this.index = index;
    this.from = from;
    this.name = stageName(from);
    this.base = base;
    this.scope = scope;
    this.shell = base.kind === 'stage' ? base.stage.shell : defaultShell(base);
  }

  get resource(): string {
    return `stage ${this.name ?? this.index}`;
  }

  get at(): Anchor {
    return this.from.node.args.length > 0 ? this.from.argAt(0) : this.from.at;
  }

  get isFinal(): boolean {
    return this.file.finalStage === this;
  }

  get chain(): readonly DockerfileStage[] {
    const chain: DockerfileStage[] = [this];
    for (let { base }: DockerfileStage = this; base.kind === 'stage'; base = base.stage.base) chain.push(base.stage);
    return chain;
  }

  get rootBase(): Exclude<Base, { kind: 'stage' }> {
    let base: Base = this.base;
    while (base.kind === 'stage') base = base.stage.base;
    return base;
  }

  get commands(): readonly DockerfileCommand[] {
    return this.instructions.flatMap((instruction) => [
      ...instruction.commands,
      ...(instruction.onbuild?.commands ?? []),
    ]);
  }

  all(keyword: string): readonly DockerfileInstruction[] {
    const found: DockerfileInstruction[] = [];
    for (const { instructions } of this.chain) {
      for (let index = instructions.length - 1; index >= 0; index -= 1) {
        const instruction = instructions[index];
        if (instruction?.keyword === keyword) found.push(instruction);
      }
    }
    return found;
  }

  effective(keyword: string): DockerfileInstruction | undefined {
    return this.all(keyword)[0];
  }

  get workdir(): Known {
    const start: Known = this.rootBase.kind === 'scratch' ? '/' : undefined;
    return this.all('WORKDIR').reduceRight((path: Known, { values }) => enter(path, values[0]), start);
  }

  get environment(): ReadonlyMap<string, Variable> {
    return this.scope.environment();
  }
}

function stageName(from: DockerfileInstruction): string | null {
  const [, as, name] = from.node.args;
  return as?.value.toUpperCase() === 'AS' ? (name?.value ?? null) : null;
}

/** What FROM names. `earlier` finds a stage that was named before this one. */
export function baseOf(
  from: DockerfileInstruction,
  lookup: (name: string) => Known,
  earlier: (name: string) => DockerfileStage | undefined,
): Base {
  const word = from.node.args[0];
  const text = word === undefined ? '' : (expand(word.raw, from.file.tree.escape, lookup, hole) ?? '');
  const stage = earlier(text);
  if (stage !== undefined) return { kind: 'stage', stage };
  if (text === 'scratch') return { kind: 'scratch' };
  const image = parseImageReference(text);
  // With nothing but a variable the name might be that of a stage, too.
  if (image === undefined || text === hole) return { kind: 'unknown', text: word?.raw ?? '' };
  return { kind: 'image', image, text };
}

function defaultShell(base: Base): ShellInForce {
  const windows =
    base.kind === 'image' &&
    (base.image.registry === 'mcr.microsoft.com' || base.image.registry === undefined) &&
    /^windows\/|^windows$|servercore|nanoserver/.test(`${base.image.repository ?? ''}:${base.image.tag ?? ''}`);
  return windows ? WINDOWS_SHELL : DEFAULT_SHELL;
}

/** The shell after a SHELL instruction; a malformed one is an error of the build and changes nothing. */
export function shellAfter(before: ShellInForce, instruction: DockerfileInstruction): ShellInForce {
  const words = instruction.node.items.map((item) => item.value);
  const [program] = words;
  if (program === undefined) return before;
  return { dialect: isShell(baseName(program)) ? 'posix' : 'other', words, set: instruction };
}

function enter(path: Known, step: Known): Known {
  if (step === undefined) return undefined;
  if (!step.startsWith('/') && path === undefined) return undefined;
  const parts: string[] = [];
  for (const part of `${step.startsWith('/') ? '' : path}/${step}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

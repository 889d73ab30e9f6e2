import type { Known, Variable } from './lens-model.ts';

interface Setting {
  /** Index of the instruction from whose end on the setting holds. */
  readonly since: number;
  readonly variable: Variable;
}

/** Variables that the builder sets by itself when they are declared; what they hold depends on the build. */
const PREDEFINED =
  /^(?:(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT|STAGE)|(?:HTTPS?|FTP|NO|ALL)_PROXY|SOURCE_DATE_EPOCH)$/i;

/** True for an argument that the builder knows by itself. */
export function isPredefined(name: string): boolean {
  return PREDEFINED.test(name);
}

/**
 * The variables of a stage, with the instruction from which on each value holds, so that they can be asked for any
 * place of the stage without copying. A stage sees what the stage that it is built from has set (ENV and ARG). ENV wins
 * over ARG whatever the order, as the Dockerfile reference says.
 */
export class Scope {
  readonly #parent: Scope | undefined;
  readonly #env = new Map<string, Setting[]>();
  readonly #arg = new Map<string, Setting[]>();

  constructor(parent: Scope | undefined) {
    this.#parent = parent;
  }

  set(variable: Variable): void {
    const table = variable.kind === 'env' ? this.#env : this.#arg;
    const settings = table.get(variable.name);
    const setting = { since: variable.instruction.index, variable };
    if (settings === undefined) table.set(variable.name, [setting]);
    else settings.push(setting);
  }

  /** The variable as the instruction at `before` sees it. */
  find(name: string, before: number): Variable | undefined {
    return this.#findIn('env', name, before) ?? this.#findIn('arg', name, before);
  }

  /** What a container sees: ENV only. */
  findEnv(name: string, before: number): Variable | undefined {
    return this.#findIn('env', name, before);
  }

  value(name: string, before: number): Known {
    return this.find(name, before)?.value;
  }

  /** All ENV variables at the end, the nearest setting of each. */
  environment(): Map<string, Variable> {
    const all = new Map<string, Variable>();
    const scopes: ReadonlyMap<string, Setting[]>[] = [this.#env];
    for (let scope = this.#parent; scope !== undefined; scope = scope.#parent) scopes.unshift(scope.#env);
    for (const settings of scopes) {
      for (const [name, list] of settings) {
        const last = list.at(-1);
        if (last !== undefined) all.set(name, last.variable);
      }
    }
    return all;
  }

  #findIn(kind: 'env' | 'arg', name: string, before: number): Variable | undefined {
    let found = this.#findOwn(kind, name, before);
    for (let scope = this.#parent; scope !== undefined && found === undefined; scope = scope.#parent) {
      found = scope.#findOwn(kind, name, before);
    }
    return found;
  }

  #findOwn(kind: 'env' | 'arg', name: string, before: number): Variable | undefined {
    const settings = (kind === 'env' ? this.#env : this.#arg).get(name) ?? [];
    let index = settings.length - 1;
    while (index >= 0 && (settings[index]?.since ?? 0) >= before) index -= 1;
    return settings[index]?.variable;
  }
}

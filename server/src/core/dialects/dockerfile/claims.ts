import type { Report, Severity } from '../../rules/rule.ts';
import type { Dockerfile, DockerfileInstruction, DockerfileStage } from './lens.ts';

/** What the rules over Dockerfiles share: which stages ship, and how severity bends. */

const softer: Readonly<Record<Severity, Severity>> = { error: 'warning', warning: 'info', info: 'hint', hint: 'hint' };

/** The stage is only a step of the build: its files and settings are not part of the image. */
export function isBuilder(stage: DockerfileStage | undefined): boolean {
  return stage !== undefined && !stage.isShipped;
}

/** One step less severe in a stage that is not shipped, or that is for development by its name. */
export function softened(stage: DockerfileStage | undefined, severity: Severity): Pick<Report, 'severity' | 'reason'> {
  if (isBuilder(stage))
    return {
      severity: softer[severity],
      reason: 'The stage is only a step of the build; the image does not contain it.',
    };
  if (isForDevelopment(stage))
    return { severity: softer[severity], reason: 'By its name, the stage is for development or tests.' };
  return { severity };
}

/** The stage is for development or tests by its name. */
export function isForDevelopment(stage: DockerfileStage | undefined): boolean {
  const name =
    /(?:^|[-_.])(?:dev|devel|development|debug|debugger|test|tests|testing|ci|lint|devcontainer)(?:$|[-_.])/i;
  const file = /(?:^|[._-])(?:dev|devel|development|debug|test|local)(?:$|[._-])/i;
  return (
    (stage?.name != null && name.test(stage.name)) ||
    (stage !== undefined && file.test(stage.file.uri.slice(stage.file.uri.lastIndexOf('/') + 1)))
  );
}

/** The instructions before the first FROM, then those of each stage: in each of these the last CMD, USER, ... counts. */
export function sections(file: Dockerfile): readonly (readonly DockerfileInstruction[])[] {
  const before = file.instructions.filter((it) => it.stage === undefined);
  return [before, ...file.stages.map((it) => it.instructions)];
}

/** `one` or `1 thing` against `3 things`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? `one ${one}` : `${count} ${many}`;
}

/** "a", "a and b", "a, b and c"; more than `most` are only counted. */
export function listed(names: readonly string[], most = 4): string {
  if (names.length > most) return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** Computes once for each stage, and forgets it together with the stage. */
export function perStage<T>(compute: (stage: DockerfileStage) => T): (stage: DockerfileStage) => T {
  const known = new WeakMap<DockerfileStage, { readonly value: T }>();
  return (stage) => {
    const found = known.get(stage) ?? { value: compute(stage) };
    known.set(stage, found);
    return found.value;
  };
}

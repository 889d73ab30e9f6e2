import type { Anchor } from '../../syntax/anchor.ts';
import { type ImageReference, hole, parseImageReference } from '../../syntax/image-reference.ts';
import { expand } from './expand.ts';
import type { Dockerfile, DockerfileInstruction, DockerfileStage } from './lens.ts';
import { mountOptions } from './mount.ts';

/** An image that a Dockerfile names: as a base, or as a source of files. */
export interface ImageUse {
  readonly image: ImageReference;
  readonly at: Anchor;
  readonly stage: DockerfileStage | undefined;
  readonly instruction: DockerfileInstruction;
  /** The text stands as it is: no variable takes part, so that it may be rewritten. */
  readonly literal: boolean;
  readonly isBase: boolean;
}

/** All images of a file in document order; scratch and stages are none. */
export function imageUses(file: Dockerfile): readonly ImageUse[] {
  return file.instructions.flatMap((instruction) => {
    const { stage } = instruction;
    if (instruction.keyword === 'FROM') return stage === undefined ? [] : baseUse(stage);
    return sourceNames(instruction).flatMap(({ name, at, literal }) => {
      // A bare name that is no stage is more likely a mistake than an image.
      if (file.stage(name, stage?.index ?? 0) !== undefined || !/[/:@]/.test(name)) return [];
      const image = parseImageReference(name);
      return image === undefined ? [] : [{ image, at, stage, instruction, literal, isBase: false }];
    });
  });
}

function baseUse(stage: DockerfileStage): readonly ImageUse[] {
  const { base, from } = stage;
  const raw = from.node.args[0]?.raw ?? '';
  if (base.kind === 'stage' || base.kind === 'scratch') return [];
  const image = base.kind === 'image' ? base.image : undefined;
  const settled = image !== undefined && image.tag !== undefined ? image : (withoutArguments(stage, raw) ?? image);
  if (settled === undefined) return [];
  return [{ image: settled, at: stage.at, stage, instruction: from, literal: raw === settled.text, isBase: true }];
}

/** The image of a build without further arguments: what has no default is empty there. */
function withoutArguments(stage: DockerfileStage, raw: string): ImageReference | undefined {
  const { file } = stage;
  const declared = (name: string): boolean => file.globalArgs.some((it) => it.pairs.some((pair) => pair.name === name));
  const lookup = (name: string): string | undefined =>
    stage.from.variable(name)?.value ?? (declared(name) ? '' : undefined);
  const text = expand(raw, file.tree.escape, lookup, hole) ?? '';
  return text === '' || text === 'scratch' || file.stage(text, stage.index) !== undefined || text.includes(hole)
    ? undefined
    : parseImageReference(text);
}

/** A source of files by its name, where it is known. */
export interface SourceName {
  readonly name: string;
  readonly at: Anchor;
  readonly literal: boolean;
  /** It is an option inside a longer flag, so that the place is the whole flag. */
  readonly mount: boolean;
}

/** What COPY --from, ADD --from and RUN --mount=from name. */
export function sourceNames(instruction: DockerfileInstruction): readonly SourceName[] {
  const raw = new Map(instruction.node.flags.map((flag) => [flag.name, flag.value]));
  const from = instruction.flag('from');
  const copied =
    from === undefined || from.value === null || from.value === undefined || !/^(?:COPY|ADD)$/.test(instruction.keyword)
      ? []
      : [{ name: from.value, at: from.valueAt, literal: raw.get('from') === from.value, mount: false }];
  const mounted = instruction.flags('mount').flatMap(({ value, valueAt }) => {
    const name = mountOptions(value ?? undefined)?.get('from');
    return name === undefined ? [] : [{ name, at: valueAt, literal: false, mount: true }];
  });
  return [...copied, ...mounted];
}

/** Where the name of a stage is used after the stage itself: by FROM, COPY --from or RUN --mount=from. */
export function usesOfStage(stage: DockerfileStage): readonly SourceName[] {
  const { file, name } = stage;
  if (name === null) return [];
  return file.instructions.flatMap((instruction) => {
    if (instruction.index <= stage.from.index) return [];
    const user = instruction.stage;
    if (instruction.keyword !== 'FROM')
      return sourceNames(instruction).filter((it) => file.stage(it.name, user?.index) === stage);
    const word = instruction.node.args[0];
    if (word?.value.toLowerCase() !== name.toLowerCase() || file.stage(name, user?.index) !== stage) return [];
    return [{ name: word.value, at: instruction.argAt(0), literal: word.raw === word.value, mount: false }];
  });
}

/** The name of an image as written, without tag and digest; dots stand for what is not known. */
export function nameOf({ text, tagSpan }: ImageReference): string {
  return text.slice(0, tagSpan[0]).replaceAll(hole, '…');
}

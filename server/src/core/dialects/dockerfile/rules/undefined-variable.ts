import type { Fix } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { DockerfileWord } from '../../../syntax/dockerfile.ts';
import { perStage } from '../claims.ts';
import type { DockerfileInstruction } from '../lens.ts';
import { fix, insertBefore, replace } from '../repair.ts';
import { type VariableUse, nearest, variableUses } from '../variables.ts';

const EXPANDS = /^(?:ENV|ARG|COPY|ADD|WORKDIR|USER|EXPOSE|LABEL|VOLUME|STOPSIGNAL)$/;
/** Bases that set PATH and nothing else. */
const BARE =
  /^(?:library\/(?:alpine|busybox|debian|ubuntu|centos|fedora|rockylinux|almalinux|amazonlinux|oraclelinux|archlinux|buildpack-deps)|opensuse\/.*)$/;
const ALWAYS = /^(?:PATH|https?_proxy|ftp_proxy|no_proxy|all_proxy)$/i;

export default defineRule({
  id: 'dockerfile/undefined-variable',
  title: 'An instruction uses a variable that is not defined',
  why: 'It expands to nothing: PATH=$PAHT:/app then begins with an empty entry, which the shell reads as the current directory, and COPY copies something else.',
  remedy: 'Correct the name, or declare it with ARG or ENV in this stage.',
  category: 'hygiene',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [426, 457], stride: ['T', 'E'] },
  equivalents: ['buildkit:UndefinedVar', 'sonar:S6579'],
  concepts: ['undefined-variable-in-instruction'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    if (!EXPANDS.test(instruction.keyword) || instruction.isOnbuild) return;
    for (const { word, key } of words(instruction)) {
      for (const use of variableUses(word.raw, instruction.file.tree.escape)) {
        if (/[-+?]$/.test(use.operator) || ALWAYS.test(use.name) || instruction.variable(use.name) !== undefined)
          continue;
        const cause = explain(instruction, use);
        if (cause === undefined) continue;
        const at = instruction.spanAt({ start: word.range.start + use.start, end: word.range.start + use.end });
        const dangerous = instruction.keyword === 'USER' || (key ?? '').endsWith('PATH');
        report({
          at,
          message: `${use.name} is not defined here and expands to nothing. ${cause.hint}`,
          ...(dangerous
            ? { severity: 'warning', reason: 'An empty value changes which programs or rights are used.' }
            : {}),
          fixes: cause.fixes(at),
        });
      }
    }
  },
});

interface Cause {
  readonly hint: string;
  fixes(at: DockerfileInstruction['at']): readonly Fix[];
}

/** Why the variable surely has no value; undefined when the base image may define it. */
function explain(instruction: DockerfileInstruction, use: VariableUse): Cause | undefined {
  const { file, stage } = instruction;
  if (stage !== undefined && file.globalArgs.some((it) => it.pairs.some((pair) => pair.name === use.name))) {
    return {
      hint: `The ARG before the first FROM reaches only FROM; declare ARG ${use.name} again in this stage.`,
      fixes: () => fix(`Declare ${use.name} in this stage`, 'behaviour', insertBefore(instruction, `ARG ${use.name}`)),
    };
  }
  const names = defined(instruction);
  // Among hundreds of names some are always alike.
  const near = use.name.length > 2 && names.length <= 200 ? nearest(use.name, [...names, 'PATH']) : undefined;
  if (near !== undefined)
    return { hint: `Did you mean ${near}?`, fixes: (at) => fix(`Write ${near}`, 'behaviour', [replace(at, near)]) };
  const later = stage?.instructions.some(
    (it) =>
      /^(?:ARG|ENV)$/.test(it.keyword) &&
      it.index > instruction.index &&
      it.pairs.some((pair) => pair.name === use.name),
  );
  if (later === true) return { hint: 'It is declared only further down; move the declaration up.', fixes: () => [] };
  const base = stage?.rootBase;
  const bare =
    base === undefined || base.kind === 'scratch' || (base.kind === 'image' && BARE.test(base.image.repository ?? ''));
  return bare ? { hint: 'Declare it with ARG or ENV, or remove it.', fixes: () => [] } : undefined;
}

/** The names that ARG and ENV have declared before an instruction, along the chain of stages. */
function defined({ stage, file, index }: DockerfileInstruction): readonly string[] {
  const all = stage === undefined ? namesOf(file.globalArgs) : declarations(stage);
  return [...all].filter(([, since]) => since < index).map(([name]) => name);
}

/** The names that a stage and its parents declare, each with the first instruction that does. */
const declarations = perStage(({ chain }) => namesOf(chain.toReversed().flatMap((it) => it.instructions)));

function namesOf(instructions: readonly DockerfileInstruction[]): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const it of instructions) {
    if (!/^(?:ARG|ENV)$/.test(it.keyword)) continue;
    for (const { key } of it.node.pairs) if (!names.has(key.value)) names.set(key.value, it.index);
  }
  return names;
}

interface Written {
  readonly word: DockerfileWord;
  readonly key: string | undefined;
}

function words({ node }: DockerfileInstruction): readonly Written[] {
  if (node.pairs.length > 0)
    return node.pairs.flatMap(({ key, value }) => (value === null ? [] : [{ word: value, key: key.value }]));
  // Here-documents follow rules of their own.
  return node.args.filter((it) => !it.raw.startsWith('<<')).map((word) => ({ word, key: undefined }));
}

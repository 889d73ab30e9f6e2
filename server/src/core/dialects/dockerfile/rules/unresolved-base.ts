import { blank } from '../../../fix/patch.ts';
import type { Fix } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { Anchor } from '../../../syntax/anchor.ts';
import { parseImageReference } from '../../../syntax/image-reference.ts';
import { expand } from '../expand.ts';
import type { DockerfileStage } from '../lens.ts';
import { fix, insertBefore, replace } from '../repair.ts';
import { isPredefined } from '../scope.ts';
import { type VariableUse, nearest, variableUses } from '../variables.ts';

export default defineRule({
  id: 'dockerfile/unresolved-base',
  title: 'FROM depends on an argument that nobody defines',
  why: 'Whoever starts the build then chooses the base image, and a mistyped name swaps it in silence.',
  remedy: 'Declare the argument before the first FROM, with a default.',
  category: 'supply-chain',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [829, 1188], stride: ['T'] },
  equivalents: ['buildkit:UndefinedArgInFrom', 'buildkit:InvalidDefaultArgInFrom', 'sonar:S6579'],
  concepts: ['from-argument-unresolved'],
  visits: 'dockerfile.stage',
  check(stage, report) {
    const { file, from } = stage;
    const declared = new Map(file.globalArgs.flatMap((it) => it.pairs.map((pair) => [pair.name, pair] as const)));
    for (const { use, at, text } of uses(stage)) {
      if (isPredefined(use.name) || declared.has(use.name) || use.operator.endsWith('-')) continue;
      const near = nearest(use.name, [...declared.keys(), 'BUILDPLATFORM', 'TARGETPLATFORM']);
      const first = file.stages[0]?.from;
      const fixes: readonly Fix[] =
        near !== undefined
          ? fix(`Write ${near}`, 'safe', [
              replace(at, text === undefined ? near : text.slice(0, use.start) + near + text.slice(use.end)),
            ])
          : fix(
              'Declare it with a default',
              'needs-value',
              first ? insertBefore(first, `ARG ${use.name}=${blank(proposal(from.node.args[0]?.raw ?? ''))}`) : [],
            );
      report({
        at,
        message: `No ARG before the first FROM declares ${use.name}, so it is empty here and the build may start from another image than you think.${near === undefined ? ' Declare it with a default.' : ` Did you mean ${near}?`}`,
        severity: 'warning',
        reason: 'The variable is always empty.',
        equivalents: ['buildkit:UndefinedArgInFrom', 'sonar:S6579'],
        fixes,
      });
    }
    const missing = withoutDefault(stage);
    const pair = missing === undefined ? undefined : declared.get(missing.name);
    if (missing === undefined || pair === undefined) return;
    report({
      at: missing.at,
      message: `${missing.name} has no default, so FROM ${from.node.args[0]?.raw ?? ''} names no image unless the build passes one. Give the ARG a default.`,
      equivalents: ['buildkit:InvalidDefaultArgInFrom'],
      fixes: fix('Give it a default', 'needs-value', [
        replace(pair.at, `${missing.name}=${blank(proposal(from.node.args[0]?.raw ?? ''))}`),
      ]),
    });
  },
});

interface Use {
  readonly use: VariableUse;
  readonly at: Anchor;
  /** The whole text to be rewritten, where the place is a whole flag. */
  readonly text: string | undefined;
}

function uses({ from, file }: DockerfileStage): readonly Use[] {
  const word = from.node.args[0];
  const named =
    word === undefined
      ? []
      : variableUses(word.raw, file.tree.escape).map((use) => ({
          use,
          // The route leads to the image, so that findings about it are known to belong to it.
          at: {
            ...from.spanAt({ start: word.range.start + use.start, end: word.range.start + use.end }),
            route: from.argAt(0).route,
          },
          text: undefined,
        }));
  const flag = from.node.flags.find((it) => it.name === 'platform');
  const text = flag?.value ?? '';
  const at = from.flag('platform')?.valueAt;
  const platform = at === undefined ? [] : variableUses(text, file.tree.escape).map((use) => ({ use, at, text }));
  return [...platform, ...named];
}

/** The declared variable without which FROM names no image. */
function withoutDefault(stage: DockerfileStage): { readonly name: string; readonly at: Anchor } | undefined {
  const { from, file } = stage;
  const word = from.node.args[0];
  if (word === undefined) return undefined;
  const known = (name: string): string | undefined => from.variable(name)?.value;
  const open = uses(stage).find(
    ({ use, text }) =>
      text === undefined && use.operator === '' && known(use.name) === undefined && !isPredefined(use.name),
  );
  if (open === undefined) return undefined;
  // What is not set is empty; is what remains the name of an image, or of a stage?
  const text = expand(word.raw, file.tree.escape, (name) => known(name) ?? '') ?? '';
  if (file.stage(text, stage.index) !== undefined || (text !== '' && parseImageReference(text) !== undefined))
    return undefined;
  return { name: open.use.name, at: open.at };
}

/** What a user most likely fills in: a whole image, or a piece of one. */
function proposal(raw: string): string {
  return /^\$\w+$|^\$\{\w+\}$/.test(raw) ? 'image:version' : 'value';
}

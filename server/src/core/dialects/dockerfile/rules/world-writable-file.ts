import type { Patch } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { Reporter } from '../../../rules/rule.ts';
import { softened } from '../claims.ts';
import type { DockerfileStage } from '../lens.ts';
import { type Clause, type Mode, clausesOf, digitsOf, modeOfCommand, modeOfCopy, written } from '../modes.ts';
import { dropCommand, fix, replace } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/world-writable-file',
  title: 'Files of the image may be written by everybody',
  why: 'Any process that is taken over, whatever its user, can then replace code or settings that a stronger process uses later.',
  remedy: 'Give the right to write to the one user who needs it.',
  category: 'least-privilege',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [732], stride: ['T', 'E'] },
  equivalents: ['datadog:avoid_chmod_777', 'sonar:S2612'],
  concepts: ['world-writable-files'],
  visits: ['dockerfile.command', 'dockerfile.instruction'],
  check(noun, report) {
    const mode = 'command' in noun ? modeOfCommand(noun) : modeOfCopy(noun);
    if (mode !== undefined) judge(mode, noun.stage, report);
  },
});

function judge(mode: Mode, stage: DockerfileStage | undefined, report: Reporter): void {
  const safer = withoutWrite(mode.text);
  if (safer === undefined) return;
  const target = mode.targets.at(-1);
  const patches: readonly Patch[] =
    safer === '' ? (mode.command ? dropCommand(mode.command) : []) : [replace(mode.at, safer)];
  report({
    at: mode.at,
    message: `${mode.text} lets every user write ${target === undefined || /[$`]/.test(target) ? 'these files' : target}${mode.recursive && mode.command ? ' and all below it' : ''}, so a process that is taken over can change what others run or read. Let the owner alone write.`,
    ...softened(stage, 'warning'),
    equivalents: /777/.test(mode.text) ? ['datadog:avoid_chmod_777', 'sonar:S2612'] : ['sonar:S2612'],
    fixes: fix(safer === '' ? 'Remove the right' : `Set the mode to ${safer}`, 'behaviour', patches),
  });
}

/** The mode without the right to write for others; undefined when it gives none, empty when nothing else remains. */
function withoutWrite(mode: string): string | undefined {
  const digits = digitsOf(mode);
  if (digits !== undefined) {
    const [special, owner, group, others] = digits;
    // A sticky directory, such as /tmp, is made to be written by all.
    if ((others & 2) === 0 || (special & 1) === 1) return undefined;
    return `${mode.length > 3 ? special : ''}${owner}${group & 5}${others & 5}`;
  }
  const clauses = clausesOf(mode);
  if (clauses?.some(givesWrite) !== true || clauses.some((it) => it.what.includes('t'))) return undefined;
  return written(clauses.flatMap((it) => (givesWrite(it) ? narrowed(it) : [it])));
}

function givesWrite({ who, operator, what }: Clause): boolean {
  return operator !== '-' && what.includes('w') && /[oa]/.test(who);
}

/** The owner keeps what the clause gives, the others lose the right to write. */
function narrowed({ who, operator, what }: Clause): readonly Clause[] {
  const owner = /[ua]/.test(who) ? [{ who: 'u', operator, what }] : [];
  const group = who.includes('g') && !who.includes('a') ? [{ who: 'g', operator, what }] : [];
  const rest = what.replace('w', '');
  return [...owner, ...group, ...(rest === '' ? [] : [{ who: who.includes('a') ? 'go' : 'o', operator, what: rest }])];
}

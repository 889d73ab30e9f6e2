import type { Patch } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { Reporter } from '../../../rules/rule.ts';
import { softened } from '../claims.ts';
import type { DockerfileStage } from '../lens.ts';
import { type Mode, clausesOf, digitsOf, modeOfCommand, modeOfCopy, written } from '../modes.ts';
import { dropCommand, fix, replace } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/setuid-program',
  title: 'A setuid or setgid bit is set',
  why: 'A setuid program of root turns whoever runs it into root, so one flaw in it undoes the USER of the image.',
  remedy: 'Leave the bit away, and give the one capability that the program needs.',
  category: 'least-privilege',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [732, 250], stride: ['E'], cis: ['Docker 4.8'] },
  equivalents: ['sonar:S2612', 'dockle:CIS-DI-0008'],
  concepts: ['setuid-bit-granted'],
  visits: ['dockerfile.command', 'dockerfile.instruction'],
  check(noun, report) {
    const mode = 'command' in noun ? modeOfCommand(noun) : modeOfCopy(noun);
    if (mode !== undefined) judge(mode, noun.stage, report);
  },
});

function judge(mode: Mode, stage: DockerfileStage | undefined, report: Reporter): void {
  const bits = bitsOf(mode.text);
  if (bits === undefined) return;
  const patches: readonly Patch[] =
    bits.without !== '' ? [replace(mode.at, bits.without)] : mode.command ? dropCommand(mode.command) : [];
  const who = bits.user ? 'owner' : 'group';
  const only = bits.user
    ? softened(stage, 'warning')
    : { severity: 'info' as const, reason: 'A directory uses the setgid bit to hand its group on.' };
  report({
    at: mode.at,
    message: `${mode.text} makes the program run with the rights of its ${who}, whoever starts it: a way back to more rights for an intruder. Leave the bit away.`,
    ...only,
    fixes: fix('Leave the bit away', 'behaviour', patches),
  });
}

/** Which of the bits a mode sets, and the mode without them. */
function bitsOf(mode: string): { readonly user: boolean; readonly without: string } | undefined {
  const digits = digitsOf(mode);
  if (digits !== undefined) {
    const [special, owner, group, others] = digits;
    if ((special & 6) === 0) return undefined;
    return { user: (special & 4) !== 0, without: `${special & 1}${owner}${group}${others}` };
  }
  const clauses = clausesOf(mode) ?? [];
  const sets = clauses.filter((it) => it.operator !== '-' && it.what.includes('s') && !/^o*$/.test(it.who || 'a'));
  if (sets.length === 0) return undefined;
  const kept = clauses.flatMap((it) => {
    if (!sets.includes(it)) return [it];
    const what = it.what.replace('s', '');
    return what === '' ? [] : [{ ...it, what }];
  });
  return { user: sets.some((it) => it.who === '' || /[ua]/.test(it.who)), without: written(kept) };
}

import type { Anchor } from '../../syntax/anchor.ts';
import { defineRule } from '../../rules/rule.ts';
import type { Component, Control, ControlState } from '../model.ts';
import { gapRule } from '../stride/availability.ts';
import { listed } from '../stride/words.ts';

/** Controls of which no other rule says that they are missing, in the words of the message. */
const words: Partial<Record<Control, string>> = {
  logs: 'no log',
  metrics: 'no metrics',
  traces: 'no traces',
  'rate-limit': 'no rate limit',
  'circuit-breaker': 'no circuit breaker',
  backup: 'no backup',
};

export default defineRule({
  id: gapRule,
  title: 'What attackers try or take is neither watched, slowed nor backed up',
  why: 'Prevention fails one day. What is not watched is noticed by its users, what is not limited takes its neighbours along, and what is not backed up is gone.',
  remedy: 'Add the control that is missing, or accept the gap where it is closed outside these files.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: {
    cwe: [778, 770],
    stride: ['R', 'D'],
    owasp: ['API4:2023', 'K05:2022'],
    standard: ['NIST CSF 2.0 DE.CM, RC.RP'],
  },
  equivalents: [],
  concepts: ['no-rate-limit-at-edge', 'no-circuit-breaker'],
  visits: 'model.component',
  check({ component, system }, report) {
    const { at, exposure, type } = component;
    if (!at || (exposure !== 'internet' && type !== 'data-store')) return;
    const gaps = (system.posture(component.id)?.controls ?? []).filter(
      (it) => it.state === 'no' && words[it.control] !== undefined && worthIt(component, it),
    );
    if (gaps.length === 0) return;
    const missing = listed(
      gaps.map((it) => words[it.control] ?? it.control),
      6,
    );
    report({
      at,
      message: `${component.name} ${because(component)}, and the files show ${missing} of it: ${outcome(gaps)}. Add what is missing, or accept this where it is done outside these files.`,
      confidence: 'medium',
      related: gaps
        .flatMap((it) => it.evidence)
        .flatMap((it) => (it.at && !sameChunk(it.at, at) ? [{ message: `${capital(it.text)}.`, at: it.at }] : []))
        .slice(0, 20),
    });
  },
});

/**
 * Of a store behind the front it matters whether what it holds comes back; and a limit is missing at the gateway that
 * could set it, not once more at all that stands behind.
 */
function worthIt({ exposure, at, parts }: Component, { control, evidence }: ControlState): boolean {
  if (control === 'backup') return true;
  if (control !== 'rate-limit') return exposure === 'internet';
  const own = [at, ...parts.map((it) => it.at)];
  return evidence.some((it) => own.some((place) => place?.file === it.at?.file && place?.chunk === it.at?.chunk));
}

function because({ exposure, type }: Component): string {
  if (exposure !== 'internet') return 'keeps data';
  return type === 'data-store' ? 'keeps data and can be reached from outside' : 'can be reached from outside';
}

function outcome(gaps: readonly ControlState[]): string {
  const has = (control: Control): boolean => gaps.some((it) => it.control === control);
  if (has('backup')) return 'what is deleted or encrypted there stays lost';
  if (has('rate-limit')) return 'whoever floods it is not slowed';
  if (has('circuit-breaker')) return 'when one of its peers hangs, it hangs with it';
  return 'what is done with it goes unseen';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sameChunk(a: Anchor, b: Anchor): boolean {
  return a.file === b.file && a.chunk === b.chunk;
}

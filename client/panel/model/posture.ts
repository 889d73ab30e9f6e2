/** The defence of each component in the order of an incident, and how much of it the files show. */
import type { PanelControl, PanelPosture } from '../contract.ts';
import type { System } from './system.ts';

export const PHASES = ['prevention', 'detection', 'response', 'recovery'] as const;
export type Phase = (typeof PHASES)[number];

export interface Cell {
  readonly controls: readonly PanelControl[];
  readonly yes: number;
  readonly no: number;
}

/** The controls of one phase. */
export function cellOf(posture: PanelPosture, phase: Phase): Cell {
  const controls = posture.controls.filter((it) => it.phase === phase);
  return {
    controls,
    yes: controls.filter((it) => it.state === 'yes').length,
    no: controls.filter((it) => it.state === 'no').length,
  };
}

/** A cell in which the files show nothing at all, and would have to show something: a gap. */
export function isGap({ yes, no }: Cell): boolean {
  return yes === 0 && no > 0;
}

/** "rate limit" for `rate-limit`. */
export function controlWords(control: string): string {
  return control.replaceAll('-', ' ');
}

/** The components that have a posture and are in view, those with the most gaps first; equal ones by name. */
export function postures(system: System, found: ReadonlySet<string> | null): readonly PanelPosture[] {
  const gaps = (it: PanelPosture): number => PHASES.filter((phase) => isGap(cellOf(it, phase))).length;
  const name = (it: PanelPosture): string => system.components.get(it.component)?.name ?? it.component;
  return system.snapshot.posture
    .filter((it) => found === null || found.has(it.component))
    .toSorted((a, b) => gaps(b) - gaps(a) || name(a).localeCompare(name(b), 'en', { numeric: true }));
}

import type { Control, Phase, ThreatModel, Tri } from '../model.ts';
import { table } from './markdown.ts';

/** The controls of each phase, in the order of the matrix. */
export const controlsOf: Readonly<Record<Phase, readonly Control[]>> = {
  prevention: ['authentication', 'encryption', 'isolation'],
  detection: ['logs', 'metrics', 'traces', 'probes', 'scanning'],
  response: ['alerts', 'rate-limit', 'circuit-breaker', 'rollback'],
  recovery: ['replicas', 'disruption-budget', 'backup', 'restore'],
};

/** Words, because a colour or a sign alone is read by nobody who hears the report. */
const words: Readonly<Record<Tri, string>> = { yes: 'yes', no: '**no**', unknown: '?' };

/** What the files show of prevention, detection, response and recovery: a table for each phase. */
export function matrixSection({ posture }: ThreatModel, nameOf: (id: string) => string): readonly string[] {
  if (posture.length === 0) return [];
  const lines = [
    '## Prevention, detection, response, recovery',
    '',
    'What the files show of each component; "?" where they do not tell, and nothing where a control makes no sense.',
    '',
  ];
  for (const [phase, controls] of Object.entries(controlsOf)) {
    const rows = posture.map(({ component, controls: states }) => [
      nameOf(component),
      ...controls.map((control) => {
        const found = states.find((it) => it.control === control);
        return found ? words[found.state] : '';
      }),
    ]);
    lines.push(...table([phase, ...controls], rows), '');
  }
  return lines;
}

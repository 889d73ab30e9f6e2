import type { Reporter } from '../rules/rule.ts';
import type { Threat } from './model.ts';
import type { SystemView } from './view.ts';

/**
 * Reports the open threats that belong to a rule: at the first line that opens each, with the others as related
 * places. Threats and findings are one list; the rule says what to do.
 */
export function reportThreats(
  system: SystemView,
  rule: string,
  report: Reporter,
  advice: (threat: Threat) => string,
): void {
  for (const threat of system.model.threats) {
    if (threat.rule !== rule || threat.state !== 'open') continue;
    const [first, ...others] = threat.evidence.filter((it) => it.at !== null);
    if (!first?.at) continue;
    const related = others.flatMap((it) => (it.at ? [{ message: sentence(it.text), at: it.at }] : []));
    report({ at: first.at, message: `${threat.title}. ${advice(threat)}`, related });
  }
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

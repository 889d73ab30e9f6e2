import type { Anchor } from '../syntax/anchor.ts';
import type { Fix } from '../fix/patch.ts';
import type { Reporter } from '../rules/rule.ts';
import { addTo } from './grouped.ts';
import type { Threat, ThreatModel } from './model.ts';
import { onceFor } from './once.ts';
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
  fixesOf: (at: Anchor, system: SystemView) => readonly Fix[] = () => [],
): void {
  // One line that opens the same threat to several components is one decision.
  const byLine = new Map<string, Threat[]>();
  for (const threat of openOf(system.model).get(rule) ?? []) {
    const at = placesOf(threat)[0]?.at;
    if (at) addTo(byLine, `${at.file}\n${at.chunk}\n${at.route.join('\n')}`, threat);
  }
  for (const [threat, ...more] of byLine.values()) {
    const [first, ...others] = threat ? placesOf(threat) : [];
    if (!threat || !first) continue;
    const also = more.length === 0 ? '' : ` The same holds for ${more.length} more behind it.`;
    const related = [...others, ...more.flatMap(placesOf)].map((it) => ({ message: sentence(it.text), at: it.at }));
    report({
      at: first.at,
      message: `${threat.title}.${also} ${advice(threat)}`,
      related: related.slice(0, 40),
      fixes: fixesOf(first.at, system),
    });
  }
}

/** The open threats of each rule. */
const openOf = onceFor(({ threats }: ThreatModel): ReadonlyMap<string, readonly Threat[]> => {
  const open = new Map<string, Threat[]>();
  for (const it of threats) if (it.rule !== null && it.state === 'open') addTo(open, it.rule, it);
  return open;
});

function placesOf(threat: Threat): readonly { readonly text: string; readonly at: Anchor }[] {
  return threat.evidence.flatMap(({ text, at }) => (at ? [{ text, at }] : []));
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

import type { PanelFinding, PanelRemedy } from '../../../client/panel/contract.ts';
import type { Verdict } from '../core/policy/decide.ts';
import type { Anchor } from '../core/syntax/anchor.ts';
import { declaredPlaces, ownerOf } from '../core/threat-model/owner.ts';
import type { Workspace } from '../core/workspace.ts';
import { isShown, nameOf } from './findingNames.ts';
import { rangeOf } from './toProtocol.ts';

/** The findings of a workspace as the panel shows them: by component, and found again from a threat. */
export interface PanelFindings {
  /** By the component's id; opinions (hints) are left to the editor. */
  readonly of: ReadonlyMap<string, readonly PanelFinding[]>;
  /** The finding of a rule at a place, or at the place around it or inside it that says the same; null when there is none. */
  remedy(rule: string | null, at: readonly (Anchor | null)[]): PanelRemedy | null;
}

export function panelFindings(workspace: Workspace): PanelFindings {
  const places = declaredPlaces(workspace.threatModel());
  const byComponent = new Map<string, PanelFinding[]>();
  const byRule = new Map<string, { readonly uri: string; readonly verdict: Verdict }[]>();
  for (const uri of workspace.files) {
    for (const verdict of workspace.verdicts(uri)) {
      const { level, finding } = verdict;
      if (!isShown(verdict)) continue;
      const key = `${finding.rule} ${uri}`;
      const same = byRule.get(key);
      if (same) same.push({ uri, verdict });
      else byRule.set(key, [{ uri, verdict }]);
      if (level === 'hint' || level === 'off') continue;
      const owner = ownerOf(places.get(finding.at.file) ?? [], finding.at);
      if (!owner) continue;
      const list = byComponent.get(owner.id) ?? [];
      list.push({
        ...remedyOf(workspace, uri, verdict),
        rule: finding.rule,
        message: finding.message,
        level,
        location: { uri, range: rangeOf(workspace, verdict) },
      });
      byComponent.set(owner.id, list);
    }
  }
  return {
    of: byComponent,
    remedy: (rule, anchors) => {
      if (rule === null) return null;
      for (const at of anchors) {
        if (at === null) continue;
        const same = (byRule.get(`${rule} ${at.file}`) ?? []).filter((it) => it.verdict.finding.at.chunk === at.chunk);
        const found =
          same.find((it) => length(it.verdict.finding.at) === length(at) && isAround(it.verdict.finding.at, at)) ??
          same.find((it) => isAround(it.verdict.finding.at, at) || isAround(at, it.verdict.finding.at));
        if (found) return remedyOf(workspace, found.uri, found.verdict);
      }
      return null;
    },
  };
}

function remedyOf(workspace: Workspace, uri: string, verdict: Verdict): PanelRemedy {
  return { finding: nameOf(workspace, uri, verdict), mayFix: verdict.finding.fixes.length > 0 };
}

function length(at: Anchor): number {
  return at.route.length;
}

/** Whether the first is the second, or holds it. */
function isAround(outer: Anchor, inner: Anchor): boolean {
  return outer.route.every((step, i) => step === inner.route[i]);
}

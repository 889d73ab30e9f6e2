import type { PanelFinding, PanelRemedy } from '../../../client/panel/contract.ts';
import type { Verdict } from '../core/policy/decide.ts';
import type { Anchor } from '../core/syntax/anchor.ts';
import { onceFor } from '../core/threat-model/once.ts';
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
  const ofFile = (uri: string): FileFindings => fileFindings(workspace, uri);
  const byComponent = new Map<string, PanelFinding[]>();
  for (const uri of workspace.files) {
    for (const { owner, finding } of ofFile(uri).owned) {
      const list = byComponent.get(owner);
      if (list) list.push(finding);
      else byComponent.set(owner, [finding]);
    }
  }
  return {
    of: byComponent,
    remedy: (rule, anchors) => {
      if (rule === null) return null;
      for (const at of anchors) {
        if (at === null) continue;
        const same = (ofFile(at.file).byRule.get(rule) ?? []).filter((it) => it.finding.at.chunk === at.chunk);
        const found =
          same.find((it) => length(it.finding.at) === length(at) && isAround(it.finding.at, at)) ??
          same.find((it) => isAround(it.finding.at, at) || isAround(at, it.finding.at));
        if (found) return remedyOf(workspace, at.file, found);
      }
      return null;
    },
  };
}

/** The findings of one file: the same while its verdicts are. */
interface FileFindings {
  readonly byRule: ReadonlyMap<string, readonly Verdict[]>;
  /** With the ids of the components that they are about. */
  readonly owned: readonly { readonly owner: string; readonly finding: PanelFinding }[];
}

const declaredIn = onceFor(declaredPlaces);
const known = new WeakMap<readonly Verdict[], FileFindings>();

function fileFindings(workspace: Workspace, uri: string): FileFindings {
  const verdicts = workspace.verdicts(uri);
  let found = known.get(verdicts);
  if (!found) known.set(verdicts, (found = findingsOf(workspace, uri, verdicts)));
  return found;
}

function findingsOf(workspace: Workspace, uri: string, verdicts: readonly Verdict[]): FileFindings {
  const shown = verdicts.filter(isShown);
  const byRule = new Map<string, Verdict[]>();
  for (const it of shown) {
    const same = byRule.get(it.finding.rule);
    if (same) same.push(it);
    else byRule.set(it.finding.rule, [it]);
  }
  const components = declaredIn(workspace.threatModel()).get(uri) ?? [];
  const owned = shown.flatMap((verdict) => {
    const { level, finding } = verdict;
    const owner = level === 'hint' || level === 'off' ? undefined : ownerOf(components, finding.at);
    if (!owner || level === 'off') return [];
    const location = { uri, range: rangeOf(workspace, verdict) };
    const its: PanelFinding = {
      ...remedyOf(workspace, uri, verdict),
      rule: finding.rule,
      message: finding.message,
      level,
      location,
    };
    return { owner: owner.id, finding: its };
  });
  return { byRule, owned };
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

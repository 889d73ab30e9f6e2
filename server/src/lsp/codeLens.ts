import type { CodeLens } from 'vscode-languageserver/node';
import type { Workspace } from '../core/workspace.ts';
import { exposures } from './exposures.ts';

/** Says over each component's declaration how far away it can be reached, and how many of its threats are open. */
export function codeLenses(workspace: Workspace, uri: string): CodeLens[] {
  const { components, threats } = workspace.threatModel();
  return components.flatMap((component): CodeLens[] => {
    // Of what belongs to others only the address stands here.
    if (component.type === 'external-entity') return [];
    const at = component.at?.file === uri ? workspace.place(component.at) : undefined;
    if (!at) return [];
    const open = threats.filter((it) => it.element === component.id && it.state === 'open').length;
    const title = `${exposures[component.exposure]}${open > 0 ? ` · ${open} open ${open === 1 ? 'threat' : 'threats'}` : ''}`;
    return [{ range: { start: at.start, end: at.start }, command: { title, command: 'parapet.openThreatModel' } }];
  });
}

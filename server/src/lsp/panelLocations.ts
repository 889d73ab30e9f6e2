import type { PanelLocation } from '../../../client/panel/contract.ts';
import type { Anchor } from '../core/syntax/anchor.ts';
import type { FileText, Workspace } from '../core/workspace.ts';
import { locationOf } from './toProtocol.ts';

/** Where something is, as long as its file says what it said. */
interface Known {
  readonly content: FileText | null;
  readonly location: PanelLocation | null;
}

const known = new WeakMap<Workspace, WeakMap<Anchor, Known>>();

/**
 * The place of each line that the panel shows. A snapshot names thousands, in files that nobody has edited since the last
 * one: to find them again, all of these would have to be parsed again.
 */
export function panelLocations(workspace: Workspace): (at: Anchor | null) => PanelLocation | null {
  const places = known.get(workspace) ?? new WeakMap<Anchor, Known>();
  known.set(workspace, places);
  return (at) => {
    if (!at) return null;
    const content = workspace.content(at.file);
    let place = places.get(at);
    if (!place || place.content !== content)
      places.set(at, (place = { content, location: locationOf(workspace, at) ?? null }));
    return place.location;
  };
}

import type { Verdict } from './policy/decide.ts';
import { findEntry } from './syntax/map-index.ts';
import type { Node } from './syntax/node.ts';
import { type ParsedChunk, underFault } from './syntax/parsed.ts';
import type { Route } from './syntax/anchor.ts';
import type { Workspace } from './workspace.ts';

/** Of a route, so many steps are looked at: a path or a component with all that it holds stands or is gone. */
const depth = 3;

/**
 * Of verdicts that were given before an edit, those whose place still stands and can be read. They move along with the
 * text, because they name their places by routes.
 */
export function standing(workspace: Workspace, uri: string, verdicts: readonly Verdict[]): readonly Verdict[] {
  const chunks = workspace.chunks(uri);
  const known = new Map<string, boolean>();
  return verdicts.filter(({ finding: { at, line } }) => {
    if (at.file !== uri || line !== undefined) return true;
    const route = at.route.slice(0, depth);
    const key = `${at.chunk}\n${route.join('\n')}`;
    let stands = known.get(key);
    if (stands === undefined) {
      const parsed = chunks[at.chunk]?.parsed;
      stands = parsed !== undefined && leads(parsed, route) && !underFault(parsed, { ...at, route });
      known.set(key, stands);
    }
    return stands;
  });
}

function leads(parsed: ParsedChunk, route: Route): boolean {
  if (parsed.syntax === 'dockerfile') return true;
  let node: Node | undefined = parsed.source.tree.root;
  for (const step of route) {
    // What stands behind an alias is looked for by who judges.
    if (node?.kind === 'alias') return true;
    if (typeof step === 'number') node = node?.kind === 'list' ? node.items[step] : undefined;
    else {
      const entry = node?.kind === 'map' ? findEntry(node, step) : undefined;
      if (!entry) return false;
      node = entry.value;
    }
  }
  return true;
}

import type { Position } from 'vscode-languageserver/node';
import { OpenApiDocument } from '../core/dialects/openapi/document.ts';
import type { LensHost } from '../core/rules/context.ts';
import { type RouteAt, routeAt } from '../core/syntax/route-at.ts';
import type { Source } from '../core/syntax/view.ts';
import type { Workspace } from '../core/workspace.ts';

/** The thing under the cursor: its tree, and the route in it. */
export interface Spot extends RouteAt {
  readonly source: Source;
}

/** What stands at a position of a YAML or JSON file; undefined in other files. */
export function spotAt(workspace: Workspace, uri: string, position: Position): Spot | undefined {
  const offset = workspace.lines(uri).offset(position);
  const chunk = workspace.chunks(uri).findLast((it) => it.start <= offset);
  if (!chunk || chunk.parsed.syntax === 'dockerfile') return undefined;
  const { source } = chunk.parsed;
  return { source, ...routeAt(source.tree, offset - chunk.start) };
}

/** Other documents as the workspace has them, unsaved texts first. */
export function hostOf(workspace: Workspace): LensHost {
  return {
    document: (uri) => {
      const parsed = workspace.content(uri) ? workspace.chunks(uri)[0]?.parsed : undefined;
      return parsed && parsed.syntax !== 'dockerfile' ? parsed.source : undefined;
    },
  };
}

/** The OpenAPI document that a tree is; undefined for other trees, fragments among them. */
export function openApiOf(workspace: Workspace, source: Source): OpenApiDocument | undefined {
  if (!workspace.status(source.file).dialects.includes('openapi')) return undefined;
  return new OpenApiDocument(source, hostOf(workspace));
}

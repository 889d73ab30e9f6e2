import type { Position } from 'vscode-languageserver/node';
import { OpenApiDocument } from '../core/dialects/openapi/document.ts';
import { methods, type Operation } from '../core/dialects/openapi/operation.ts';
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

/** A part of a contract in a file of its own is no document; what it says is YAML or JSON all the same. */
export function mayBeOpenApi(workspace: Workspace, uri: string): boolean {
  const { dialects } = workspace.status(uri);
  return dialects.length === 0 ? /\.(ya?ml|jsonc?)$/i.test(uri) : dialects.includes('openapi');
}

/** The OpenAPI document that a tree is; undefined for other trees, fragments among them. */
export function openApiOf(workspace: Workspace, source: Source): OpenApiDocument | undefined {
  if (!workspace.status(source.file).dialects.includes('openapi')) return undefined;
  return new OpenApiDocument(source, hostOf(workspace));
}

/**
 * The documents that a place in a file belongs to: the file's own, or for a part that stands in a file of its own (path
 * items, operations) those whose references lead there.
 */
export function documentsOf(workspace: Workspace, uri: string, source: Source): readonly OpenApiDocument[] {
  const own = openApiOf(workspace, source);
  if (own) return [own];
  if (!mayBePart(source)) return [];
  return workspace.files.flatMap((file) => {
    if (!workspace.status(file).dialects.includes('openapi')) return [];
    const root = hostOf(workspace).document(file);
    const document = root && openApiOf(workspace, root);
    return document?.operations.some((it) => standsIn(it, uri)) ? [document] : [];
  });
}

/** Whether the operation is listed, or described, in that file. */
export function standsIn({ entry, view }: Operation, uri: string): boolean {
  return entry.source.file === uri || view.source.file === uri;
}

/** Cheaply: a file that speaks of neither methods nor responses holds no operation. */
function mayBePart({ tree }: Source): boolean {
  const names = new Set<string>([...methods, 'responses', 'paths']);
  const todo = [tree.root];
  for (let depth = 0; depth < 3; depth++) {
    const level = todo.splice(0);
    for (const node of level) {
      if (node?.kind !== 'map') continue;
      for (const { key, value } of node.entries) {
        if (key && names.has(key.source.toLowerCase())) return true;
        todo.push(value);
      }
    }
  }
  return false;
}

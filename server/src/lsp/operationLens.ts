import type { CodeLens } from 'vscode-languageserver/node';
import { atAGlance } from '../core/dialects/openapi/describe.ts';
import type { Operation } from '../core/dialects/openapi/operation.ts';
import type { Anchor } from '../core/syntax/anchor.ts';
import type { Workspace } from '../core/workspace.ts';
import { documentsOf, hostOf, mayBeOpenApi, standsIn } from './openapi.ts';
import { componentOf } from './openapiHover.ts';

/** Says over each operation who may call it, from how far away, and which data it takes and returns. */
export function operationLenses(workspace: Workspace, uri: string): CodeLens[] {
  const source = mayBeOpenApi(workspace, uri) ? hostOf(workspace).document(uri) : undefined;
  if (!source) return [];
  return documentsOf(workspace, uri, source).flatMap((document) => {
    const exposure = componentOf(workspace, document)?.exposure ?? 'unknown';
    return document.operations
      .filter((it) => standsIn(it, uri))
      .flatMap((operation): CodeLens[] => {
        const place = workspace.place(anchorIn(operation, uri));
        if (!place) return [];
        const [callers = '', ...data] = atAGlance(operation);
        const near = operation.kind !== 'path' ? [operation.kind] : exposure === 'unknown' ? [] : [exposure];
        const title = [callers, ...near, ...data].join(' · ');
        // Nothing is done on a click: the hover tells more.
        return [{ range: { start: place.start, end: place.start }, command: { title, command: '' } }];
      });
  });
}

/** The method's key, or the first line of an operation that has a file of its own. */
function anchorIn({ entry, view }: Operation, uri: string): Anchor {
  return entry.source.file === uri ? entry.anchor('key') : view.anchor();
}

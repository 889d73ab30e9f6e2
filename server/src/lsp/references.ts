import type { Location, Position } from 'vscode-languageserver/node';
import type { Workspace } from '../core/workspace.ts';
import { openApiReferences } from './openapiReferences.ts';
import { nameAt, referencesOf } from './systemNames.ts';

/** Every place that names the part of the system, or leads to the part of a contract, under the cursor. */
export function references(
  workspace: Workspace,
  uri: string,
  position: Position,
  declared: boolean,
): readonly Location[] {
  const inContracts = openApiReferences(workspace, uri, position, declared);
  if (inContracts.length > 0) return inContracts;
  const name = nameAt(workspace, uri, position);
  return name ? referencesOf(workspace, name.subjects, declared) : [];
}

import type { FileChange, Workspace } from '../core/workspace.ts';

export function applyFixes(_files: readonly FileChange[], _make: (files: readonly FileChange[]) => Workspace, _isolated: boolean, _say: (line: string) => void): void {
  throw new Error('the fix writers have not landed yet');
}

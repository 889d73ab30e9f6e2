import { allRules } from '../core/rules/all.gen.ts';
import { type FileChange, Workspace } from '../core/workspace.ts';
import { isCandidate, readText } from '../node/read.ts';
import { pathOfUri, uriOfPath } from '../node/uris.ts';
import { walk } from '../node/walk.ts';

/** One workspace folder: the core's workspace, and which of its texts are the editor's rather than the disk's. */
export class Project {
  readonly root: string;
  readonly workspace: Workspace;
  /** Files that were found but not read, with the reason. */
  readonly leftOut = new Map<string, string>();
  readonly #open = new Set<string>();

  /** `root` is the folder's URI without a slash at its end; empty for loose files. */
  constructor(root: string, today: string) {
    this.root = root;
    this.workspace = new Workspace({ rules: allRules, today, root });
  }

  isOpen(uri: string): boolean {
    return this.#open.has(uri);
  }

  get openFiles(): Iterable<string> {
    return this.#open;
  }

  /** The editor's text; it wins over the disk until the document is closed. */
  edit(uri: string, text: string, language: string): void {
    this.#open.add(uri);
    this.workspace.apply([{ uri, content: { text, language } }]);
  }

  /** Gives the file back to the disk. */
  close(uri: string): void {
    this.#open.delete(uri);
    this.readFromDisk([uri]);
  }

  /** Takes over what the disk says now about these files, unless the editor holds them. */
  readFromDisk(uris: readonly string[]): void {
    this.workspace.apply(
      uris.flatMap((uri): FileChange[] => {
        const path = pathOfUri(uri);
        if (this.#open.has(uri)) return [];
        if (path === undefined) return [{ uri, content: null }];
        const read = isCandidate(path) ? readText(path) : { why: 'not a file of ours' };
        if ('text' in read) return [{ uri, content: { text: read.text } }];
        return [{ uri, content: null }];
      }),
    );
  }

  /** Forgets a file, or all files of a folder, that the disk no longer has. */
  removeFromDisk(uri: string): void {
    const gone = this.workspace.files.filter((it) => (it === uri || it.startsWith(`${uri}/`)) && !this.#open.has(it));
    this.workspace.apply(gone.map((it) => ({ uri: it, content: null })));
  }

  /** Reads the folder in slices, so that the editor is answered between them; yields the number of files read so far. */
  *scan(): Generator<number> {
    const folder = pathOfUri(this.root);
    if (folder === undefined) return;
    let batch: FileChange[] = [];
    let count = 0;
    for (const found of walk(folder)) {
      const uri = uriOfPath(found.path);
      if ('why' in found) this.leftOut.set(uri, found.why);
      else if (!this.#open.has(uri) && isCandidate(found.path)) {
        const read = readText(found.path);
        if ('text' in read) batch.push({ uri, content: { text: read.text } });
        else this.leftOut.set(uri, read.why);
        count++;
      }
      if (batch.length >= 20) {
        this.workspace.apply(batch.filter((it) => !this.#open.has(it.uri)));
        batch = [];
        yield count;
      }
    }
    this.workspace.apply(batch.filter((it) => !this.#open.has(it.uri)));
    yield count;
  }
}

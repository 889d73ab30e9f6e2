import { normaliseUri } from '../node/uris.ts';
import { Project } from './project.ts';

/** What the client can do, as far as the server asks. */
export interface ClientAbilities {
  readonly pullDiagnostics: boolean;
  readonly snippetEdits: boolean;
  /** Asks for an action's edit when the action is chosen (codeAction/resolve). */
  readonly resolvesEdits: boolean;
  readonly documentChanges: boolean;
  readonly watchFiles: boolean;
  readonly progress: boolean;
  readonly refreshDiagnostics: boolean;
  readonly refreshCodeLens: boolean;
  /** Takes the range of what was asked about with a definition. */
  readonly definitionLinks: boolean;
  readonly workspaceFolders: boolean;
  /** Understands the commands and rule pages of our own extension. */
  readonly ownClient: boolean;
}

/** The folders of one client, each a project of its own, and one more for files outside of them. */
export class Session {
  readonly abilities: ClientAbilities;
  readonly today: string;
  readonly #projects: Project[];
  readonly #loose: Project;
  readonly #within: number | undefined;

  /** `within`: how long, in milliseconds, the judging of one file may take after a keystroke; see {@link Project}. */
  constructor(folders: readonly string[], abilities: ClientAbilities, today: string, within?: number) {
    this.abilities = abilities;
    this.today = today;
    this.#within = within;
    this.#projects = folders.map((it) => this.#project(trim(it))).sort((a, b) => b.root.length - a.root.length);
    this.#loose = this.#project('');
  }

  #project(root: string): Project {
    return new Project(root, this.today, this.#within);
  }

  get projects(): readonly Project[] {
    return this.#projects;
  }

  get all(): readonly Project[] {
    return [...this.#projects, this.#loose];
  }

  /** The project with the innermost folder around the file. */
  of(uri: string): Project {
    return this.#projects.find((it) => uri.startsWith(`${it.root}/`)) ?? this.#loose;
  }

  addFolder(uri: string): Project {
    const project = this.#project(trim(normaliseUri(uri)));
    this.#projects.push(project);
    this.#projects.sort((a, b) => b.root.length - a.root.length);
    return project;
  }

  removeFolder(uri: string): void {
    const index = this.#projects.findIndex((it) => it.root === trim(normaliseUri(uri)));
    if (index >= 0) for (const it of this.#projects.splice(index, 1)) it.remove();
  }
}

function trim(uri: string): string {
  return uri.endsWith('/') ? uri.slice(0, -1) : uri;
}

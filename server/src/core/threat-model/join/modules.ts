import type { Anchor } from '../../syntax/anchor.ts';
import type { ImageFact, ModuleFact, SettingsFact, SettingsFile, SettingsFlag } from '../fact.ts';
import { baseName, folderOf, isWithin } from '../folder.ts';
import { byText, normalName } from './node.ts';

/** A folder of the repository that a program is built from or configured in. */
export interface Module {
  readonly folder: string;
  /** The name that the program gives itself. */
  applicationName: string | null;
  /** Of the build file. */
  packageName: string | null;
  port: number | null;
  readonly flags: Set<SettingsFlag>;
  /** Ids of dependency hints with the line of each, those of its parent included. */
  readonly hints: Map<string, Anchor>;
  /** True when a build file was read, so that a missing hint means something. */
  built: boolean;
  aggregate: boolean;
  runnable: boolean;
  readonly images: ImageFact[];
  at: Anchor | null;
}

/** The modules of the workspace, and the files that a configuration server hands out. */
export class Modules {
  readonly all: readonly Module[];
  readonly #byFolder: ReadonlyMap<string, Module>;
  readonly #repositories: ReadonlySet<string>;
  readonly #byApplication = new Map<string, Module>();

  constructor(
    modules: readonly ModuleFact[],
    settings: readonly SettingsFact[],
    images: readonly ImageFact[],
    files: readonly SettingsFile[],
  ) {
    const byFolder = new Map<string, Module>();
    const moduleAt = (folder: string): Module => {
      let module = byFolder.get(folder);
      if (!module) byFolder.set(folder, (module = emptyModule(folder)));
      return module;
    };
    this.#repositories = repositoryFolders(files, new Set(modules.map((it) => it.folder)));
    for (const fact of modules) addBuild(moduleAt(fact.folder), fact);
    inheritHints(modules, byFolder);
    const central: SettingsFact[] = [];
    for (const fact of settings) {
      if (this.isRepositoryFile(fact.file)) central.push(fact);
      else if (!isSharedRoot(fact.file, byFolder)) addSettings(moduleAt(fact.file.module), fact);
    }
    const homes = new Map(byFolder);
    for (const image of images) moduleAt(homeOf(image, homes)).images.push(image);
    this.#byFolder = byFolder;
    this.all = [...byFolder.values()].sort((a, b) => byText(a.folder, b.folder));
    for (const module of this.all) {
      for (const name of [module.applicationName, module.packageName, baseName(module.folder)]) {
        const key = name === null ? '' : normalName(name);
        if (key !== '' && !this.#byApplication.has(key)) this.#byApplication.set(key, module);
      }
    }
    for (const fact of central) {
      const module = this.applicationOf(fact.file.stem);
      // Whoever reads this has asked the configuration server already.
      if (module) addSettings(module, { ...fact, flags: fact.flags.filter((it) => it !== 'no-config-server') });
    }
  }

  /** True when the files that a configuration server hands out are in the workspace. */
  get hasRepository(): boolean {
    return this.#repositories.size > 0;
  }

  /** The module of exactly this folder. */
  at(folder: string): Module | undefined {
    return this.#byFolder.get(folder);
  }

  /** The innermost module around a folder. */
  around(folder: string): Module | undefined {
    for (let at = folder; at !== ''; at = folderOf(at)) {
      const module = this.#byFolder.get(at);
      if (module) return module.aggregate ? undefined : module;
    }
    return undefined;
  }

  /** True for a file that a configuration server hands out, rather than one that its own module reads. */
  isRepositoryFile(file: SettingsFile): boolean {
    return (
      this.#repositories.has(file.folder) ||
      (!/^(?:application|bootstrap|appsettings)(?:$|[-.])/i.test(file.stem) &&
        file.folder !== `${file.module}/src/main/resources`)
    );
  }

  /** The module whose application a file of a configuration repository is for: "orders-docker" is for "orders". */
  applicationOf(stem: string): Module | undefined {
    for (let name = stem; name !== ''; name = name.replace(/-?[^-]*$/, '')) {
      const module = this.#byApplication.get(normalName(name));
      if (module) return module;
      if (!name.includes('-')) break;
    }
    return undefined;
  }
}

/** True for a file that a configuration server gives to all its clients. */
export function isShared(file: SettingsFile): boolean {
  return /^application(?:$|-)/i.test(file.stem);
}

/** A parent's folder with a settings file beside its aggregate build file is nobody's program. */
function isSharedRoot(file: SettingsFile, byFolder: ReadonlyMap<string, Module>): boolean {
  return byFolder.get(file.module)?.aggregate === true;
}

function repositoryFolders(files: readonly SettingsFile[], built: ReadonlySet<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const { folder, module, stem } of files) {
    if (/^(?:application|bootstrap|appsettings)(?:$|[-.])/i.test(stem)) continue;
    if (folder !== `${module}/src/main/resources` && !built.has(folder)) folders.add(folder);
  }
  return folders;
}

function emptyModule(folder: string): Module {
  return {
    folder,
    applicationName: null,
    packageName: null,
    port: null,
    flags: new Set(),
    hints: new Map(),
    built: false,
    aggregate: false,
    runnable: false,
    images: [],
    at: null,
  };
}

function addBuild(module: Module, fact: ModuleFact): void {
  module.packageName ??= fact.name;
  module.built = true;
  module.aggregate ||= fact.aggregate;
  module.runnable ||= fact.runnable;
  module.at ??= fact.at;
  for (const { id, at } of fact.hints) if (!module.hints.has(id)) module.hints.set(id, at);
}

/** A Maven module has its parent's dependencies too; a Gradle one those that a folder above gives to all subprojects. */
function inheritHints(facts: readonly ModuleFact[], byFolder: ReadonlyMap<string, Module>): void {
  const byName = new Map(facts.filter((it) => it.name !== null).map((it) => [it.name, it]));
  const shared = facts.filter((it) => it.aggregate && isGradle(it));
  for (const fact of facts) {
    const module = byFolder.get(fact.folder);
    const seen = new Set<ModuleFact>([fact]);
    for (let up = byName.get(fact.parent); up && !seen.has(up); up = byName.get(up.parent)) {
      seen.add(up);
      for (const { id, at } of up.hints) if (module && !module.hints.has(id)) module.hints.set(id, at);
    }
    if (!isGradle(fact)) continue;
    for (const up of shared) {
      if (up === fact || !isWithin(fact.folder, up.folder)) continue;
      for (const { id, at } of up.hints) if (module && !module.hints.has(id)) module.hints.set(id, at);
    }
  }
}

function isGradle(fact: ModuleFact): boolean {
  return baseName(fact.at.file).startsWith('build.gradle');
}

function addSettings(module: Module, fact: SettingsFact): void {
  if (fact.name !== null && module.applicationName === null) {
    module.applicationName = fact.name;
    module.at = fact.at;
  }
  module.port ??= fact.port;
  module.at ??= fact.at;
  for (const flag of fact.flags) module.flags.add(flag);
}

/** A Dockerfile in "docker/" or "src/main/docker/" of a module builds that module. */
function homeOf(image: ImageFact, byFolder: ReadonlyMap<string, Module>): string {
  const source = /^(.*?)\/src\/main\//.exec(`${image.folder}/`)?.[1];
  const start = source ?? image.folder;
  for (let at = start, up = 0; at !== '' && up < 3; at = folderOf(at), up++) {
    const module = byFolder.get(at);
    if (module) return module.aggregate && at !== start ? start : at;
  }
  return start;
}

/** Names that a module may be known by, the surest first. */
export function namesOf(module: Module): readonly string[] {
  const names = [module.applicationName, module.packageName, folderName(module.folder)];
  return [...new Set(names.filter((it) => it !== null))];
}

/** The folder's name; a folder that only says "source" is named by the one above. */
export function folderName(folder: string): string {
  let at = folder;
  while (
    /^(?:src|app|docker|build|source|server|code|main|images?|deploy|container)$/i.test(baseName(at)) &&
    folderOf(at).includes('/')
  )
    at = folderOf(at);
  return baseName(at);
}

/** True for a module below a folder, or the folder itself. */
export function isModuleWithin(module: Module, folder: string): boolean {
  return isWithin(module.folder, folder);
}

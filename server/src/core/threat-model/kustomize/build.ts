import type { KubernetesObjectFact } from '../fact.ts';
import { folderOf, resolvePath } from '../folder.ts';
import { dig, listOf, textOf } from '../plain.ts';
import { type Made, madeOf } from './made.ts';
import { applyPatch, isFor, jsonPatchKind, type Patch, patchesOf } from './patches.ts';
import { withSubjects } from './subjects.ts';
import { transformed } from './transforms.ts';

/** How many kustomizations may stand on top of each other. */
const deepest = 8;

/** What one kustomization that nobody includes makes of the files. */
export interface Build {
  readonly kustomization: KubernetesObjectFact;
  readonly made: readonly Made[];
  /** Everything that it read, also what a patch took away. */
  readonly read: ReadonlySet<KubernetesObjectFact>;
  /** The objects of files that it applied as patches. */
  readonly applied: ReadonlySet<KubernetesObjectFact>;
}

export function isKustomizationFact({ kind, apiVersion }: KubernetesObjectFact): boolean {
  return (kind === 'Kustomization' || kind === 'Component') && apiVersion.startsWith('kustomize.config.k8s.io/');
}

/**
 * Builds all kustomizations that no other one includes, as `kustomize build` does without plugins, generators and the
 * network. A Component is built where it is included, and nowhere else.
 */
export function buildsOf(objects: readonly KubernetesObjectFact[]): readonly Build[] {
  const byFolder = new Map<string, KubernetesObjectFact>();
  const byFile = new Map<string, KubernetesObjectFact[]>();
  for (const object of objects) {
    if (isKustomizationFact(object)) {
      const folder = folderOf(object.at.file);
      if (!byFolder.has(folder)) byFolder.set(folder, object);
      continue;
    }
    const list = byFile.get(object.at.file);
    if (list) list.push(object);
    else byFile.set(object.at.file, [object]);
  }
  const builder = new Builder(byFolder, byFile);
  const included = new Set([...byFolder].flatMap(([folder, it]) => builder.includes(folder, it)));
  return [...byFolder]
    .filter(([folder, { kind }]) => kind === 'Kustomization' && !included.has(folder))
    .map(([folder, it]) => builder.build(folder, it));
}

class Builder {
  readonly #byFolder: ReadonlyMap<string, KubernetesObjectFact>;
  readonly #byFile: ReadonlyMap<string, readonly KubernetesObjectFact[]>;
  readonly #bases = new Map<string, Omit<Build, 'kustomization'>>();

  constructor(
    byFolder: ReadonlyMap<string, KubernetesObjectFact>,
    byFile: ReadonlyMap<string, readonly KubernetesObjectFact[]>,
  ) {
    this.#byFolder = byFolder;
    this.#byFile = byFile;
  }

  /** The folders of the kustomizations that one includes. */
  includes(folder: string, { spec }: KubernetesObjectFact): readonly string[] {
    return ['resources', 'bases', 'components']
      .flatMap((key) => listOf(dig(spec, key)))
      .flatMap((it) => resolvePath(folder, textOf(it) ?? '/') ?? [])
      .filter((it) => it !== folder && this.#byFolder.has(it));
  }

  build(folder: string, kustomization: KubernetesObjectFact): Build {
    const read = new Set<KubernetesObjectFact>();
    const applied = new Set<KubernetesObjectFact>();
    const made = withSubjects(this.#run(folder, kustomization, [], { read, applied }, 0));
    return { kustomization, made, read, applied };
  }

  #run(
    folder: string,
    kustomization: KubernetesObjectFact,
    given: readonly Made[],
    seen: { readonly read: Set<KubernetesObjectFact>; readonly applied: Set<KubernetesObjectFact> },
    depth: number,
  ): readonly Made[] {
    if (depth > deepest) return given;
    const { spec } = kustomization;
    // A Component goes over all that was gathered before it.
    const gathered: Made[] = [...given];
    for (const item of [...listOf(dig(spec, 'resources')), ...listOf(dig(spec, 'bases'))]) {
      const path = resolvePath(folder, textOf(item) ?? '/');
      const nested = path === null || path === folder ? undefined : this.#byFolder.get(path);
      const more =
        path === null ? [] : nested ? this.#base(path, nested, seen, depth + 1) : this.#ofFile(path, seen.read);
      for (const it of more) gathered.push(it);
    }
    let made: readonly Made[] = gathered;
    for (const item of listOf(dig(spec, 'components'))) {
      const path = resolvePath(folder, textOf(item) ?? '/');
      const nested = path === null || path === folder ? undefined : this.#byFolder.get(path);
      if (path !== null && nested) made = this.#run(path, nested, made, seen, depth + 1);
    }
    const { early, late } = patchesOf(kustomization, folder, (uri) => this.#byFile.get(uri) ?? []);
    made = patched(made, early, seen.applied);
    made = made.map((it) => transformed(it, kustomization));
    return patched(made, late, seen.applied);
  }

  /** What a kustomization makes that several others may stand on. */
  #base(
    folder: string,
    kustomization: KubernetesObjectFact,
    seen: { readonly read: Set<KubernetesObjectFact>; readonly applied: Set<KubernetesObjectFact> },
    depth: number,
  ): readonly Made[] {
    let known = this.#bases.get(folder);
    if (!known) {
      const own = { read: new Set<KubernetesObjectFact>(), applied: new Set<KubernetesObjectFact>() };
      known = { ...own, made: this.#run(folder, kustomization, [], own, depth) };
      // A circle ends by its depth, which is another one elsewhere.
      if (depth === 1) this.#bases.set(folder, known);
    }
    for (const it of known.read) seen.read.add(it);
    for (const it of known.applied) seen.applied.add(it);
    return known.made;
  }

  #ofFile(uri: string, read: Set<KubernetesObjectFact>): readonly Made[] {
    const objects = (this.#byFile.get(uri) ?? []).filter((it) => it.kind !== jsonPatchKind);
    for (const it of objects) read.add(it);
    return objects.map(madeOf);
  }
}

function patched(
  made: readonly Made[],
  patches: readonly Patch[],
  applied: Set<KubernetesObjectFact>,
): readonly Made[] {
  return patches.reduce<readonly Made[]>(
    (all, patch) =>
      all.flatMap((it) => {
        if (!isFor(patch, it)) return [it];
        if (patch.file) applied.add(patch.file);
        return applyPatch(it, patch) ?? [];
      }),
    made,
  );
}

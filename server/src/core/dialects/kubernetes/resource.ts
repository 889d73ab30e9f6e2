import { hasHole } from '../../syntax/template.ts';
import type { Anchor } from '../../syntax/anchor.ts';
import type { Source, View } from '../../syntax/view.ts';
import { View as Cursor } from '../../syntax/view.ts';
import type { DataNoun } from '../noun.ts';
import { readText } from './setting.ts';

/** A label or annotation. */
export interface Mark {
  readonly name: string;
  /** Undefined when it is not known (a template hole). */
  readonly value: string | undefined;
  readonly view: View;
}

/** How deep lists of lists are unwrapped. */
const maximalListDepth = 4;

/**
 * An object of the Kubernetes API: whatever has an apiVersion and a kind, of any group. The items of a List are objects
 * of their own, as `kubectl apply` reads them; the list itself is none.
 */
export class KubernetesResource implements DataNoun {
  readonly view: View;
  /** As written: "apps/v1", "v1"; inherited from the list for items that leave it out. */
  readonly apiVersion: string;
  /** The API group: "apps", or "" for the core group. */
  readonly group: string;
  /** The version in the group: "v1", "v1beta1". */
  readonly version: string;
  readonly kind: string;

  constructor(view: View, apiVersion: string, kind: string) {
    this.view = view;
    this.apiVersion = apiVersion;
    const slash = apiVersion.indexOf('/');
    this.group = slash < 0 ? '' : apiVersion.slice(0, slash);
    this.version = apiVersion.slice(slash + 1);
    this.kind = kind;
  }

  get metadata(): View {
    return this.view.get('metadata');
  }

  get spec(): View {
    return this.view.get('spec');
  }

  /** As written, holes and all; the prefix of `generateName` where there is no name; "" without either. */
  get name(): string {
    return this.metadata.get('name').text ?? this.metadata.get('generateName').text ?? '';
  }

  /** Null when the manifest does not say, or not before it is rendered: it is decided when it is applied. */
  get namespace(): string | null {
    const namespace = readText(this.metadata, 'namespace');
    return namespace.state === 'set' && namespace.value !== '' ? namespace.value : null;
  }

  /** "Kind/namespace/name", or "Kind/name" where the manifest names no namespace. */
  get resource(): string {
    const namespace = this.namespace;
    return namespace === null ? `${this.kind}/${this.name}` : `${this.kind}/${namespace}/${this.name}`;
  }

  /** The object's name, or its kind where it has none: the shortest text that stands for the whole. */
  get at(): Anchor {
    const name = this.metadata.get('name');
    if (name.isScalar && !name.isNull) return name.anchor();
    const kind = this.view.get('kind');
    return kind.exists ? kind.anchor() : this.view.anchor('key');
  }

  /** How messages name the object: `Deployment "web"`. */
  get title(): string {
    return this.name === '' ? this.kind : `${this.kind} "${this.name}"`;
  }

  get labels(): readonly Mark[] {
    return marksOf(this.metadata.get('labels'));
  }

  get annotations(): readonly Mark[] {
    return marksOf(this.metadata.get('annotations'));
  }

  /** Undefined when it is not there, and when it is not known. */
  label(name: string): string | undefined {
    return readMark(this.metadata.get('labels'), name);
  }

  annotation(name: string): string | undefined {
    return readMark(this.metadata.get('annotations'), name);
  }

  /** True for an object of one of the groups and kinds; "" is the core group. */
  isA(group: string | readonly string[], ...kinds: readonly string[]): boolean {
    return kinds.includes(this.kind) && (typeof group === 'string' ? group === this.group : group.includes(this.group));
  }
}

export function marksOf(map: View): readonly Mark[] {
  return map.entries.map(([name, view]) => ({ name, value: knownText(view), view }));
}

export function readMark(map: View, name: string): string | undefined {
  return knownText(map.get(name));
}

function knownText(view: View): string | undefined {
  const text = view.text;
  return text === undefined || hasHole(text) ? undefined : text;
}

/** The objects of a chunk, lists unwrapped; none where the chunk holds none. */
export function resourcesOf(source: Source): readonly KubernetesResource[] {
  const found: KubernetesResource[] = [];
  collect(Cursor.root(source), undefined, undefined, 0, found);
  return found;
}

function collect(
  view: View,
  listVersion: string | undefined,
  itemKind: string | undefined,
  depth: number,
  found: KubernetesResource[],
): void {
  const apiVersion = view.get('apiVersion').text ?? listVersion;
  const kind = view.get('kind').text ?? itemKind;
  if (apiVersion === undefined || kind === undefined || kind === '') return;
  if (!isList(view, kind)) {
    found.push(new KubernetesResource(view, apiVersion, kind));
    return;
  }
  if (depth >= maximalListDepth) return;
  // A PodList of the API leaves kind and apiVersion out of its items; a List has items of any kind that say theirs.
  const each = kind === 'List' ? undefined : kind.slice(0, -'List'.length);
  for (const item of view.get('items').items) collect(item, apiVersion, each, depth + 1, found);
}

/** A collection of the API: its kind ends in List and it has items where an object would have its specification. */
function isList(view: View, kind: string): boolean {
  return kind.endsWith('List') && view.get('items').isList && !view.has('spec');
}

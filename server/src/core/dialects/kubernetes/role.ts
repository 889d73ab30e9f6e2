import { hasHole } from '../../syntax/template.ts';
import type { View } from '../../syntax/view.ts';
import { dig, listOf } from '../../threat-model/plain.ts';
import type { KubernetesResource } from './resource.ts';

/** A word of a list in a role, with its place where it was read from a tree. */
export interface Word {
  readonly text: string;
  readonly view?: View;
}

interface Words {
  readonly verbs: readonly Word[];
  readonly resources: readonly Word[];
  readonly groups: readonly Word[];
  readonly names: readonly Word[];
}

/** An entry of `rules`: verbs on resources of API groups, on all objects or on some by name. */
export class RoleRule {
  readonly verbs: readonly Word[];
  /** As written: "pods", "pods/exec", "*", "*\/exec". */
  readonly resources: readonly Word[];
  readonly groups: readonly Word[];
  /** Names of the only objects that are meant; empty: all of them. */
  readonly names: readonly string[];

  private constructor({ verbs, resources, groups, names }: Words) {
    this.verbs = verbs;
    this.resources = resources;
    this.groups = groups;
    this.names = names.map((it) => it.text);
  }

  static ofView(view: View): RoleRule {
    const list = (key: string): readonly Word[] => words(view.get(key));
    return new RoleRule({
      verbs: list('verbs'),
      resources: list('resources'),
      groups: list('apiGroups'),
      names: list('resourceNames'),
    });
  }

  /** From the plain data of a fact. */
  static ofPlain(entry: unknown): RoleRule {
    const list = (key: string): readonly Word[] =>
      listOf(dig(entry, key)).flatMap((it) => (typeof it === 'string' && !hasHole(it) ? [{ text: it.trim() }] : []));
    return new RoleRule({
      verbs: list('verbs'),
      resources: list('resources'),
      groups: list('apiGroups'),
      names: list('resourceNames'),
    });
  }

  /** The word that grants one of the verbs, by its name or by the star. */
  verb(...verbs: readonly string[]): Word | undefined {
    return this.verbs.find((it) => it.text === '*' || verbs.includes(it.text));
  }

  /** The word that names one of the resources in that group; subresources are written `pods/exec`. */
  resource(group: string, ...resources: readonly string[]): Word | undefined {
    if (!this.groups.some((it) => it.text === '*' || it.text === group)) return undefined;
    return this.resources.find(({ text }) => {
      if (text === '*' || text === '*/*' || resources.includes(text)) return true;
      return text.startsWith('*/') && resources.some((it) => it.endsWith(text.slice(1)));
    });
  }

  get isWildVerb(): boolean {
    return this.verbs.some((it) => it.text === '*');
  }

  get isWildResource(): boolean {
    return this.resources.some((it) => it.text.startsWith('*'));
  }

  /** Only reads. */
  get isReadOnly(): boolean {
    return this.verbs.every((it) => ['get', 'list', 'watch'].includes(it.text));
  }

  /** Only objects of API groups that an operator brings itself: their names have a dot and are not Kubernetes' own. */
  get isOwnGroup(): boolean {
    return (
      this.groups.length > 0 && this.groups.every((it) => it.text.includes('.') && !/(?:^|\.)k8s\.io$/.test(it.text))
    );
  }
}

function words(list: View): readonly Word[] {
  return list.items.flatMap((view) => {
    const { text } = view;
    return text === undefined || hasHole(text) ? [] : [{ text: text.trim(), view }];
  });
}

/** The rules of a Role or ClusterRole; none for other objects, and for the roles that Kubernetes brings itself. */
export function roleRulesOf(object: KubernetesResource): readonly RoleRule[] {
  if (!object.isA(['rbac.authorization.k8s.io', 'authorization.openshift.io'], 'Role', 'ClusterRole')) return [];
  if (isBuiltIn(object)) return [];
  return object.view.get('rules').items.flatMap((it) => (it.isMap ? [RoleRule.ofView(it)] : []));
}

/** Shipped with Kubernetes or by a cloud, and only exported into the file. */
function isBuiltIn(object: KubernetesResource): boolean {
  return (
    /^(?:cluster-admin|admin|edit|view)$|^(?:system|gce|eks|aks):/.test(object.name) ||
    object.label('kubernetes.io/bootstrapping') === 'rbac-defaults'
  );
}

const rbac = ['rbac.authorization.k8s.io', 'authorization.openshift.io'];

/** A subject of a binding. */
export interface Subject {
  readonly view: View;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | null;
}

/** What a RoleBinding or ClusterRoleBinding binds. */
export interface Binding {
  readonly object: KubernetesResource;
  /** True when it holds in every namespace. */
  readonly clusterWide: boolean;
  readonly role: { readonly view: View; readonly kind: string; readonly name: string };
  readonly subjects: readonly Subject[];
}

/** Undefined for other objects and for the bindings that Kubernetes brings itself. */
export function bindingOf(object: KubernetesResource): Binding | undefined {
  if (!object.isA(rbac, 'RoleBinding', 'ClusterRoleBinding')) return undefined;
  if (object.label('kubernetes.io/bootstrapping') === 'rbac-defaults') return undefined;
  const ref = object.view.get('roleRef');
  return {
    object,
    clusterWide: object.kind === 'ClusterRoleBinding',
    role: { view: ref, kind: ref.get('kind').text ?? '', name: ref.get('name').text ?? '' },
    subjects: object.view.get('subjects').items.map((view) => ({
      view,
      kind: view.get('kind').text ?? '',
      name: view.get('name').text ?? '',
      namespace: view.get('namespace').text ?? object.namespace,
    })),
  };
}

import { dig, listOf, mapOf, textOf } from '../plain.ts';
import type { Made } from './made.ts';

/**
 * Bindings follow the service accounts of the same build into their new namespace, as Kustomize's references do. Accounts
 * keep the names of their files, and so do those who name them.
 */
export function withSubjects(all: readonly Made[]): readonly Made[] {
  const moved = all.filter((it) => it.kind === 'ServiceAccount' && it.namespace !== it.from.namespace);
  if (moved.length === 0) return all;
  const placed = new Map(moved.map((it) => [`${it.from.namespace ?? ''}\n${it.original}`, it.namespace]));
  return all.map((made) => {
    if (made.kind !== 'RoleBinding' && made.kind !== 'ClusterRoleBinding') return made;
    const subjects = listOf(dig(made.spec, 'subjects'));
    const placeOf = (subject: unknown): string | null | undefined => {
      if (textOf(dig(subject, 'kind')) !== 'ServiceAccount') return undefined;
      const namespace = textOf(dig(subject, 'namespace')) ?? made.from.namespace ?? '';
      const name = textOf(dig(subject, 'name')) ?? '';
      // An account without a namespace is meant by whatever its binding says.
      return placed.get(`${namespace}\n${name}`) ?? placed.get(`\n${name}`);
    };
    if (!subjects.some(placeOf)) return made;
    const own = subjects.map((it) => {
      const namespace = placeOf(it);
      return namespace ? { ...mapOf(it), namespace } : it;
    });
    return { ...made, spec: { ...mapOf(made.spec), subjects: own } };
  });
}

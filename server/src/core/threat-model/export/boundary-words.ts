import type { Boundary } from '../model.ts';

/** What a boundary is and is called, without saying a word twice: "namespace shop", but "Kubernetes cluster". */
export function boundaryWords({ kind, name }: Pick<Boundary, 'kind' | 'name'>): string {
  const isTold = kind === 'host' || kind === 'third-party' || name.toLowerCase().includes(kind);
  return isTold ? name : `${kind} ${name}`;
}

/** The nouns that rules visit; each stands in the file that is named after it. */
export type { Container } from './container.ts';
export type { KubernetesResource } from './resource.ts';
export type { Workload } from './workload.ts';

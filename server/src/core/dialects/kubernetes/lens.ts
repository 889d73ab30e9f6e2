import type { DataNoun } from '../noun.ts';

export interface KubernetesResource extends DataNoun {}
export interface Workload extends DataNoun {}
export interface Container extends DataNoun {}

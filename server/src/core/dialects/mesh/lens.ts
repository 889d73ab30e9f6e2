import type { DataNoun } from '../noun.ts';

export interface MeshResource extends DataNoun {}

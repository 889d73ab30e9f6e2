import type { DataNoun } from '../noun.ts';

export interface ComposeProject extends DataNoun {}
export interface ComposeService extends DataNoun {}

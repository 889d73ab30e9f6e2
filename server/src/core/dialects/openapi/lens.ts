import type { DataNoun } from '../noun.ts';

export interface OpenApiDocument extends DataNoun {}
export interface Operation extends DataNoun {}
export interface Schema extends DataNoun {}
export interface SecurityScheme extends DataNoun {}
export interface Parameter extends DataNoun {}
export interface ApiResponse extends DataNoun {}
export interface Server extends DataNoun {}

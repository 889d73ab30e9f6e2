import { compose } from './compose/dialect.ts';
import type { DataDialect } from './dialect.ts';
import { kubernetes } from './kubernetes/dialect.ts';
import { mesh } from './mesh/dialect.ts';
import { openapi } from './openapi/dialect.ts';

/** In the order in which they are asked; a chunk may speak several (a mesh object is a Kubernetes object too). */
export const dataDialects: readonly DataDialect[] = [openapi, kubernetes, mesh, compose];

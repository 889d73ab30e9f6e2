import type { DataDialect } from '../dialect.ts';

export const openapi: DataDialect = {
  name: 'openapi',
  sniff: (text) => text.includes('openapi'),
  detect: (root) => root.get('openapi').exists,
  visit: () => {},
  facts: () => [],
};

import type { DataDialect } from '../dialect.ts';

export const kubernetes: DataDialect = {
  name: 'kubernetes',
  sniff: (text) => text.includes('apiVersion'),
  detect: (root) => root.get('apiVersion').exists,
  visit: () => {},
  facts: () => [],
};

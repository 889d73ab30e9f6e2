import type { DataDialect } from '../dialect.ts';

export const compose: DataDialect = {
  name: 'compose',
  sniff: (text) => text.includes('services'),
  detect: (root) => root.get('services').exists,
  visit: () => {},
  facts: () => [],
};

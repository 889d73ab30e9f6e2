import type { DataDialect } from '../dialect.ts';

export const mesh: DataDialect = {
  name: 'mesh',
  sniff: (text) => text.includes('apiVersion'),
  detect: (root) => root.get('apiVersion').text?.includes('istio.io') === true,
  visit: () => {},
  facts: () => [],
};

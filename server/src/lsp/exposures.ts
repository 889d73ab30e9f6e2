/** How far away a component can be reached, in words. */
export const exposures = {
  internet: 'Reachable from the internet',
  cluster: 'Reachable in the cluster',
  namespace: 'Reachable in its namespace',
  host: 'Reachable on its host',
  isolated: 'Isolated',
  unknown: 'Exposure unknown',
} as const;

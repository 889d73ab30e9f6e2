/** A system in which there is nothing: what the panel shows before anything is known, and what parts of it are left out. */
import type { PanelBlast, PanelSnapshot } from '../contract.ts';

export const NO_BLAST: PanelBlast = {
  reaches: [],
  reachesTotal: 0,
  reachedBy: [],
  reachedByTotal: 0,
  machine: false,
};

export const NOTHING: PanelSnapshot = {
  components: [],
  flows: [],
  boundaries: [],
  threats: [],
  attacks: { paths: [], total: 0, cuts: [] },
  posture: [],
  inventory: { images: [], endpoints: [], endpointsTotal: 0, entries: [] },
  looseEnds: [],
  coverage: '',
};

/** The panel's words for the model's values, in one place, so that picture, lists and screen reader say the same. */
import type { PanelBoundary, PanelComponent, PanelFlow, PanelLocation, PanelThreat, PanelTri } from '../contract.ts';
import type { GraphNode } from '../model/graph.ts';
import { count } from '../model/announce.ts';
import type { IconName } from './icons.ts';

export const TYPE_WORDS: Readonly<Record<PanelComponent['type'] | 'group', string>> = {
  process: 'process',
  'data-store': 'data store',
  'external-entity': 'external entity',
  group: 'collapsed boundary',
};

export const EXPOSURE_WORDS: Readonly<Record<PanelComponent['exposure'], string>> = {
  internet: 'open to the internet',
  cluster: 'open to the cluster',
  namespace: 'open to its namespace',
  host: 'open to the host only',
  isolated: 'isolated',
  unknown: 'exposure unknown',
};

/** The same in a word, where there is no room for more. */
export const EXPOSURE_SHORT: Readonly<Record<PanelComponent['exposure'], string>> = {
  internet: 'internet',
  cluster: 'cluster',
  namespace: 'namespace',
  host: 'host only',
  isolated: 'isolated',
  unknown: '',
};

export const BOUNDARY_WORDS: Readonly<Record<PanelBoundary['kind'], string>> = {
  internet: 'internet',
  gateway: 'gateway',
  cluster: 'cluster',
  namespace: 'namespace',
  network: 'network',
  mesh: 'mesh',
  host: 'Compose project',
  'third-party': 'third party',
};

/** The kind of a boundary where its name does not tell it, else nothing. */
export function kindWords({ name, kind }: Pick<PanelBoundary, 'name' | 'kind'>): string {
  const words = BOUNDARY_WORDS[kind];
  return kind === 'third-party' || name.toLowerCase().includes(words.toLowerCase()) ? '' : words;
}

export const STRIDE_WORDS: Readonly<Record<PanelThreat['stride'], string>> = {
  S: 'Spoofing',
  T: 'Tampering',
  R: 'Repudiation',
  I: 'Information disclosure',
  D: 'Denial of service',
  E: 'Elevation of privilege',
};

export const STATE_WORDS: Readonly<Record<PanelThreat['state'], string>> = {
  open: 'open',
  mitigated: 'mitigated',
  accepted: 'accepted',
};

export const ENCRYPTION_WORDS: Readonly<Record<PanelTri, string>> = {
  yes: 'encrypted',
  no: 'plaintext',
  unknown: 'encryption unknown',
};

export const ENCRYPTION_ICONS: Readonly<Record<PanelTri, IconName>> = {
  yes: 'lock',
  no: 'lock-open',
  unknown: 'unknown',
};

/** What is said of a flow that is `blocked`. */
export const BLOCKED_WORDS = 'turned away by policies';

export function authenticationWords(flow: PanelFlow): string {
  if (flow.authenticated === 'yes') return 'authenticated';
  return flow.authenticated === 'no' ? 'no authentication' : 'authentication unknown';
}

/** "compose.yaml:12": the file's own name and the line as editors count it. */
export function placeWords(location: PanelLocation): string {
  const path = location.uri.split('/');
  return `${decoded(path[path.length - 1] ?? location.uri)}:${location.range.start.line + 1}`;
}

/** What a screen reader says of a node, without its flows. */
export function nodeWords(node: GraphNode): string {
  return [
    node.name.slice(0, 200),
    TYPE_WORDS[node.kind],
    node.caption,
    node.internet ? 'open to the internet' : '',
    node.findings > 0 ? `${count(node.findings, 'finding')}, worst ${node.worst ?? 'unknown'}` : '',
    node.openThreats > 0 ? count(node.openThreats, 'open threat') : '',
  ]
    .filter((it) => it !== '')
    .join(', ');
}

const MOST_HOVER_LINES = 7;

/** The lines of a hover, each of a bearable length. */
export function hoverWords(lines: readonly string[]): string {
  const told = lines.slice(0, MOST_HOVER_LINES).map((it) => it.slice(0, 300));
  return (lines.length > told.length ? [...told, `and ${lines.length - told.length} more`] : told).join('\n');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

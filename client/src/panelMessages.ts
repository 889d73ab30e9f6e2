/**
 * What crosses between the host, the panel and the server, read as the foreign text that it is: a value is what its type
 * says, or it is dropped.
 */
import {
  type FromPanel,
  type PanelLocation,
  type PanelOffer,
  type PanelSnapshot,
  threatKey,
} from '../panel/contract.ts';

/** Reads an intent of the panel; null when it is none. */
export function readFromPanel(value: unknown): FromPanel | null {
  if (!isRecord(value)) return null;
  switch (value['type']) {
    case 'ready':
      return { type: 'ready' };
    case 'reveal':
      return isLocation(value['location']) ? { type: 'reveal', location: value['location'] } : null;
    case 'explain':
      return typeof value['rule'] === 'string' ? { type: 'explain', rule: value['rule'] } : null;
    case 'fix':
    case 'accept':
      return typeof value['finding'] === 'string' ? { type: value['type'], finding: value['finding'] } : null;
    case 'offers': {
      const findings = value['findings'];
      return Array.isArray(findings) && findings.every(isText) ? { type: 'offers', findings } : null;
    }
    case 'export':
      return typeof value['format'] === 'string' ? { type: 'export', format: value['format'] } : null;
    case 'save-picture':
      return typeof value['svg'] === 'string' ? { type: 'save-picture', svg: value['svg'] } : null;
    default:
      return null;
  }
}

/** Reads the server's answer to `parapet/model`; null when it is not a snapshot. The panel checks what is inside. */
export function readSnapshot(value: unknown): PanelSnapshot | null {
  const lists = ['components', 'flows', 'boundaries', 'threats', 'posture', 'looseEnds'];
  const isSnapshot =
    isRecord(value) &&
    lists.every((name) => Array.isArray(value[name])) &&
    isRecord(value['attacks']) &&
    typeof value['coverage'] === 'string';
  return isSnapshot ? (value as unknown as PanelSnapshot) : null;
}

/** Reads the server's answer to `parapet/offers`; what is none of its shape is left out. */
export function readOffers(value: unknown): readonly PanelOffer[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((it: unknown): readonly PanelOffer[] => {
    if (!isRecord(it) || typeof it['finding'] !== 'string' || !Array.isArray(it['titles'])) return [];
    return [{ finding: it['finding'], titles: it['titles'].filter(isText) }];
  });
}

/** Every file that the snapshot points into, so that the panel can ask for these and no others. */
export function urisOf(snapshot: PanelSnapshot): Set<string> {
  const uris = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isLocation(value)) uris.add(value.uri);
    else if (isRecord(value)) Object.values(value).forEach(visit);
  };
  visit(snapshot);
  return uris;
}

/** The names of every finding in the snapshot, and of threats that no finding stands for, so that the panel can act on these and no others. */
export function findingsOf(snapshot: PanelSnapshot): Set<string> {
  const remedies = [...snapshot.threats, ...snapshot.attacks.cuts].map((it) => it.remedy);
  const findings = snapshot.components.flatMap((it) => it.findings);
  const threats = snapshot.threats.filter((it) => it.remedy === null).map((it) => threatKey(it.id));
  return new Set([...[...remedies, ...findings].flatMap((it) => it?.finding ?? []), ...threats]);
}

/** Ids of the components that this file declares a part of. `same` compares two spellings of a URI. */
export function componentsIn(snapshot: PanelSnapshot, same: (uri: string) => boolean): string[] {
  return snapshot.components
    .filter(({ location, parts }) =>
      [location, ...parts.map((part) => part.location)].some((at) => at !== null && same(at.uri)),
    )
    .map(({ id }) => id);
}

function isLocation(value: unknown): value is PanelLocation {
  if (!isRecord(value) || typeof value['uri'] !== 'string' || !isRecord(value['range'])) return false;
  return isPosition(value['range']['start']) && isPosition(value['range']['end']);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isPosition(value: unknown): boolean {
  return isRecord(value) && isCount(value['line']) && isCount(value['character']);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

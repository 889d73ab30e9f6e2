/** The door of the panel: only messages of the contract's shape come in, everything else is dropped without a sound. */
import type { ToPanel } from '../contract.ts';
import type { Guard } from './guards.ts';
import { isNumber as number, isText as text, listOf, oneOf, orNull, shape } from './guards.ts';

const tri = oneOf('yes', 'no', 'unknown');
const position = shape({ line: number, character: number });
const location = shape({ uri: text, range: shape({ start: position, end: position }) });
const evidence = shape({ text, location: orNull(location) });
const finding = shape({ rule: text, message: text, level: oneOf('error', 'warning', 'info', 'hint'), location });
const component = shape({
  id: text,
  name: text,
  aliases: listOf(text),
  type: oneOf('process', 'data-store', 'external-entity'),
  technology: orNull(text),
  exposure: oneOf('internet', 'cluster', 'namespace', 'host', 'isolated', 'unknown'),
  exposedBy: listOf(evidence),
  boundary: orNull(text),
  location: orNull(location),
  parts: listOf(evidence),
  findings: listOf(finding),
});
const flow = shape({
  id: text,
  from: text,
  to: text,
  protocol: text,
  port: orNull(number),
  encrypted: tri,
  authenticated: tri,
  crosses: listOf(text),
  evidence: listOf(evidence),
});
const boundary = shape({
  id: text,
  name: text,
  kind: oneOf('internet', 'gateway', 'cluster', 'namespace', 'network', 'mesh', 'host', 'third-party'),
  parent: orNull(text),
});
const threat = shape({
  id: text,
  stride: oneOf('S', 'T', 'R', 'I', 'D', 'E'),
  element: text,
  title: text,
  state: oneOf('open', 'mitigated', 'accepted'),
  evidence: listOf(evidence),
  rule: orNull(text),
});
const snapshot = shape({
  components: listOf(component),
  flows: listOf(flow),
  boundaries: listOf(boundary),
  threats: listOf(threat),
  looseEnds: listOf(evidence),
  coverage: text,
});
const messages: readonly Guard[] = [
  shape({ type: oneOf('snapshot'), snapshot }),
  shape({ type: oneOf('selection'), components: listOf(text) }),
];

export function isToPanel(value: unknown): value is ToPanel {
  return messages.some((guard) => guard(value));
}

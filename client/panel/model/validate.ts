/** The door of the panel: only messages of the contract's shape come in, everything else is dropped without a sound. */
import type { ToPanel } from '../contract.ts';
import type { Guard } from './guards.ts';
import {
  both,
  isFlag as flag,
  isNumber as number,
  isText as text,
  listOf,
  mayHave,
  oneOf,
  orNull,
  shape,
} from './guards.ts';

const tri = oneOf('yes', 'no', 'unknown');
const position = shape({ line: number, character: number });
const location = shape({ uri: text, range: shape({ start: position, end: position }) });
const evidence = shape({ text, location: orNull(location) });
const remedy = { finding: text, mayFix: flag };
const rating = oneOf('high', 'medium', 'low');
const finding = shape({
  ...remedy,
  rule: text,
  message: text,
  level: oneOf('error', 'warning', 'info', 'hint'),
  location,
});
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
  blast: shape({
    reaches: listOf(text),
    reachesTotal: number,
    reachedBy: listOf(text),
    reachedByTotal: number,
    machine: flag,
  }),
});
const flow = both(
  mayHave('blocked', (value) => value === true),
  shape({
    id: text,
    from: text,
    to: text,
    protocol: text,
    port: orNull(number),
    encrypted: tri,
    authenticated: tri,
    crosses: listOf(text),
    evidence: listOf(evidence),
  }),
);
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
  likelihood: rating,
  impact: rating,
  evidence: listOf(evidence),
  against: listOf(evidence),
  accepted: orNull(shape({ reason: text, owner: orNull(text), until: orNull(text) })),
  rule: orNull(text),
  remedy: orNull(shape(remedy)),
});
const hop = shape({
  from: orNull(text),
  to: text,
  by: oneOf('entry', 'flow', 'machine'),
  flow: orNull(text),
  threats: listOf(text),
  evidence: listOf(evidence),
});
const attacks = shape({
  paths: listOf(shape({ entry: text, target: text, hops: listOf(hop), openThreats: number })),
  total: number,
  cuts: listOf(
    shape({
      title: text,
      breaks: number,
      of: number,
      threat: orNull(text),
      location: orNull(location),
      remedy: orNull(shape(remedy)),
    }),
  ),
});
const posture = shape({
  component: text,
  controls: listOf(
    shape({
      phase: oneOf('prevention', 'detection', 'response', 'recovery'),
      control: text,
      state: tri,
      evidence: listOf(evidence),
    }),
  ),
});
const line = shape({ name: text, end: orNull(text), state: oneOf('ended', 'ending', 'supported') });
const inventory = shape({
  images: listOf(
    shape({
      image: text,
      base: flag,
      uses: listOf(shape({ component: orNull(text), location: orNull(location) })),
      lines: listOf(line),
    }),
  ),
  endpoints: listOf(
    shape({ method: text, path: text, secured: tri, component: orNull(text), location: orNull(location) }),
  ),
  endpointsTotal: number,
  entries: listOf(shape({ component: text, evidence: listOf(evidence) })),
});
const snapshot = shape({
  components: listOf(component),
  flows: listOf(flow),
  boundaries: listOf(boundary),
  threats: listOf(threat),
  attacks,
  posture: listOf(posture),
  inventory,
  looseEnds: listOf(evidence),
  coverage: text,
});
const messages: readonly Guard[] = [
  shape({ type: oneOf('snapshot'), snapshot }),
  shape({ type: oneOf('selection'), components: listOf(text) }),
  shape({ type: oneOf('offers'), offers: listOf(shape({ finding: text, titles: listOf(text) })) }),
  shape({ type: oneOf('formats'), formats: listOf(shape({ format: text, title: text })) }),
];

export function isToPanel(value: unknown): value is ToPanel {
  return messages.some((guard) => guard(value));
}

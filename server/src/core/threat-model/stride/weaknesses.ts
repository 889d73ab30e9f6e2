import type { Reach } from '../exposure.ts';
import type { WeaknessFact } from '../fact.ts';
import type { Node } from '../join/node.ts';
import type { Evidence, Stride } from '../model.ts';
import { makeThreat, type ThreatInput, type Unrated } from './input.ts';
import { callersOf } from './words.ts';

/** A kind of weakness that findings of single files show, and the threat that it opens. */
interface Opening {
  readonly kind: string;
  readonly stride: Stride;
  readonly rules: readonly string[];
  readonly title: (node: Node, count: number, reach: Reach) => string;
  readonly weight?: NonNullable<Unrated['weight']>;
}

const openings: readonly Opening[] = [
  {
    kind: 'secret',
    stride: 'I',
    rules: [
      'compose/secret-in-environment',
      'compose/secret-by-shape',
      'compose/credential-in-address',
      'compose/secret-in-command',
      'kubernetes/secret-in-env',
      'kubernetes/secret-in-config-map',
      'dockerfile/secret-in-variable',
      'dockerfile/secret-by-value',
    ],
    title: ({ name }, count) =>
      count === 1
        ? `Whoever can read the repository knows a password or key of ${name}`
        : `Whoever can read the repository knows passwords or keys of ${name}: ${count} lines hold one`,
    weight: { impact: 1 },
  },
  {
    kind: 'certificates',
    stride: 'S',
    rules: ['compose/disabled-tls-verification', 'kubernetes/disabled-tls-verification'],
    title: ({ name }) =>
      `Whoever stands between ${name} and what it calls can pass for the other end: ${name} checks no certificate`,
  },
  {
    kind: 'debugger',
    stride: 'E',
    rules: ['compose/debug-server', 'kubernetes/debug-server', 'dockerfile/debug-server'],
    title: ({ name }) => `Whoever reaches the debugger or development server of ${name} runs code of his own in it`,
    weight: { impact: 1 },
  },
  {
    kind: 'log',
    stride: 'R',
    rules: ['compose/disabled-logging'],
    title: ({ name }) => `What is done with ${name} can be denied: its log is thrown away`,
    weight: { impact: -1 },
  },
  {
    kind: 'console',
    stride: 'E',
    rules: ['compose/published-console'],
    title: ({ name }, _, reach) =>
      `${callersOf(reach)} can open the management console of ${name}, which is meant for those who run the system`,
  },
  {
    kind: 'console',
    stride: 'E',
    rules: ['kubernetes/dashboard', 'kubernetes/tiller'],
    title: ({ name }) => `Whoever gets at ${name} governs the cluster with its rights`,
    weight: { impact: 2 },
  },
  {
    kind: 'engine',
    stride: 'E',
    rules: ['compose/engine-over-tcp'],
    title: ({ name }) =>
      `Whoever stands on the network of ${name} can give orders to the container engine as it does: the connection asks for no certificate`,
    weight: { impact: 2 },
  },
  {
    kind: 'proxy',
    stride: 'S',
    rules: ['mesh/proxy-bypass'],
    title: ({ name }) => `Calls go past the proxy of ${name}: the mesh neither encrypts them nor asks who is calling`,
  },
];

/** Rules whose findings give rights over the machine. */
const privileges: readonly string[] = [
  'compose/privileged-service',
  'compose/engine-socket-mount',
  'compose/writable-system-path',
  'compose/host-device',
  'compose/host-namespace',
  'compose/dangerous-capability',
  'compose/sensitive-host-path',
  'kubernetes/privileged-container',
  'kubernetes/runtime-socket',
  'kubernetes/writable-host-path',
  'kubernetes/host-pid',
  'kubernetes/added-capability',
];

/** Threats that findings of single files open; each closes when the last of its findings is gone. */
export function weaknessThreats(node: Node, reach: Reach, { around }: ThreatInput): readonly Unrated[] {
  const { weaknesses: all } = around(node);
  if (all.length === 0) return [];
  return openings.flatMap(({ kind, stride, rules, title, weight }): readonly Unrated[] => {
    const found = all.filter((it) => rules.includes(it.rule));
    if (found.length === 0) return [];
    const threat = makeThreat(
      stride,
      node.id,
      kind,
      title(node, found.length, reach),
      'open',
      found.map(toEvidence),
      found[0]?.rule ?? null,
    );
    const otherRules = [...new Set(found.map((it) => it.rule))].filter((it) => it !== threat.rule);
    return [{ ...threat, otherRules, ...(weight ? { weight } : {}) }];
  });
}

/** Findings that say that a node has rights over its machine, the gravest first. */
export function privilegesOf(node: Node, { around }: ThreatInput): readonly WeaknessFact[] {
  const { weaknesses: all } = around(node);
  return (
    all
      // What prepares a pod has ended before anybody gets in.
      .filter((it) => privileges.includes(it.rule) && !it.at.route.includes('initContainers'))
      .sort((a, b) => privileges.indexOf(a.rule) - privileges.indexOf(b.rule))
  );
}

/** The rule that reports a line, if one of these does. */
export function ruleAt(
  node: Node,
  evidence: readonly Evidence[],
  rules: readonly string[],
  { around }: ThreatInput,
): string | null {
  const found = around(node).weaknesses.find(
    (fact) =>
      rules.includes(fact.rule) &&
      evidence.some(
        ({ at }) =>
          at?.file === fact.at.file &&
          at.chunk === fact.at.chunk &&
          at.route.length === fact.at.route.length &&
          at.route.every((step, i) => step === fact.at.route[i]),
      ),
  );
  return found?.rule ?? null;
}

/** Whether a rule tells of a secret that is written down. */
export function isSecretRule(rule: string): boolean {
  return openings.some((it) => it.kind === 'secret' && it.rules.includes(rule));
}

export function toEvidence({ text, at }: WeaknessFact): Evidence {
  return { text, at };
}

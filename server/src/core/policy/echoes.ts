import type { Finding } from '../rules/finding.ts';
import type { Verdict } from './decide.ts';

/**
 * Rules that say what another one says better at the same place. A rule over the system knows more: who can reach it,
 * and what it is. A graver one may make the question idle: nobody pins an image that has to go, and a pipe that is
 * taken apart hides no failure. The decision is one, so one of them speaks.
 */
const saidBetterBy: ReadonlyMap<string, readonly string[]> = new Map([
  ['compose/bypassed-gateway', ['model/gateway-bypassed']],
  ['compose/plaintext-connection', ['model/plaintext-boundary-crossing']],
  ['compose/port-on-all-interfaces', ['model/exposed-data-store', 'model/gateway-bypassed']],
  ['compose/published-datastore', ['model/exposed-data-store']],
  ['compose/unauthenticated-datastore', ['model/unauthenticated-data-store']],
  ['dockerfile/hidden-pipe-failure', ['dockerfile/piped-installer']],
  ['dockerfile/image-without-digest', ['dockerfile/end-of-life-image']],
  ['kubernetes/external-ip', ['model/exposed-data-store', 'model/gateway-bypassed']],
  ['kubernetes/node-port', ['model/exposed-data-store', 'model/gateway-bypassed', 'kubernetes/published-console']],
  ['kubernetes/plaintext-connection', ['model/plaintext-boundary-crossing']],
  ['openapi/open-operation', ['openapi/open-management']],
  [
    'kubernetes/public-load-balancer',
    ['model/exposed-data-store', 'model/gateway-bypassed', 'kubernetes/published-console'],
  ],
]);

const better = new Set([...saidBetterBy.values()].flat());

const ranks = { off: 0, hint: 1, info: 2, warning: 3, error: 4 } as const;

/**
 * Leaves out what another verdict says better at the same place and at least as loudly. The one that speaks answers for
 * the other: it takes over the ids of other tools, and over the system the fixes too where it has none. What nobody
 * sees, by policy or by an ignore comment, silences nothing.
 */
export function withoutEchoes(verdicts: readonly Verdict[]): readonly Verdict[] {
  const voices = new Map<string, Verdict[]>();
  for (const it of verdicts) {
    if (it.hidden !== null || it.level === 'off' || !better.has(it.finding.rule)) continue;
    const place = placeOf(it);
    voices.set(place, [...(voices.get(place) ?? []), it]);
  }
  if (voices.size === 0) return verdicts;
  const spokenFor = new Map<Verdict, Verdict[]>();
  const kept = verdicts.filter((it) => {
    const names = saidBetterBy.get(it.finding.rule);
    const voice =
      names && it.hidden === null
        ? voices.get(placeOf(it))?.find((v) => names.includes(v.finding.rule) && ranks[v.level] >= ranks[it.level])
        : undefined;
    if (voice) spokenFor.set(voice, [...(spokenFor.get(voice) ?? []), it]);
    return voice === undefined;
  });
  return kept.map((it) => {
    const echoes = spokenFor.get(it)?.map((echo) => echo.finding);
    if (!echoes) return it;
    const { finding } = it;
    return {
      ...it,
      finding: {
        ...finding,
        equivalents: [...new Set([...finding.equivalents, ...echoes.flatMap((echo) => echo.equivalents)])],
        fixes: finding.fixes.length > 0 || !isOfSystem(finding) ? finding.fixes : echoes.flatMap((echo) => echo.fixes),
      },
    };
  });
}

function isOfSystem({ rule }: Finding): boolean {
  return rule.startsWith('model/');
}

function placeOf({ finding: { at } }: Verdict): string {
  return JSON.stringify([at.file, at.chunk, at.route]);
}

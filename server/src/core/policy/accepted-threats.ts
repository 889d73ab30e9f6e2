import type { Anchor } from '../syntax/anchor.ts';
import { type IgnoreComment, namesRule } from '../syntax/ignore.ts';
import type { Acceptance, Component, Evidence, Flow, Threat, ThreatModel } from '../threat-model/model.ts';
import { matches } from './globs.ts';
import { levelOf } from './levels.ts';
import type { AcceptedRisk, Policy } from './policy.ts';

/** All that judging the threats of a workspace needs. */
export interface ThreatCourt {
  readonly policy: Policy;
  readonly policyUri: string;
  /** yyyy-mm-dd. */
  readonly today: string;
  /** Path of a file relative to the policy, with forward slashes. */
  readonly path: (uri: string) => string;
  readonly ignores: (uri: string) => readonly IgnoreComment[];
  /** Category of a rule, if there is such a rule. */
  readonly category: (rule: string) => string | undefined;
  /** Zero-based first line of an anchor; -1 when it is gone. */
  readonly line: (at: Anchor) => number;
}

/**
 * Threats and findings are one list: what is accepted as a finding, by the policy or by an ignore comment with a reason,
 * is accepted as a threat. The policy may name a threat by its id too. An acceptance that has ended says so.
 */
export function withAcceptances(model: ThreatModel, court: ThreatCourt): ThreatModel {
  const concerned = concernedIn(model);
  const isQuiet = isSilent(court.policy);
  const others = new Map<number, Threat>();
  model.threats.forEach((threat, at) => {
    if (threat.state !== 'open') return;
    const judged = isQuiet ? judgeIgnored(threat, rulesOf(threat), court) : judgeThreat(threat, concerned, court);
    if (judged !== threat) others.set(at, judged);
  });
  return others.size === 0 ? model : { ...model, threats: model.threats.map((it, at) => others.get(at) ?? it) };
}

/** The components that a threat concerns: itself, or both ends of a flow. They are looked for only if somebody asks. */
function concernedIn(model: ThreatModel): (threat: Threat) => readonly Component[] {
  let components: ReadonlyMap<string, Component> | undefined;
  let flows: ReadonlyMap<string, Flow> | undefined;
  return ({ element }) => {
    const byId = (components ??= new Map(model.components.map((it) => [it.id, it])));
    const ends = (flows ??= new Map(model.flows.map((it) => [it.id, it]))).get(element);
    return (ends ? [ends.from, ends.to] : [element]).flatMap((id) => byId.get(id) ?? []);
  };
}

function judgeThreat(threat: Threat, concerned: (threat: Threat) => readonly Component[], court: ThreatCourt): Threat {
  const risks = court.policy.accepted ?? [];
  const its = risks.length > 0 ? concerned(threat) : [];
  const entries = risks
    .map((entry, index) => ({ entry, at: { file: court.policyUri, chunk: 0, route: ['accepted', index] } }))
    .filter(({ entry }) => concernsThreat(entry, threat, its, court));
  const valid = entries.filter(({ entry }) => entry.until >= court.today);
  const named = valid.find(({ entry }) => entry.threat !== undefined);
  const rules = rulesOf(threat);
  const byRule = rules.map((rule) =>
    valid.find(({ entry }) => entry.rule !== undefined && namesRule(entry.rule, rule)),
  );
  const off = rules.map((rule) => switchedOff(rule, threat, court));
  const taken = byRule.every((it, i) => it !== undefined || off[i] !== undefined);
  const chosen = named ?? (taken ? byRule.find((it) => it !== undefined) : undefined);
  if (chosen) {
    const { reason, owner, until } = chosen.entry;
    const text = `${owner} takes the risk until ${until}: ${reason}`;
    return accepted(threat, { reason, owner, until }, { text, at: chosen.at });
  }
  const others = (threat.foundBy ?? []).map((rule) => switchedOff(rule, threat, court));
  if (off[0] && [...off, ...others].every((it) => it !== undefined)) {
    const reason = `${rules.join(', ')} ${rules.length === 1 ? 'is' : 'are'} switched off in the team's policy`;
    return accepted(threat, { reason, owner: null, until: null }, { text: reason, at: off[0] });
  }
  const judged = judgeIgnored(threat, rules, court);
  if (judged !== threat) return judged;
  const [ended] = entries.filter(({ entry }) => entry.until < court.today);
  if (!ended) return threat;
  const text = `the acceptance by ${ended.entry.owner} ended on ${ended.entry.until}`;
  return { ...threat, evidence: [...threat.evidence, { text, at: ended.at }] };
}

/** True for a policy that accepts nothing and sets no level, as most: then only ignore comments accept a threat. */
function isSilent({ accepted: risks = [], rules, categories, overrides = [] }: Policy): boolean {
  return risks.length === 0 && overrides.length === 0 && rules === undefined && categories === undefined;
}

function judgeIgnored(threat: Threat, rules: readonly string[], court: ThreatCourt): Threat {
  const ignored = ignoreOf(threat, rules, court);
  return ignored ? accepted(threat, { reason: ignored.reason, owner: null, until: null }, ignored.evidence) : threat;
}

function accepted(threat: Threat, acceptance: Acceptance, by: Evidence): Threat {
  return { ...threat, state: 'accepted', accepted: acceptance, against: [by, ...threat.against] };
}

function rulesOf({ rule, otherRules = [] }: Threat): readonly string[] {
  return rule === null ? [] : [rule, ...otherRules];
}

/**
 * The line of the policy that switches a rule off, when it does so wherever the threat's finding can stand. A team that
 * does not want to hear of a weakness has decided to live with it; to go on calling it open would be to say it after all.
 */
function switchedOff(rule: string, threat: Threat, court: ThreatCourt): Anchor | undefined {
  const paths = new Set(placesOf(threat).map((it) => court.path(it.file)));
  const settings = (paths.size === 0 ? [''] : [...paths]).map((path) =>
    levelOf(court.policy, rule, court.category(rule), path),
  );
  const [first] = settings;
  if (!first || !settings.every((it) => it?.level === 'off')) return undefined;
  return { file: court.policyUri, chunk: 0, route: first.route };
}

/** Where the findings stand that must all be accepted: every line, or the first, at which the one finding stands. */
function placesOf({ evidence, otherRules }: Threat): readonly Anchor[] {
  const places = evidence.flatMap((it) => it.at ?? []);
  return otherRules === undefined ? places.slice(0, 1) : places;
}

function concernsThreat(
  entry: AcceptedRisk,
  threat: Threat,
  concerned: readonly Component[],
  court: ThreatCourt,
): boolean {
  if (entry.threat !== undefined && entry.threat !== threat.id) return false;
  if (entry.threat === undefined && !rulesOf(threat).some((it) => namesRule(entry.rule ?? '', it))) return false;
  const isNamed = (name: string): boolean =>
    concerned.some((it) => it.id === name || it.name === name || it.aliases.includes(name));
  if (entry.component !== undefined && !isNamed(entry.component)) return false;
  // A finding's object is "Kind/namespace/name", and the component bears that name.
  if (entry.resource !== undefined && !isNamed(entry.resource.slice(entry.resource.lastIndexOf('/') + 1))) return false;
  const { paths } = entry;
  if (paths === undefined) return true;
  const places = placesOf(threat);
  return places.length > 0 && places.every((it) => matches(paths, court.path(it.file)));
}

/** The comments that silence every finding of a threat. */
function ignoreOf(
  threat: Threat,
  rules: readonly string[],
  court: ThreatCourt,
): { readonly reason: string; readonly evidence: Evidence } | undefined {
  const places = placesOf(threat);
  if (rules.length === 0 || places.length === 0) return undefined;
  let first: { readonly reason: string; readonly evidence: Evidence } | undefined;
  for (const at of places) {
    const comments = court.ignores(at.file);
    if (comments.length === 0) return undefined;
    const line = court.line(at);
    const comment = comments.find(
      (it) =>
        it.reason !== '' &&
        (it.target === undefined || it.target === line) &&
        it.rules.some((name) => rules.some((rule) => namesRule(name, rule))),
    );
    if (!comment) return undefined;
    first ??= { reason: comment.reason, evidence: { text: `an ignore comment says: ${comment.reason}`, at } };
  }
  return first;
}

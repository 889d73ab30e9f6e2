import type { Anchor } from '../../syntax/anchor.ts';
import { type AttackPath, attackPathsOf, type Hop } from '../attack-paths.ts';
import { isUser } from '../doors.ts';
import type { Evidence, Threat, ThreatModel } from '../model.ts';
import { mostReached, reachesOf } from '../reach.ts';
import { byRisk } from '../stride/rate.ts';
import { boundaryWords } from './boundary-words.ts';
import { matrixSection } from './matrix.ts';
import { mermaid } from './mermaid.ts';
import { code, place, type Placed, prose, table } from './markdown.ts';

/** Where an anchor is; null when it cannot be told. */
export type PlaceOf = (at: Anchor) => Placed | null;

/** Paths that the report walks through; the others are counted. */
const shownPaths = 10;
/** Components of a picture that can be read. */
const mostDrawn = 40;
/** Changes that the report names. */
const shownCuts = 5;
/** Lines of evidence in a table's cell and below a list's item; the others are counted. */
const shownLines = 3;

/** The threat model as a report for people. */
export function modelReport(model: ThreatModel, placeOf: PlaceOf): string {
  const report = new Report(model, placeOf);
  return `${[
    '# Threat model',
    '',
    ...report.summary(),
    ...report.picture(),
    ...report.cuts(),
    ...report.threats(),
    ...report.paths(),
    ...report.components(),
    ...report.flows(),
    ...report.matrix(),
    ...report.looseEnds(),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

class Report {
  readonly #model: ThreatModel;
  readonly #placeOf: PlaceOf;
  readonly #names: ReadonlyMap<string, string>;
  readonly #boundaries: ReadonlyMap<string, string>;

  constructor(model: ThreatModel, placeOf: PlaceOf) {
    this.#model = model;
    this.#placeOf = placeOf;
    this.#names = new Map(model.components.map((it) => [it.id, it.name]));
    this.#boundaries = new Map(model.boundaries.map((it) => [it.id, boundaryWords(it)]));
  }

  summary(): readonly string[] {
    const { components, flows, threats, boundaries } = this.#model;
    const count = (state: Threat['state']): number => threats.filter((it) => it.state === state).length;
    return [
      `${components.filter((it) => !isUser(it)).length} components, ${flows.length} flows, ${boundaries.length} trust boundaries. Threats: ${count('open')} open, ${count('mitigated')} mitigated, ${count('accepted')} accepted. What the files do not tell is unknown, and unknown is not safe.`,
      '',
    ];
  }

  /** The diagram where forges draw it, as long as it can be read. */
  picture(): readonly string[] {
    const { components, flows } = this.#model;
    if (components.length === 0 || components.length > mostDrawn || flows.length > 2 * mostDrawn) return [];
    return ['```mermaid', mermaid(this.#model).trimEnd(), '```', ''];
  }

  components(): readonly string[] {
    const reaches = reachesOf(this.#model);
    const rows = this.#model.components
      .filter((it) => !isUser(it))
      .map((it) => {
        const { total, stores, machine } = reaches.get(it.id) ?? { total: 0, stores: [], machine: false };
        const inside =
          it.type === 'external-entity'
            ? []
            : [`${total}, ${stores.length}${stores.length < mostReached ? '' : ' or more'} of them data stores`];
        return [
          code(it.name),
          it.technology === null ? it.type : `${it.type}, ${prose(it.technology)}`,
          this.#boundary(it.boundary),
          it.exposure,
          this.#lines(it.exposedBy).join('<br>'),
          [...inside, ...(machine ? ['its machine'] : [])].join('; '),
        ];
      });
    if (rows.length === 0) return [];
    const head = ['component', 'what', 'boundary', 'exposure', 'the way from outside', 'whoever owns it reaches'];
    return ['## Components', '', ...table(head, rows), ''];
  }

  flows(): readonly string[] {
    const rows = this.#model.flows.map((it) => [
      this.#name(it.from),
      this.#name(it.to),
      code(it.port === null ? it.protocol : `${it.protocol} ${it.port}`),
      it.encrypted,
      it.authenticated,
      it.crosses.map((id) => this.#boundary(id)).join('<br>'),
      [...(it.blocked ? ['**policies turn it away**'] : []), ...this.#lines(it.evidence)].join('<br>'),
    ]);
    if (rows.length === 0) return [];
    const head = ['from', 'to', 'protocol', 'encrypted', 'authenticated', 'crosses', 'because'];
    return ['## Flows', '', ...table(head, rows), ''];
  }

  threats(): readonly string[] {
    return (['open', 'accepted', 'mitigated'] as const).flatMap((state) => {
      const all = this.#model.threats.filter((it) => it.state === state);
      if (all.length === 0) return [];
      const items = byRisk(all).flatMap((it) => this.#threat(it));
      return [`## Threats: ${state} (${all.length})`, '', ...items, ''];
    });
  }

  #threat({ stride, title, rule, state, likelihood, impact, accepted, evidence, against }: Threat): readonly string[] {
    const risk = state === 'mitigated' ? '' : `, likelihood ${likelihood}, impact ${impact}`;
    const by = accepted && (accepted.owner === null ? 'without an owner' : `by ${prose(accepted.owner)}`);
    const until = accepted && accepted.until !== null ? ` until ${accepted.until}` : '';
    return [
      `- **${stride}** ${prose(title)}${rule === null ? '' : ` (${code(rule)})`}${risk}`,
      ...(accepted ? [`  - accepted ${by ?? ''}${until}: ${prose(accepted.reason)}`] : []),
      ...this.#lines(evidence).map((line) => `  - ${line}`),
      ...(accepted
        ? []
        : this.#lines(against).map((line) => `  - ${state === 'mitigated' ? 'still' : 'against it'}: ${line}`)),
    ];
  }

  matrix(): readonly string[] {
    return matrixSection(this.#model, (id) => this.#name(id));
  }

  /** What takes most from an attacker when it is closed. */
  cuts(): readonly string[] {
    const { cuts } = attackPathsOf(this.#model);
    if (cuts.length === 0) return [];
    const items = cuts.slice(0, shownCuts).map((it, i) => {
      const rule = it.rule === null ? '' : ` (${code(it.rule)})`;
      const where = it.at ? place(this.#placeOf(it.at)) : '';
      const breaks = `breaks or hinders ${it.breaks} of ${it.of} attack paths`;
      return `${i + 1}. ${prose(it.title)}${rule}: ${breaks}${where === '' ? '' : `, ${where}`}`;
    });
    return ['## What to do first', '', ...items, ''];
  }

  paths(): readonly string[] {
    const { paths, total, shared } = attackPathsOf(this.#model);
    if (total === 0) return [];
    const shown = paths.slice(0, shownPaths);
    const lines = [`## Attack paths (${shown.length} of ${total})`, ''];
    if (shared && total > 1) {
      const hop = this.#hopName(shared.hop);
      lines.push(`The hop that most of them share: ${hop}, part of ${shared.paths} of ${total}.`, '');
    }
    shown.forEach((path, i) => {
      lines.push(...this.#path(path, i + 1));
    });
    return [...lines, ''];
  }

  looseEnds(): readonly string[] {
    const all = this.#model.looseEnds;
    if (all.length === 0) return [];
    return [`## Loose ends (${all.length})`, '', ...all.map((it) => `- ${this.#line(it)}`), ''];
  }

  #path({ hops, openThreats }: AttackPath, number: number): readonly string[] {
    const threats = openThreats === 1 ? '1 open threat' : `${openThreats} open threats`;
    return [
      `${number}. ${['internet', ...hops.map(({ to }) => this.#name(to))].join(' → ')}: ${threats} on the way`,
      ...hops.flatMap((hop) => [
        `    - ${this.#hopName(hop)}`,
        ...this.#lines(hop.evidence).map((it) => `        - ${it}`),
        ...hop.threats.map((it) => `        - **${it.stride}** ${prose(it.title)}`),
      ]),
    ];
  }

  #hopName({ from, to, by, flow }: Hop): string {
    if (by === 'machine') return `${this.#name(from ?? '')} over the machine to ${this.#name(to)}`;
    const protocol = by === 'flow' && flow ? ` (${code(flow.protocol)})` : '';
    return `${from === null ? 'the internet' : this.#name(from)} to ${this.#name(to)}${protocol}`;
  }

  #name(id: string): string {
    return code(this.#names.get(id) ?? id);
  }

  #boundary(id: string | null): string {
    return id === null ? '' : prose(this.#boundaries.get(id) ?? id);
  }

  #lines(evidence: readonly Evidence[]): readonly string[] {
    const more = evidence.length - shownLines;
    const lines = evidence.slice(0, shownLines).map((it) => this.#line(it));
    return more > 0 ? [...lines, `and ${more} more`] : lines;
  }

  #line({ text, at }: Evidence): string {
    const where = at ? place(this.#placeOf(at)) : '';
    return where === '' ? prose(text) : `${prose(text)} (${where})`;
  }
}

import type { Anchor } from '../../syntax/anchor.ts';
import { type AttackPath, attackPathsOf, type Hop } from '../attack-paths.ts';
import { isUser } from '../doors.ts';
import type { Component, Evidence, Stride, Threat, ThreatModel, Tri } from '../model.ts';
import { mostReached, reachesOf } from '../reach.ts';
import { boundaryWords } from './boundary-words.ts';
import { Html, type Inner, tag } from './html.ts';
import { oneLine } from './markdown.ts';
import type { PlaceOf } from './report.ts';

/** Paths and lines that are written down; the others are counted. */
const shownPaths = 20;
const shownLines = 4;

/** The parts of the HTML report that tell of a model; each is null when there is nothing to tell. */
export class Sections {
  readonly #model: ThreatModel;
  readonly #placeOf: PlaceOf;
  readonly #names: ReadonlyMap<string, string>;
  readonly #boundaries: ReadonlyMap<string, string>;
  readonly #attacks: ReturnType<typeof attackPathsOf>;
  readonly #components: readonly Component[];

  constructor(model: ThreatModel, placeOf: PlaceOf) {
    this.#model = model;
    this.#placeOf = placeOf;
    const names = new Map(model.components.map((it) => [it.id, it.name]));
    for (const it of model.flows)
      names.set(it.id, `${names.get(it.from) ?? it.from} to ${names.get(it.to) ?? it.to} (${it.protocol})`);
    this.#names = names;
    this.#boundaries = new Map(model.boundaries.map((it) => [it.id, boundaryWords(it)]));
    this.#attacks = attackPathsOf(model);
    this.#components = model.components.filter((it) => !isUser(it));
  }

  numbers(): Inner {
    const { flows, boundaries, threats } = this.#model;
    const count = (state: Threat['state']): number => threats.filter((it) => it.state === state).length;
    const exposed = this.#components.filter((it) => it.exposure === 'internet').length;
    const all: readonly (readonly [string, number])[] = [
      ['threats open', count('open')],
      ['accepted', count('accepted')],
      ['mitigated', count('mitigated')],
      ['attack paths', this.#attacks.total],
      ['components', this.#components.length],
      ['open to the internet', exposed],
      ['data flows', flows.length],
      ['of them plaintext', flows.filter((it) => it.encrypted === 'no').length],
      ['trust boundaries', boundaries.length],
    ];
    return tag(
      'dl',
      { class: 'numbers' },
      all.map(([name, number]) => tag('div', {}, tag('dt', {}, name), tag('dd', {}, number))),
    );
  }

  cuts(): Inner {
    const { cuts } = this.#attacks;
    if (cuts.length === 0) return null;
    return tag(
      'ol',
      { class: 'cuts' },
      cuts.map((it) =>
        tag(
          'li',
          {},
          tag('strong', {}, it.title),
          tag(
            'p',
            { class: 'meta' },
            `Breaks or hinders ${it.breaks} of ${it.of} attack paths`,
            it.at === null ? null : ['; ', this.#place(it.at)],
            it.rule === null ? null : ['; ', tag('code', {}, it.rule)],
          ),
        ),
      ),
    );
  }

  threats(): Inner {
    const groups = (['open', 'accepted', 'mitigated'] as const).flatMap((state) => {
      const all = this.#model.threats.filter((it) => it.state === state).sort(worstFirst);
      return all.length === 0
        ? []
        : [tag('h3', {}, `${words[state]} (${all.length})`), ...all.map((it) => this.#threat(it))];
    });
    return groups.length === 0 ? null : groups;
  }

  #threat(it: Threat): Html {
    const { accepted } = it;
    const lines = (label: string, evidence: readonly Evidence[]): Inner =>
      evidence.length === 0 ? null : [tag('p', { class: 'meta' }, label), this.#lines(evidence)];
    return tag(
      'article',
      { class: `threat ${it.state}` },
      tag('p', {}, tag('strong', {}, it.title)),
      tag(
        'p',
        { class: 'meta' },
        `${stride[it.stride]} of ${this.#name(it.element)}; likelihood ${it.likelihood}, impact ${it.impact}`,
        it.rule === null ? null : ['; ', tag('code', {}, it.rule)],
      ),
      accepted &&
        tag(
          'p',
          {},
          `Accepted${accepted.owner === null ? '' : ` by ${accepted.owner}`}${accepted.until === null ? '' : ` until ${accepted.until}`}: ${accepted.reason}`,
        ),
      lines(it.state === 'mitigated' ? 'Closed by' : 'Because', it.evidence),
      lines(it.state === 'mitigated' ? 'Though' : 'Against it', it.against),
    );
  }

  paths(): Inner {
    const { paths, total, shared } = this.#attacks;
    if (total === 0) return null;
    const shown = paths.slice(0, shownPaths);
    return [
      shown.length < total ? tag('p', { class: 'quiet' }, `The worst ${shown.length} of ${total}.`) : null,
      shared && total > 1
        ? tag(
            'p',
            {},
            `The hop that most of them share: ${this.#hop(shared.hop)}, part of ${shared.paths} of ${total}.`,
          )
        : null,
      tag(
        'ol',
        { class: 'paths' },
        shown.map((it) => this.#path(it)),
      ),
    ];
  }

  #path({ hops, openThreats }: AttackPath): Html {
    return tag(
      'li',
      {},
      tag('strong', {}, ['internet', ...hops.map(({ to }) => this.#name(to))].join(' → ')),
      `: ${openThreats} open ${openThreats === 1 ? 'threat' : 'threats'} on the way`,
      tag(
        'ul',
        {},
        hops.map((hop) =>
          tag('li', {}, this.#hop(hop), this.#lines(hop.evidence), hop.threats.length === 0 ? null : this.#met(hop)),
        ),
      ),
    );
  }

  #met({ threats }: Hop): Html {
    const shown = threats.slice(0, shownLines).map((it) => tag('li', {}, `${it.stride}: ${it.title}`));
    const more = threats.length - shown.length;
    return tag(
      'ul',
      {},
      shown,
      more > 0 ? tag('li', {}, `and ${more} more ${more === 1 ? 'threat' : 'threats'}`) : null,
    );
  }

  #hop({ from, to, by, flow }: Hop): string {
    if (by === 'machine') return `${this.#name(from ?? '')} over the machine to ${this.#name(to)}`;
    const protocol = by === 'flow' && flow ? ` (${flow.protocol})` : '';
    return `${from === null ? 'the internet' : this.#name(from)} to ${this.#name(to)}${protocol}`;
  }

  flows(): Inner {
    const head = ['from', 'to', 'protocol', 'encrypted', 'authenticated', 'crosses', 'because'];
    return table(
      head,
      this.#model.flows.map((it) => [
        this.#name(it.from),
        this.#name(it.to),
        tag('code', {}, it.port === null ? it.protocol : `${it.protocol} ${it.port}`),
        tri(it.encrypted),
        tri(it.authenticated),
        list(it.crosses.map((id) => this.#boundary(id))),
        it.blocked ? [tag('strong', {}, 'policies turn it away'), this.#lines(it.evidence)] : this.#lines(it.evidence),
      ]),
    );
  }

  /** Which controls the files show, component by component; controls that no file tells anything of are left out. */
  posture(): Inner {
    const told = this.#model.posture.filter((it) => it.controls.some(({ state }) => state !== 'unknown'));
    const columns = [
      ...new Set(
        told.flatMap((it) => it.controls.filter(({ state }) => state !== 'unknown').map(({ control }) => control)),
      ),
    ];
    return table(
      ['component', ...columns.map((it) => it.replaceAll('-', ' '))],
      told.map((it) => {
        const states = new Map(it.controls.map(({ control, state }) => [control, state]));
        return [this.#name(it.component), ...columns.map((column) => tri(states.get(column) ?? 'unknown'))];
      }),
    );
  }

  inventory(): Inner {
    const reaches = reachesOf(this.#model);
    const head = [
      'component',
      'what',
      'boundary',
      'exposure',
      'the way from outside',
      'whoever owns it reaches',
      'declared in',
    ];
    return table(
      head,
      this.#components.map((it) => {
        const { total, stores, machine } = reaches.get(it.id) ?? { total: 0, stores: [], machine: false };
        const inside =
          it.type === 'external-entity'
            ? []
            : [`${total}, ${stores.length}${stores.length < mostReached ? '' : ' or more'} of them data stores`];
        return [
          tag('strong', {}, it.name),
          it.technology === null ? it.type : `${it.type}, ${it.technology}`,
          this.#boundary(it.boundary),
          it.exposure,
          this.#lines(it.exposedBy),
          [...inside, ...(machine ? ['its machine'] : [])].join('; '),
          list([...new Set([it.at, ...it.parts.map((part) => part.at)].flatMap((at) => this.#words(at)))].slice(0, 6)),
        ];
      }),
    );
  }

  boundaries(): Inner {
    const members = new Map<string, number>();
    for (const it of this.#components)
      if (it.boundary !== null) members.set(it.boundary, (members.get(it.boundary) ?? 0) + 1);
    return table(
      ['boundary', 'kind', 'inside of', 'components right inside'],
      this.#model.boundaries.map((it) => [
        tag('strong', {}, it.name),
        it.kind,
        this.#boundary(it.parent),
        members.get(it.id) ?? 0,
      ]),
    );
  }

  looseEnds(): Inner {
    const all = this.#model.looseEnds;
    return all.length === 0
      ? null
      : tag(
          'ul',
          {},
          all.map((it) => tag('li', {}, this.#line(it))),
        );
  }

  /** The name of a component or flow, for other parts of the report. */
  nameOf(id: string): string {
    return this.#name(id);
  }

  /** A place as code; nothing when it cannot be told. */
  place(at: Anchor): Inner {
    return this.#place(at);
  }

  #name(id: string): string {
    return oneLine(this.#names.get(id) ?? id);
  }

  #boundary(id: string | null): string {
    return id === null ? '' : oneLine(this.#boundaries.get(id) ?? id);
  }

  #lines(evidence: readonly Evidence[]): Inner {
    const more = evidence.length - shownLines;
    const lines = evidence.slice(0, shownLines).map((it) => this.#line(it));
    return list(more > 0 ? [...lines, `and ${more} more`] : lines);
  }

  #line({ text, at }: Evidence): Inner {
    return at === null ? text : [text, ' ', tag('span', { class: 'at' }, this.#place(at))];
  }

  #place(at: Anchor): Inner {
    return this.#words(at).map((it) => tag('code', {}, it));
  }

  #words(at: Anchor | null): readonly string[] {
    const place = at && this.#placeOf(at);
    return place ? [oneLine(`${place.file}:${place.line}`)] : [];
  }
}

export function table(head: readonly string[], rows: readonly (readonly Inner[])[]): Inner {
  if (rows.length === 0) return null;
  return tag(
    'div',
    { class: 'wide' },
    tag(
      'table',
      {},
      tag(
        'thead',
        {},
        tag(
          'tr',
          {},
          head.map((it) => tag('th', { scope: 'col' }, it)),
        ),
      ),
      tag(
        'tbody',
        {},
        rows.map((cells) =>
          tag(
            'tr',
            {},
            cells.map((it) => tag('td', {}, it)),
          ),
        ),
      ),
    ),
  );
}

export function list(items: readonly Inner[]): Inner {
  return items.length === 0
    ? null
    : tag(
        'ul',
        {},
        items.map((it) => tag('li', {}, it)),
      );
}

export function tri(value: Tri): Html {
  return tag('span', { class: value }, value);
}

const ranks = { high: 2, medium: 1, low: 0 } as const;

function worstFirst(a: Threat, b: Threat): number {
  const weight = (it: Threat): number => ranks[it.likelihood] + ranks[it.impact];
  return weight(b) - weight(a) || ranks[b.impact] - ranks[a.impact] || (a.id < b.id ? -1 : 1);
}

const words: Readonly<Record<Threat['state'], string>> = { open: 'Open', accepted: 'Accepted', mitigated: 'Mitigated' };

const stride: Readonly<Record<Stride, string>> = {
  S: 'Spoofing',
  T: 'Tampering',
  R: 'Repudiation',
  I: 'Information disclosure',
  D: 'Denial of service',
  E: 'Elevation of privilege',
};

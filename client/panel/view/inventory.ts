/** The inventory: the zoo at a glance. */
import type { PanelComponent, PanelEndpoint, PanelImage, PanelTri } from '../contract.ts';
import type { System } from '../model/system.ts';
import { count } from '../model/announce.ts';
import type { IconName } from '../draw/icons.ts';
import { icon } from '../draw/icons.ts';
import type { Child, Markup } from '../draw/markup.ts';
import { el } from '../draw/markup.ts';
import { EXPOSURE_SHORT, TYPE_WORDS } from '../draw/words.ts';
import { elementName } from './names.ts';
import { componentButton, evidenceList, PAGE, placeButton, shown } from './parts.ts';
import type { SideView } from './view.ts';

export function inventoryPage(view: SideView): readonly Markup[] {
  const { system, found } = view;
  const { images, endpoints, endpointsTotal, entries } = system.snapshot.inventory;
  const inView = (id: string | null): boolean => found === null || (id !== null && found.has(id));
  const components = [...system.components.values()].filter((it) => inView(it.id));
  const shownImages = images.filter((it) => found === null || it.uses.some((use) => inView(use.component)));
  const shownEndpoints = endpoints.filter((it) => inView(it.component));
  const shownEntries = entries.filter((it) => inView(it.component));
  const technologies = technologiesOf(components);
  const total = found === null ? endpointsTotal : shownEndpoints.length;
  return [
    tiles([
      [components.filter((it) => it.type === 'process').length, 'service'],
      [components.filter((it) => it.type === 'data-store').length, 'data store'],
      [technologies.length, 'technology'],
      [shownImages.length, 'image'],
      [total, 'endpoint'],
      [shownEntries.length, 'entry point'],
    ]),
    section('entries', 'Entry points', shownEntries.length, 'Nothing can be entered from the internet.', () =>
      el(
        'ul',
        { class: 'entries' },
        shownEntries.map((it) =>
          el(
            'li',
            { key: it.component },
            el('p', {}, icon('globe', 'internet'), componentButton(it.component, elementName(system, it.component))),
            evidenceList(it.evidence.slice(0, 6), 'The way in'),
          ),
        ),
      ),
    ),
    section('images', 'Images', shownImages.length, 'No file names an image.', () => imageTable(view, shownImages)),
    section('technologies', 'Technologies', technologies.length, 'No technology is recognised.', () =>
      table(
        ['Technology', 'Kind', 'Components'],
        technologies.map(({ name, type, ids }) => ({
          key: `${name} ${type}`,
          cells: [shown(name), TYPE_WORDS[type], names(system, ids)],
        })),
      ),
    ),
    section('endpoints', 'Endpoints', shownEndpoints.length, 'No API contract is known.', () =>
      endpointTable(view, shownEndpoints, total),
    ),
  ];
}

/** The numbers of the whole, large enough to be seen from far away. */
function tiles(numbers: readonly (readonly [number, string])[]): Markup {
  return el(
    'ul',
    { key: 'tiles', class: 'tiles', 'aria-label': 'Numbers' },
    numbers.map(([number, noun]) =>
      el(
        'li',
        { key: noun },
        el('strong', {}, String(number)),
        ' ',
        el('span', { class: 'quiet' }, plural(number, noun)),
      ),
    ),
  );
}

function plural(number: number, noun: string): string {
  if (number === 1) return noun;
  return noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

function section(key: string, title: string, size: number, nothing: string, content: () => Markup): Markup {
  return el(
    'section',
    { key, class: 'part' },
    el('h2', {}, title, ' ', el('span', { class: 'number' }, String(size))),
    size === 0 ? el('p', { class: 'none' }, nothing) : content(),
  );
}

interface TableRow {
  readonly key: string;
  readonly cells: readonly (Child | readonly Child[] | null)[];
}

function table(head: readonly string[], rows: readonly TableRow[]): Markup {
  return el(
    'table',
    { class: 'plain-table', role: 'table' },
    // In little room the rows become blocks, and a block is no row for the ear unless it says so.
    el(
      'thead',
      { role: 'rowgroup' },
      el(
        'tr',
        { role: 'row' },
        head.map((it) => el('th', { key: it, scope: 'col', role: 'columnheader' }, it)),
      ),
    ),
    el(
      'tbody',
      { role: 'rowgroup' },
      rows.map(({ key, cells }) =>
        el(
          'tr',
          { key, role: 'row' },
          cells.map((it, index) => el('td', { key: index, role: 'cell', 'data-label': head[index] ?? '' }, it ?? '')),
        ),
      ),
    ),
  );
}

const SUPPORT_ICONS = { ended: 'error', ending: 'warning', supported: 'check' } as const;

function imageTable({ system }: SideView, images: readonly PanelImage[]): Markup {
  return table(
    ['Image', 'Support', 'Used by'],
    images.slice(0, PAGE).map((it) => ({
      key: `${String(it.base)} ${String(it.build)} ${it.image}`,
      cells: [
        [
          el('code', { title: shown(it.image) }, shortImage(it.image)),
          el('span', { class: 'quiet' }, it.build ? ' builds only' : it.base ? ' base' : ''),
        ],
        it.lines.length === 0
          ? el('span', { class: 'quiet' }, 'not known')
          : it.lines.map((line) =>
              el(
                'span',
                { key: line.name, class: `support ${line.state}` },
                icon(
                  SUPPORT_ICONS[line.state],
                  line.state === 'ended' ? 'error' : line.state === 'ending' ? 'warning' : 'ok',
                ),
                supportWords(line),
              ),
            ),
        uses(system, it),
      ],
    })),
  );
}

/** A digest is told by its first digits, as tools do. */
function shortImage(image: string): string {
  return shown(image).replace(/(@sha256:[0-9a-f]{12})[0-9a-f]{52}$/, '$1…');
}

function supportWords({ name, end, state }: PanelImage['lines'][number]): string {
  if (end === null) return `${name}, supported`;
  return state === 'ended' ? `${name}, without fixes since ${end}` : `${name}, until ${end}`;
}

function uses(system: System, { uses: all }: PanelImage): readonly Child[] {
  const places = all.slice(0, 12).flatMap((it, index): readonly Child[] => {
    const one =
      it.component === null
        ? placeButton(it.location)
        : componentButton(it.component, elementName(system, it.component));
    return one === null ? [] : [...(index === 0 ? [] : [', ']), { ...one, attrs: { ...one.attrs, key: index } }];
  });
  return all.length > 12 ? [...places, ` and ${all.length - 12} more`] : places;
}

function technologiesOf(components: readonly PanelComponent[]): readonly {
  readonly name: string;
  readonly type: PanelComponent['type'];
  readonly ids: readonly string[];
}[] {
  const found = new Map<string, { name: string; type: PanelComponent['type']; ids: string[] }>();
  for (const { technology, type, id } of components) {
    if (technology === null) continue;
    const key = `${technology} ${type}`;
    const item = found.get(key) ?? { name: technology, type, ids: [] };
    item.ids.push(id);
    found.set(key, item);
  }
  return [...found.values()].sort((a, b) => b.ids.length - a.ids.length || a.name.localeCompare(b.name, 'en'));
}

function names(system: System, ids: readonly string[]): readonly Child[] {
  const told = ids.slice(0, 12).flatMap((id, index): readonly Child[] => {
    const one = componentButton(id, elementName(system, id));
    return [...(index === 0 ? [] : [', ']), { ...one, attrs: { ...one.attrs, key: id } }];
  });
  return ids.length > 12 ? [...told, ` and ${ids.length - 12} more`] : told;
}

const SECURED_WORDS: Readonly<Record<PanelTri, string>> = { yes: 'credential', no: 'open', unknown: 'not known' };
const SECURED_ICONS: Readonly<Record<PanelTri, IconName>> = { yes: 'lock', no: 'lock-open', unknown: 'unknown' };

function endpointTable({ system, pages }: SideView, endpoints: readonly PanelEndpoint[], total: number): Markup {
  const rows = endpoints.slice(0, PAGE * pages);
  return el(
    'div',
    {},
    table(
      ['Endpoint', 'Caller needs', 'Exposure', 'Served by', 'Declared in'],
      rows.map((it, index) => {
        const component = it.component === null ? undefined : system.components.get(it.component);
        return {
          key: `${it.method} ${it.path} ${it.component ?? ''} ${index}`,
          cells: [
            [el('span', { class: 'method' }, shown(it.method)), ' ', el('code', {}, shown(it.path))],
            el(
              'span',
              { class: `secured ${it.secured}` },
              icon(SECURED_ICONS[it.secured], `encrypted-${it.secured}`),
              SECURED_WORDS[it.secured],
            ),
            component === undefined
              ? el('span', { class: 'quiet' }, 'not known')
              : [
                  ...(component.exposure === 'internet' ? [icon('globe', 'internet'), ' '] : []),
                  EXPOSURE_SHORT[component.exposure] || 'not known',
                ],
            component === undefined
              ? el('span', { class: 'quiet' }, 'not known')
              : componentButton(component.id, shown(component.name)),
            placeButton(it.location),
          ],
        };
      }),
    ),
    rows.length < total
      ? el('p', { class: 'quiet none' }, `${count(total - rows.length, 'endpoint')} more; search to narrow them down.`)
      : null,
  );
}

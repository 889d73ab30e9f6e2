import type { Inventory } from '../inventory.ts';
import { type Inner, tag } from './html.ts';
import { list, type Sections, table, tri } from './html-sections.ts';

/** Endpoints and uses that are written down; the others are counted. */
const shownEndpoints = 500;
const shownUses = 8;

/** What the system stands on, and how long it gets security fixes. */
export function imagesTable({ images }: Inventory, sections: Sections): Inner {
  return table(
    ['image', 'how', 'brings', 'used by'],
    images.map(({ image, base, build, lines, uses }) => {
      const users = [...new Set(uses.flatMap(({ component }) => component ?? []))].map((it) => sections.nameOf(it));
      const shown = users.slice(0, shownUses);
      return [
        tag('code', {}, image),
        build ? 'builds only' : base ? 'built on' : 'run as it is',
        list(
          lines.map(({ name, end, state }) =>
            tag('span', { class: states[state] }, `${name}: ${words[state]}${end === null ? '' : ` ${end}`}`),
          ),
        ),
        [
          list(users.length > shown.length ? [...shown, `and ${users.length - shown.length} more`] : shown),
          uses.slice(0, 3).map((it) => [' ', sections.place(it.at)]),
        ],
      ];
    }),
  );
}

const words = {
  ended: 'without security fixes since',
  ending: 'security fixes end',
  supported: 'supported until',
} as const;
const states = { ended: 'no', ending: 'unknown', supported: 'yes' } as const;

/** Every operation of every contract, and whether it asks who is calling. */
export function endpointsTable({ endpoints }: Inventory, sections: Sections): Inner {
  const shown = endpoints.slice(0, shownEndpoints);
  const rows = table(
    ['operation', 'served by', 'asks for a credential', 'declared in'],
    shown.map(({ method, path, secured, component, at }) => [
      tag('code', {}, `${method} ${path}`),
      component === null ? 'not known' : sections.nameOf(component),
      tri(secured),
      sections.place(at),
    ]),
  );
  const more = endpoints.length - shown.length;
  return more > 0 ? [rows, tag('p', { class: 'quiet' }, `And ${more} more.`)] : rows;
}

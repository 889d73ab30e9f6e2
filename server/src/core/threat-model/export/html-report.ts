import type { Inventory } from '../inventory.ts';
import type { ThreatModel } from '../model.ts';
import { Html, type Inner, tag } from './html.ts';
import { endpointsTable, imagesTable } from './html-inventory.ts';
import { Sections } from './html-sections.ts';
import { reportStyle } from './html-style.ts';
import { oneLine } from './markdown.ts';
import type { PlaceOf } from './report.ts';

/** What of the report does not come from the model. */
export interface HtmlReportSetting {
  /** The system's name. */
  readonly name: string;
  /** The diagram as an SVG document, escaped; null for none. */
  readonly picture: string | null;
  readonly placeOf: PlaceOf;
  /** The day of the report as yyyy-mm-dd. */
  readonly today?: string;
  /** Images and endpoints; null leaves them out. */
  readonly inventory: Inventory | null;
}

/**
 * The threat model as one page that needs nothing else: no script, no font, no picture from elsewhere, and a content
 * security policy that would not let any in. It follows the reader's light or dark, and prints.
 */
export function htmlReport(model: ThreatModel, setting: HtmlReportSetting): string {
  const sections = new Sections(model, setting.placeOf);
  const { inventory } = setting;
  const name = oneLine(setting.name) || 'System';
  const made: readonly (readonly [id: string, title: string, body: Inner])[] = [
    ['diagram', 'Diagram', picture(setting.picture)],
    ['cuts', 'What to do first', sections.cuts()],
    ['threats', 'Threats', sections.threats()],
    ['paths', 'Attack paths', sections.paths()],
    ['flows', 'Data flows', sections.flows()],
    ['defence', 'Defence', sections.posture()],
    ['inventory', 'Inventory', sections.inventory()],
    ['images', 'Images', inventory && imagesTable(inventory, sections)],
    ['endpoints', 'Endpoints', inventory && endpointsTable(inventory, sections)],
    ['boundaries', 'Trust boundaries', sections.boundaries()],
    ['loose-ends', 'Loose ends', sections.looseEnds()],
  ];
  const shown = made.filter(([, , body]) => body !== null);
  const page = tag(
    'html',
    { lang: 'en' },
    tag(
      'head',
      {},
      tag('meta', { charset: 'utf-8' }),
      tag('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      tag('meta', {
        'http-equiv': 'Content-Security-Policy',
        content: "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
      }),
      tag('title', {}, `Threat model of ${name}`),
      tag('style', {}, Html.trusted(reportStyle)),
    ),
    tag(
      'body',
      {},
      tag(
        'header',
        {},
        tag('h1', {}, `Threat model of ${name}`),
        tag(
          'p',
          { class: 'quiet' },
          `${setting.today === undefined ? '' : `As of ${setting.today}. `}Derived from the files of the system, and from them alone. What they do not tell is unknown, and unknown is not safe.`,
        ),
        sections.numbers(),
        shown.length === 0
          ? tag('p', {}, 'The files name no component: there is nothing to show.')
          : tag(
              'nav',
              { 'aria-label': 'Contents' },
              tag(
                'ul',
                {},
                shown.map(([id, title]) => tag('li', {}, tag('a', { href: `#${id}` }, title))),
              ),
            ),
      ),
      tag(
        'main',
        {},
        shown.map(([id, title, body]) => tag('section', { id }, tag('h2', {}, title), body)),
      ),
    ),
  );
  return `<!doctype html>\n${page.text}\n`;
}

function picture(svg: string | null): Inner {
  if (svg === null) return null;
  const words =
    'Arrows lead from who opens the connection. Solid: encrypted. Dashed, with an open lock: plaintext. Dotted: the files do not tell. Ended by a bar: policies turn it away. A globe marks what is open to the internet, a shield counts open threats.';
  const aside = svg.includes('class="badge aside"')
    ? ' Where half of the system meets, the lines are counted and not drawn; the table of data flows has them all.'
    : '';
  return tag(
    'figure',
    { class: 'picture' },
    Html.trusted(svg),
    tag('figcaption', { class: 'quiet' }, `${words}${aside}`),
  );
}

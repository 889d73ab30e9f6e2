/**
 * The looks of an exported picture. Plain colours and one media query: programs that draw SVG outside of a browser know
 * neither variables nor mixed colours. Every rule is below the picture's own class, because a report holds it inline.
 */
interface Colours {
  readonly ink: string;
  readonly quiet: string;
  readonly canvas: string;
  readonly zone: string;
  readonly zoneLine: string;
  readonly outside: string;
  readonly process: string;
  readonly processFill: string;
  readonly store: string;
  readonly storeFill: string;
  readonly other: string;
  readonly otherFill: string;
  readonly edge: string;
  readonly plaintext: string;
}

/** Text and marks keep a contrast of 4.5 to the canvas, lines one of 3 (WCAG 2.2, 1.4.3 and 1.4.11). */
const light: Colours = {
  ink: '#1b2430',
  quiet: '#55606e',
  canvas: '#ffffff',
  zone: '#f6f7f9',
  zoneLine: '#7d8896',
  outside: '#b04a00',
  process: '#2f6fb3',
  processFill: '#e8f1fb',
  store: '#7a4bb0',
  storeFill: '#f2ebfa',
  other: '#6b7684',
  otherFill: '#f1f3f5',
  edge: '#5a6675',
  plaintext: '#a84300',
};

const dark: Colours = {
  ink: '#e6eaf0',
  quiet: '#a5afbc',
  canvas: '#15191f',
  zone: '#1b2028',
  zoneLine: '#75808e',
  outside: '#f0a060',
  process: '#6ea8e6',
  processFill: '#1b2c40',
  store: '#b493e6',
  storeFill: '#2b2240',
  other: '#8d98a6',
  otherFill: '#252b34',
  edge: '#9aa5b3',
  plaintext: '#f0a060',
};

const shapes = `
text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; stroke: none; }
.zone { stroke-width: 1; stroke-dasharray: 7 5; }
.boundary-name, .boundary-kind { paint-order: stroke; stroke-width: 4px; stroke-linejoin: round; }
.boundary-name { font-size: 12px; font-weight: 600; }
.boundary-kind { font-size: 11px; font-weight: 400; }
.shape, .lid { stroke-width: 1.2; }
.lid { fill: none; }
.name { font-size: 13px; font-weight: 600; }
.caption { font-size: 11px; }
.badge text, .mark text { font-size: 10.5px; font-weight: 600; }
.edge .line { fill: none; stroke-width: 1.3; }
.edge .head { stroke: none; }
.edge.encrypted-no .line { stroke-dasharray: 6 4; }
.edge.encrypted-unknown .line { stroke-dasharray: 0.1 4; stroke-width: 1.8; stroke-linecap: round; }
.edge.blocked .line { stroke-dasharray: 7 3 1.5 3; stroke-width: 1; }
.edge .bar { fill: none; stroke-width: 2; stroke-linecap: round; }
`;

function painted(it: Colours): string {
  return `
.canvas { fill: ${it.canvas}; }
text { fill: ${it.ink}; }
.boundary-kind, .caption { fill: ${it.quiet}; }
.boundary-name, .boundary-kind { stroke: ${it.zone}; }
.zone { fill: ${it.zone}; stroke: ${it.zoneLine}; }
.boundary.internet .zone, .boundary.third-party .zone { stroke: ${it.outside}; }
.shape, .lid { fill: ${it.otherFill}; stroke: ${it.other}; }
.lid { fill: none; }
.node.process .shape { fill: ${it.processFill}; stroke: ${it.process}; }
.node.data-store .shape { fill: ${it.storeFill}; stroke: ${it.store}; }
.node.data-store .lid { stroke: ${it.store}; }
.node .kind { color: ${it.quiet}; }
.node.process .kind { color: ${it.process}; }
.node.data-store .kind { color: ${it.store}; }
.edge .line { stroke: ${it.edge}; }
.edge .head { fill: ${it.edge}; }
.edge .bar { stroke: ${it.edge}; }
.edge.encrypted-no .line { stroke: ${it.plaintext}; }
.edge.encrypted-no .head { fill: ${it.plaintext}; }
.pill { fill: ${it.canvas}; stroke: currentColor; }
.badge, .mark { color: ${it.edge}; }
.badge.internet, .mark.encrypted-no { color: ${it.plaintext}; }
`;
}

/** The class that the picture's root element has to have. */
export const pictureClass = 'parapet-picture';

export const pictureStyle = [
  scoped(shapes),
  scoped(painted(light)),
  `@media (prefers-color-scheme: dark) {\n${scoped(painted(dark))}\n}`,
  // Paper is white, whatever the screen is.
  `@media print {\n${scoped(painted(light))}\n}`,
].join('\n');

/** Each selector below the picture's class; a rule stands on one line. */
function scoped(rules: string): string {
  return rules
    .trim()
    .split('\n')
    .map((rule) => {
      const [selectors = '', body = ''] = rule.split(/(?=\{)/);
      return `${selectors
        .split(',')
        .map((it) => `.${pictureClass} ${it.trim()}`)
        .join(', ')} ${body}`;
    })
    .join('\n');
}

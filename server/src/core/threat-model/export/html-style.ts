/** The looks of the HTML report: the reader's own fonts, light and dark, and paper. */
export const reportStyle = `
:root { color-scheme: light dark; --ink: #1b2430; --quiet: #55606e; --page: #ffffff; --card: #f6f7f9; --line: #d5dae1;
  --open: #b42318; --accepted: #8a5a00; --mitigated: #1e6b3a; --accent: #2f6fb3; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaf0; --quiet: #a5afbc; --page: #15191f; --card: #1e242c; --line: #353d48;
    --open: #ff9b8f; --accepted: #f0c060; --mitigated: #7fd6a0; --accent: #6ea8e6; }
}
@media print {
  :root { color-scheme: light; --ink: #1b2430; --quiet: #55606e; --page: #ffffff; --card: #ffffff; --line: #b8c0ca;
    --open: #b42318; --accepted: #8a5a00; --mitigated: #1e6b3a; --accent: #2f6fb3; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 74rem; color: var(--ink); background: var(--page);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 2.6rem 0 .8rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.4rem 0 .5rem; }
p { margin: .4rem 0; max-width: 60rem; }
.quiet, caption { color: var(--quiet); }
code { font: .92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; padding: 0; margin: 1rem 0 0; list-style: none; }
a { color: var(--accent); }
.numbers { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.6rem, 1fr)); gap: .6rem; margin: 1.4rem 0; padding: 0; }
.numbers div { padding: .7rem .9rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.numbers dt { color: var(--quiet); font-size: .88em; }
.numbers dd { margin: 0; font-size: 1.6rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.picture { margin: 1rem 0; padding: .5rem; border: 1px solid var(--line); border-radius: 8px; overflow: auto; }
.picture svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
figcaption { margin-top: .6rem; font-size: .9em; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .93em; }
caption { text-align: start; padding: .3rem 0; }
th, td { text-align: start; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 600; overflow-wrap: normal; }
thead th { color: var(--quiet); white-space: nowrap; }
.threat { margin: .6rem 0; padding: .6rem .9rem; background: var(--card); border: 1px solid var(--line);
  border-inline-start: 4px solid var(--open); border-radius: 6px; break-inside: avoid; }
.threat.accepted { border-inline-start-color: var(--accepted); }
.threat.mitigated { border-inline-start-color: var(--mitigated); }
.threat p { margin: 0; }
.threat ul, td ul { margin: .3rem 0 0; padding-inline-start: 1.2rem; font-size: .93em; }
td ul { margin: 0; padding: 0; list-style: none; }
.meta { color: var(--quiet); font-size: .9em; }
.at code { color: var(--quiet); }
ol.cuts > li { margin: .6rem 0; break-inside: avoid; }
.cuts .meta { margin: 0; }
.yes { color: var(--mitigated); }
.no { color: var(--open); font-weight: 600; }
ol.paths > li { margin: .8rem 0; break-inside: avoid; }
ol.paths ul { margin: .3rem 0; padding-inline-start: 1.2rem; }
@page { margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt system-ui, sans-serif; color: #55606e; } }
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; }
  nav { display: none; }
  h2, h3 { break-after: avoid; }
  p, li { orphans: 3; widows: 3; }
  .numbers { grid-template-columns: repeat(9, 1fr); gap: 2mm; }
  .numbers div { padding: 1.5mm 2mm; }
  .numbers dd { font-size: 13pt; }
  .picture { break-inside: avoid; border: 0; padding: 0; }
  .picture svg { max-height: 215mm; }
  #threats, #inventory { break-before: page; }
  table { font-size: 8.5pt; }
  th, td { padding: 1.2mm 1.6mm; }
  tr, .numbers div { break-inside: avoid; }
  thead { display: table-header-group; }
  .wide, .picture { overflow: visible; }
}
`;

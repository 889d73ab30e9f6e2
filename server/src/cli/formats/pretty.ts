import { styleText } from 'node:util';
import type { ReportFinding } from '../report.ts';
import type { Format } from './formats.ts';

const colours = { error: 'red', warning: 'yellow', info: 'blue', hint: 'gray' } as const;
type Colour = Parameters<typeof styleText>[0];

/** For people: findings by file, worst level first in the summary; hints only as a count, because they are opinions. */
export const pretty: Format = ({ files, findings }) => {
  const shown = findings.filter((it) => it.suppressed === null && it.level !== 'hint');
  const hints = findings.filter((it) => it.suppressed === null && it.level === 'hint').length;
  const suppressed = findings.filter((it) => it.suppressed !== null).length;
  const lines: string[] = [];
  let file = '';
  for (const finding of shown) {
    if (finding.file !== file) {
      file = finding.file;
      lines.push('', paint('bold', safe(file)));
    }
    lines.push(...describe(finding));
  }
  const analysed = files.filter((it) => it.analysed).length;
  const left = files.filter((it) => it.why !== null && it.why !== 'none of our dialects');
  lines.push(
    '',
    `${count(shown, 'error')} errors, ${count(shown, 'warning')} warnings, ${count(shown, 'info')} notes${hints > 0 ? `, ${hints} hints (--format json shows them)` : ''}${suppressed > 0 ? `, ${suppressed} suppressed` : ''} in ${analysed} files`,
  );
  for (const it of left.slice(0, 20))
    lines.push(paint('gray', `${it.analysed ? 'in part' : 'left out'}: ${safe(it.file)}: ${safe(it.why ?? '')}`));
  if (left.length > 20) lines.push(paint('gray', `and ${left.length - 20} more files, left out or read in part`));
  return `${lines.join('\n').trimStart()}\n`;
};

function describe(finding: ReportFinding): string[] {
  const { line, character } = finding.range.start;
  const level = finding.level as keyof typeof colours;
  const head = `  ${line + 1}:${character + 1}  ${paint(colours[level] ?? 'gray', finding.level)}  ${safe(finding.message)}  ${paint('gray', finding.rule)}`;
  const threats = finding.opens.filter((it) => !finding.message.startsWith(it.title)).slice(0, 3);
  const notes = [
    ...(finding.reason === null ? [] : [finding.reason]),
    ...threats.map((it) => `Opens the threat: ${it.title}.`),
  ];
  return [head, ...notes.map((it) => paint('gray', `      ${safe(it)}`))];
}

function count(findings: readonly ReportFinding[], level: string): number {
  return findings.filter((it) => it.level === level).length;
}

function paint(colour: Colour, text: string): string {
  return styleText(colour, text);
}

/** Names come from foreign files: control characters would command the terminal. */
function safe(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\uFFFD');
}

// `npm run bench`: runs the measurements, each in a process of its own, and writes their tables into docs/performance.md.
//   npm run bench -- [SECTION ...]     only these sections; the others stay in the file as they are
//     PARAPET_PEERS=DIR    other tools, measured beside the command: see bench/cli.ts
//     PARAPET_CONTRACT=FILE   a real contract that is typed in, besides the generated ones
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(root, 'docs', 'performance.md');
const { PARAPET_PEERS: peers, PARAPET_CONTRACT: contract } = process.env;
const contracts = contract === undefined ? [] : [contract];

interface Section {
  readonly name: string;
  readonly title: string;
  /** What is measured, in plain words. */
  readonly about: string;
  /** What a reader types to see the table. */
  readonly command: string;
  readonly script: string;
  readonly args?: readonly string[];
}

const sections: readonly Section[] = [
  {
    name: 'startup',
    title: 'Start of the server',
    about: 'From the start of the process to the first diagnostics of an opened file, over stdio.',
    command: 'npm run bench -- startup',
    script: 'startup.ts',
  },
  {
    name: 'keystroke',
    title: 'Keystrokes in a contract',
    about:
      'From the change that an editor sends to the diagnostics that belong to it, over stdio, in the first, middle and last tenth of the document. `settled`: where most of a very long document is concerned, the whole answer comes when typing has rested for 120 ms, which are counted.',
    command: 'npm run bench -- keystroke',
    script: 'keystroke.ts',
    args: contracts,
  },
  {
    name: 'workspace',
    title: 'Keystrokes in a workspace',
    about:
      'The same in one Deployment of a workspace of many manifests. A label and an image change the threat model, a comment changes nothing.',
    command: 'npm run bench -- workspace',
    script: 'workspace.ts',
  },
  {
    name: 'parse',
    title: 'Reading texts',
    about:
      'The own reader of YAML and JSON beside the whole parser, which reads what the own reader leaves; and reading again after a keystroke.',
    command: 'npm run bench -- parse',
    script: 'parse.ts',
    args: contracts,
  },
  {
    name: 'cli',
    title: 'The command line',
    about:
      'A whole run of `parapet check`, the start of the process included, and other tools on the same files in the same minutes.',
    command: 'npm run bench -- cli',
    script: 'cli.ts',
    args: peers === undefined ? [] : ['--peers', peers],
  },
  {
    name: 'panel',
    title: 'The panel',
    about: 'The threat-model view in Chromium: the first picture, and the next frame after an edit.',
    command: 'npm run bench -- panel',
    script: 'panel.ts',
  },
  {
    name: 'size',
    title: 'Size of what is shipped',
    about: 'The bundles and the extension that users install.',
    command: 'npm run bench -- size',
    script: 'size.ts',
  },
];

const wanted = process.argv.slice(2);
const unknown = wanted.find((it) => sections.every(({ name }) => name !== it));
if (unknown !== undefined)
  throw new Error(`There is no section "${unknown}". There are: ${sections.map((it) => it.name).join(', ')}.`);

/** The tables that a measurement prints; trouble ends everything, so that no old figure passes for a new one. */
function tablesOf({ name, script, args = [] }: Section): string {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, script), ...args],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], cwd: root, maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`The measurement "${name}" has failed.`);
  console.log(stdout);
  const lines = stdout.split('\n').map((it) => (it.startsWith('| ') ? it : ''));
  return lines
    .map((it, i) => (lines[i + 1]?.startsWith('| ---') ? `\n${it}` : it))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** The machine in the words of a class: no name, no path. */
function circumstances(): string {
  const [cpu] = cpus();
  const load = loadavg()
    .map((it) => it.toFixed(1))
    .join(' ');
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpu?.model.trim() || 'unknown processor'}, load average at the start ${load}`;
}

const mark = (name: string): string => `<!-- ${name} -->`;

/** The sections of the page as they are, by their marks. */
function written(): Map<string, string> {
  const text = existsSync(page) ? readFileSync(page, 'utf8') : '';
  const found = new Map<string, string>();
  for (const [, name = '', body = ''] of text.matchAll(/<!-- (\w+) -->\n([\s\S]*?)(?=\n<!-- \w+ -->|$)/g))
    found.set(name, body.trim());
  return found;
}

const introduction = `# Performance

What a keystroke, a start and a check cost, measured against the built server and command. Generated documents are used
where nothing else is named, so that a fresh clone measures the same; every table says with which command. \`50 %\`,
\`95 %\` and \`99 %\` are percentiles: so many of the edits took at most that long. Figures from a machine that has other work
are too high; the load average says how much it had. How the work is kept small is told in [Architecture](architecture.md).

\`npm run bench\` measures everything and writes this page. \`npm run soak\` and \`npm run hour\` prove that the answers that
are kept from one keystroke to the next are those of a fresh start.
`;

const bodies = written();
for (const section of sections) {
  if (wanted.length > 0 && !wanted.includes(section.name)) continue;
  console.error(`${section.name} ...`);
  const when = circumstances();
  const { title, about, command } = section;
  bodies.set(section.name, `## ${title}\n\n${about} \`${command}\`\n\n${tablesOf(section)}\n\n${when}.`);
  // After each, so that a long run that breaks off has not been for nothing.
  const all = sections.flatMap(({ name }) => {
    const body = bodies.get(name);
    return body === undefined ? [] : [`${mark(name)}\n${body}\n`];
  });
  writeFileSync(page, [introduction, ...all].join('\n'));
}

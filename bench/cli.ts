// `parapet check` from cold: each folder with one thread and with all, without a cache, with an empty one and a full one.
//   npm run bench:cli -- [FOLDER ...] [--runs 5] [--peers DIR [--install]]
// With --peers, other tools are measured in the same run, in turn with ours; --install lets npm put Spectral and Redocly,
// and pip checkov and hadolint, into DIR, which lies outside the project. vacuum, kube-linter and kube-score are taken
// from DIR/bin or PATH.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { load } from '../server/src/node/load.ts';
import { comparePeers } from './peers.ts';
import { percentile, seconds, table } from './statistics.ts';

const command = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));
const corpus = fileURLToPath(new URL('../../shared/corpus', import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' }, peers: { type: 'string' }, install: { type: 'boolean' } },
});
const runs = Math.max(1, Number(values.runs) || 5);

/** The folders of the corpus that lies beside the project, when it is there. */
const usual = [
  'openapi/digitalocean',
  'openapi/twilio/spec/yaml/twilio_api_v2010.yaml',
  'openapi/twilio',
  'systems/kubernetes-examples',
  'systems/online-boutique',
  'cases/kubernetes',
];
const targets = (
  positionals.length > 0 ? positionals.map((it) => resolve(it)) : usual.map((it) => join(corpus, it))
).filter((it) => existsSync(it));

/** Wall-clock milliseconds of one run of the command; trouble ends the measurement. */
function check(targets: readonly string[], ...more: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [command, 'check', ...targets, '--format', 'json', ...more], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status === null || status > 1) throw new Error(`parapet check ${targets.join(' ')} failed: ${stderr}`);
  return performance.now() - start;
}

function measure(target: string): readonly string[] {
  const cache = mkdtempSync(join(tmpdir(), 'parapet-bench-'));
  const times = { one: [] as number[], all: [] as number[], cold: [] as number[], warm: [] as number[] };
  try {
    // In turn, so that what else the machine does meets all of them alike.
    for (let i = 0; i < runs; i++) {
      const folder = join(cache, String(i));
      times.one.push(check([target], '--workers', '1'));
      times.all.push(check([target]));
      times.cold.push(check([target], '--cache-location', folder));
      times.warm.push(check([target], '--cache-location', folder));
    }
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
  const [one, all, cold, warm] = [times.one, times.all, times.cold, times.warm].map((it) => percentile(it, 50)) as [
    number,
    number,
    number,
    number,
  ];
  const { changes } = load([target]);
  const bytes = changes.reduce((sum, it) => sum + (it.content?.text.length ?? 0), 0);
  return [
    statSync(target).isDirectory() ? target.split('/').slice(-2).join('/') : basename(target),
    String(changes.length),
    `${(bytes / 1e6).toFixed(1)} MB`,
    seconds(one),
    seconds(all),
    seconds(cold),
    `${seconds(warm)} (${((100 * warm) / all).toFixed(0)} %)`,
  ];
}

const loads = (): string =>
  loadavg()
    .map((it) => it.toFixed(1))
    .join(' ');
console.log(`Node ${process.version}, ${cpus().length} cores, medians of ${runs}, load before ${loads()}\n`);
console.log(
  table(
    ['parapet check, cold', 'files', 'size', 'one thread', 'default', 'and fills a cache', 'from a full cache'],
    targets.map(measure),
  ),
);
if (values.peers !== undefined) {
  const rows = comparePeers(resolve(values.peers), values.install ?? false, targets, runs, (them) => check(them));
  console.log(`\n${table(['beside', 'of', 'it takes', 'Parapet takes', 'ratio'], rows)}`);
}
console.log(`\nload after ${loads()}`);

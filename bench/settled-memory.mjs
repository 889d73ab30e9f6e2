// Preloaded into the server that bench/hour.ts measures: on SIGUSR2 it collects garbage and writes what is left.
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

const file = process.env['PARAPET_BENCH_MEMORY'];
if (isMainThread && file !== undefined) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  process.on('SIGUSR2', () => {
    collect();
    collect();
    const { rss, heapUsed } = process.memoryUsage();
    writeFileSync(file, JSON.stringify({ rss: rss / 1e6, heap: heapUsed / 1e6 }));
  });
}

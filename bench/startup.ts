// Start of the server to the first diagnostics of a file of the example, over stdio; the editor's own start is not in it.
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TestClient } from '../test/support/lsp.ts';
import { milliseconds, percentile, table } from './statistics.ts';

const shop = fileURLToPath(new URL('../examples/shop', import.meta.url));
const times: number[] = [];
for (let i = 0; i < 7; i++) {
  const start = performance.now();
  const client = await TestClient.start({ root: pathToFileURL(shop).href });
  const uri = pathToFileURL(`${shop}/compose.yaml`).href;
  await client.open(uri, 'dockercompose', readFileSync(`${shop}/compose.yaml`, 'utf8'));
  await client.pull(uri);
  times.push(performance.now() - start);
  await client.stop();
}
console.log(
  table(
    ['start of the server to first diagnostics, examples/shop', '50 %', 'worst of 7'],
    [['compose.yaml', milliseconds(percentile(times, 50)), milliseconds(Math.max(...times))]],
  ),
);

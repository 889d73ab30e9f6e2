// docs/shop.svg: what `parapet model examples/shop --format svg` prints.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @param {string} root
 * @param {{ Workspace: any, exportModel: any, allRules: readonly unknown[] }} engine
 * @returns {Promise<string>}
 */
export async function examplePicture(root, { Workspace, exportModel, allRules }) {
  const folder = join(root, 'examples', 'shop');
  // The picture does not depend on the day; findings on images do.
  const today = '2026-01-01';
  const workspace = new Workspace({ rules: allRules, today, root: pathToFileURL(folder).href });
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile() && !it.name.endsWith('.md'))
    .map((it) => join(it.parentPath, it.name))
    .sort();
  workspace.apply(files.map((it) => ({ uri: pathToFileURL(it).href, content: { text: readFileSync(it, 'utf8') } })));
  const engine = join(root, 'node_modules', 'elkjs', 'lib', 'elk-worker.min.js');
  const { text } = await exportModel(workspace, 'svg', {
    fileOf: (/** @type {string} */ it) => relative(folder, it),
    engine,
    today,
    version: '',
  });
  return text;
}

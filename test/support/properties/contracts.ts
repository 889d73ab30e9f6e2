import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { openApiDocument } from '../documents.ts';
import { readPage } from '../page.ts';
import { randomFrom, type Random } from '../typing.ts';
import type { Property } from './property.ts';
import { type EditedFile, workspaceSession } from './workspaces.ts';

const dialects = new URL('../../../server/src/core/dialects/', import.meta.url);

/** The examples of the rules' own pages: each holds what one rule looks at. By the page and the number in it. */
function examples(dialect: string): ReadonlyMap<string, readonly EditedFile[]> {
  const folder = new URL(`${dialect}/rules/`, dialects);
  const found = new Map<string, readonly EditedFile[]>();
  for (const page of readdirSync(folder).filter((it) => it.endsWith('.md')))
    readPage(readFileSync(new URL(page, folder), 'utf8')).forEach(({ files }, i) =>
      found.set(
        `${dialect}/${page} ${i}`,
        files.map(({ name, text }) => ({ name, text, language: languageOf(name) })),
      ),
    );
  return found;
}

function languageOf(name: string): string {
  if (/Dockerfile/i.test(name)) return 'dockerfile';
  return name.endsWith('.json') ? 'json' : 'yaml';
}

/** The texts of single contracts in YAML. */
function contracts(): readonly (readonly [string, string])[] {
  return [...examples('openapi')].flatMap(([name, files]) =>
    files.length === 1 && files[0]?.name.endsWith('.yaml') && /^(openapi|swagger):/m.test(files[0].text)
      ? [[name, files[0].text] as const]
      : [],
  );
}

/** The lines below a key at the margin. */
function section(text: string, key: string): string {
  return new RegExp(`^${key}:[ \\t]*\\n((?:(?:[ #].*)?\\n)*)`, 'm').exec(text)?.[1] ?? '';
}

/** A generated contract of so many lines, with paths and schemas of small ones put in. */
function longContract(lines: number, small: readonly string[]): string {
  const paths = small.map((it) => section(it, 'paths').replaceAll("'/", "'/own/"));
  const schemas = small.map((it) => /^ {2}schemas:\n((?: {4}.*\n)*)/m.exec(it)?.[1] ?? '');
  return openApiDocument(lines)
    .replace('paths:\n', `paths:\n${paths.join('')}`)
    .replace('  schemas:\n', `  schemas:\n${schemas.join('')}`);
}

/** A contract that is cut into files, which refer to each other as people write it. */
function cutContract(small: string, random: Random): readonly EditedFile[] {
  const extension = random.pick(['yaml', 'json']);
  const other = `parts.${extension}`;
  const moved = section(small, 'components');
  const text = small
    .replace(`components:\n${moved}`, '')
    .replaceAll(/(\$ref: *["']?)#\/components/g, `$1./${other}#/components`);
  const schemas = `${moved}    OfItsOwn:\n      type: object\n      properties:\n        card: { type: string }\n`;
  const parts = `components:\n${moved.includes('\n  schemas:\n') || moved.startsWith('  schemas:\n') ? moved : `  schemas:\n${schemas.slice(moved.length)}${moved}`}`;
  const path = `  /refers:\n    get:\n      responses:\n        '200':\n          description: x\n          content: { application/json: { schema: { $ref: './${other}#/components/schemas/OfItsOwn' } } }\n`;
  const open = random.below(3) === 0;
  return [
    { name: 'api.yaml', text: text.replace('paths:\n', `paths:\n${path}`), language: 'yaml' },
    { name: other, text: extension === 'json' ? asJson(parts) : parts, language: open ? extension : undefined },
  ];
}

function asJson(yaml: string): string {
  try {
    return `${JSON.stringify(parse(yaml), null, 2)}\n`;
  } catch {
    return '{}\n';
  }
}

function made(bases: number, make: (random: Random) => readonly EditedFile[]) {
  const makers = new Map(
    Array.from({ length: bases }, (_, i) => [`number ${i}`, () => make(randomFrom(i * 7919 + 1))]),
  );
  return { bases: [...makers.keys()], begin: (base: string) => workspaceSession(makers.get(base)?.() ?? []) };
}

/** Two contracts of the pages in one text, open in an editor. */
export function shortContracts(): Property {
  const all = contracts();
  const two = (random: Random): readonly EditedFile[] => {
    const [[, first], [, second]] = [random.pick(all), random.pick(all)];
    const text = random.below(3) === 0 ? first : `${first}\n${second.replace(/^(openapi|swagger):.*\n/m, '')}`;
    return [{ name: 'api.yaml', text, language: 'yaml' }];
  };
  return { name: 'short contracts', perScript: 8, ...made(4000, two) };
}

/** Contracts so long that faults stay where they are. */
export function longContracts(): Property {
  const all = contracts();
  const make = (random: Random): readonly EditedFile[] => {
    const small = Array.from({ length: 4 }, () => random.pick(all)[1]);
    const lines = random.below(4) === 0 ? 3000 : 1100 + random.below(500);
    return [{ name: 'api.yaml', text: longContract(lines, small), language: 'yaml' }];
  };
  return { name: 'long contracts', perScript: 12, ...made(1000, make) };
}

/** Contracts of several files: edits in what is referred to, and in what refers. */
export function cutContracts(): Property {
  const all = contracts().filter(([, it]) => section(it, 'components') !== '' && section(it, 'paths') !== '');
  return {
    name: 'contracts of several files',
    perScript: 8,
    ...made(2000, (random) => cutContract(random.pick(all)[1], random)),
  };
}

/** Contracts in JSON. */
export function jsonContracts(): Property {
  const all = contracts();
  const make = (random: Random): readonly EditedFile[] => [
    { name: 'api.json', text: asJson(random.pick(all)[1]), language: 'json' },
  ];
  return { name: 'JSON contracts', perScript: 8, ...made(1000, make) };
}

/** The examples of the other dialects, and those of contracts that are more than one file. */
export function otherExamples(): Property {
  const all = new Map(
    ['compose', 'dockerfile', 'kubernetes', 'mesh', 'openapi'].flatMap((dialect) =>
      [...examples(dialect)].filter(([, files]) => dialect !== 'openapi' || files.length > 1),
    ),
  );
  return {
    name: 'examples of all dialects',
    bases: [...all.keys()],
    perScript: 6,
    begin: (base) => workspaceSession(all.get(base) ?? []),
  };
}

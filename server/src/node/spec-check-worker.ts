// The entry of a worker thread of its own (dist/spec-check.cjs): checks OpenAPI documents against their specification.
// It reads no disk and no network: files of the workspace are asked of the thread that started it.
import { parentPort } from 'node:worker_threads';
import SwaggerParser from '@apidevtools/swagger-parser';
import { parse as parseJsonc } from 'jsonc-parser';
import { parse as parseYaml } from 'yaml';
import type { SpecProblem } from '../core/dialects/openapi/spec-findings.ts';
import type { FromWorker, ToWorker } from './spec-check.ts';
import { as31 } from './spec-3-2.ts';
import { missingFile, problemsOf, type SchemaError } from './spec-errors.ts';
import { semanticProblem } from './spec-semantics.ts';

type Json = Record<string, unknown>;
type Read = (uri: string) => Promise<string>;
type Api = Parameters<typeof SwaggerParser.validate>[1];

/** Files that the other thread was asked for and has not answered. */
const waiting = new Map<number, (text: string | null) => void>();
let asked = 0;

const read: Read = (uri) =>
  new Promise((done) => {
    const id = ++asked;
    waiting.set(id, (text) => {
      waiting.delete(id);
      done(text ?? JSON.stringify({ [missingFile]: true }));
    });
    post({ kind: 'read', id, uri });
  });

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'file') waiting.get(message.id)?.(message.text);
  else
    void check(message.uri, message.text, message.syntax).then(
      (problems) => post({ kind: 'checked', id: message.id, problems }),
      (cause: unknown) =>
        post({ kind: 'failed', id: message.id, why: cause instanceof Error ? cause.name : 'unknown' }),
    );
});

function post(message: FromWorker): void {
  parentPort?.postMessage(message);
}

/**
 * The library dereferences before it validates, and then meets a shared schema once for each way that leads to it:
 * exponentially often. So what it validates here is the document as it is written, with other files brought in once
 * (`bundle`): every object is met once, and the places in its errors are places in the document.
 */
async function check(uri: string, text: string, syntax: 'yaml' | 'json'): Promise<readonly SpecProblem[]> {
  const original = parse(text, syntax);
  if (!isObject(original)) return [];
  const whole = await bundled(uri, adapted(structuredClone(original)));
  if (isNew(original)) as31(whole);
  const found = await validate(uri, whole, original, { schema: true, spec: false });
  if (found.length > 0 || original['swagger'] === undefined) return found;
  // What only the standard's prose says, the library knows for 2.0. It needs references followed, and stops at the first.
  return validate(uri, await bundled(uri, structuredClone(original)), original, { schema: false, spec: true });
}

function isNew(document: Json): boolean {
  return /^3\.2(?:\.|$)/.test(String(document['openapi']));
}

/** Takes out what the library refuses although the specification allows it: 3.2, and a document of components alone. */
function adapted(document: Json): Json {
  if (isNew(document)) as31(document);
  if (document['openapi'] !== undefined && isObject(document['components'])) document['paths'] ??= {};
  return document;
}

function parse(text: string, syntax: 'yaml' | 'json'): Json {
  const value: unknown =
    syntax === 'json' ? parseJsonc(text) : parseYaml(text, { merge: true, uniqueKeys: false, logLevel: 'silent' });
  return isObject(value) ? value : {};
}

/** The document with the files that it refers to inside of it; as it is when one of them is not there or unreadable. */
async function bundled(uri: string, document: Json): Promise<Json> {
  const before = structuredClone(document);
  try {
    const options = { resolve: { http: false, file: false, workspace: resolver } } as const;
    return (await SwaggerParser.bundle(uri, asApi(document), options)) as unknown as Json;
  } catch {
    // Our own rules tell of references that lead nowhere, at the reference and in every file.
    return before;
  }
}

const resolver = {
  order: 1,
  canRead: true,
  read: (file: { readonly url: string }): Promise<string> => read(file.url),
} as const;

async function validate(
  uri: string,
  document: Json,
  original: Json,
  validation: { schema: boolean; spec: boolean },
): Promise<readonly SpecProblem[]> {
  try {
    await SwaggerParser.validate(uri, asApi(document), {
      resolve: { external: false },
      dereference: { circular: 'ignore', ...(validation.schema ? { excludedPathMatcher: () => true } : {}) },
      validate: validation,
    });
    return [];
  } catch (cause) {
    if (!(cause instanceof Error)) return [];
    if ('details' in cause && Array.isArray(cause.details))
      return problemsOf(cause.details as readonly SchemaError[], original, document);
    return semanticProblem(cause.message, original);
  }
}

/** The library checks itself what it is given. */
function asApi(document: Json): Api {
  return document as unknown as Api;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

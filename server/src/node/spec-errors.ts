import type { SpecProblem } from '../core/dialects/openapi/spec-findings.ts';

/** What the schema validator tells of a mistake. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

type Route = SpecProblem['route'];

/** More than this many errors are not read: the document is something else altogether. */
const mostErrors = 5000;

/**
 * The validator's errors in our own words, one for each place. A schema with alternatives makes it list what is wrong
 * with each of them; what does not belong to the alternative that the author chose is left out.
 *
 * `document` is what the author wrote; `checked` is what was validated, with other files in it.
 */
export function problemsOf(
  errors: readonly SchemaError[],
  document: unknown,
  checked: unknown,
): readonly SpecProblem[] {
  const read = errors.slice(0, mostErrors);
  const wrong = mistakenAlternatives(read);
  const byPlace = new Map<string, SchemaError[]>();
  for (const error of read) {
    if (wrong.has(error) || isWrapper(error)) continue;
    const place = byPlace.get(error.instancePath);
    if (place) place.push(error);
    else byPlace.set(error.instancePath, [error]);
  }
  // Where every alternative was mistaken, the word that chooses between them is the mistake.
  const kept = [...byPlace.keys()];
  for (const { instancePath } of [...wrong].filter(isChoice)) {
    const owner = instancePath.slice(0, instancePath.lastIndexOf('/'));
    if (byPlace.has(instancePath) || kept.some((it) => it === owner || it.startsWith(`${owner}/`))) continue;
    const choices = choicesOf(instancePath, document);
    const chosen = valueAt(routeOf(instancePath, document), document);
    const known = typeof chosen === 'string' && choices.includes(chosen);
    const error = {
      instancePath,
      schemaPath: '',
      keyword: known ? 'form' : 'enum',
      params: { allowedValues: choices },
    };
    byPlace.set(known ? owner : instancePath, [error]);
  }
  return [...byPlace].flatMap(([pointer, all]) => {
    return isLeftOpen(valueAt(routeOf(pointer, checked), checked)) ? [] : explain(routeOf(pointer, document), all);
  });
}

/** Says only that no alternative, or a condition, was met: the errors behind it say why. */
function isWrapper({ keyword, params }: SchemaError): boolean {
  return ['oneOf', 'anyOf', 'if', 'not', 'allOf'].includes(keyword) || params['missingProperty'] === '$ref';
}

/** The word by which the author chose: where a parameter is sent, and the kind of a security scheme. */
function isChoice({ instancePath, keyword }: SchemaError): boolean {
  if (keyword !== 'enum' && keyword !== 'const') return false;
  return instancePath.endsWith('/in') || /\/(?:securitySchemes|securityDefinitions)\/[^/]+\/type$/.test(instancePath);
}

/** Stands for a file that the workspace does not have. */
export const missingFile = 'x-parapet-missing-file';

/** A reference where OpenAPI knows none, which most tools follow all the same, or one that leads out of the workspace. */
function isLeftOpen(value: unknown): boolean {
  return isObject(value) && (typeof value['$ref'] === 'string' || value[missingFile] === true);
}

/** What the specification lets an author choose between. */
function choicesOf(pointer: string, document: unknown): readonly string[] {
  const is2 = isObject(document) && Object.hasOwn(document, 'swagger');
  if (pointer.endsWith('/in'))
    return is2 ? ['query', 'header', 'path', 'formData', 'body'] : ['query', 'header', 'path', 'cookie'];
  return is2 ? ['basic', 'apiKey', 'oauth2'] : ['apiKey', 'http', 'oauth2', 'openIdConnect'];
}

function valueAt(route: Route, document: unknown): unknown {
  return route.reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), document);
}

function isObject(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return typeof value === 'object' && value !== null;
}

/**
 * The errors of alternatives that were not meant. Those of one alternative come one after the other, each keyword at
 * most once at a place; so a repeated keyword, like another part of the schema, begins the next alternative.
 */
function mistakenAlternatives(errors: readonly SchemaError[]): ReadonlySet<SchemaError> {
  const wrong = new Set<SchemaError>();
  let run: SchemaError[] = [];
  let seen = new Set<string>();
  const close = (): void => {
    const choice = run.find(isChoice);
    const owner = choice?.instancePath.slice(0, choice.instancePath.lastIndexOf('/'));
    const isReference = run.some((it) => it.params['missingProperty'] === '$ref');
    for (const it of run) {
      if (owner !== undefined && (it.instancePath === owner || it.instancePath.startsWith(`${owner}/`))) wrong.add(it);
      if (isReference && it.keyword === 'additionalProperties') wrong.add(it);
    }
    run = [];
    seen = new Set();
  };
  let last: string | undefined;
  for (const error of errors) {
    const part = partOf(error.schemaPath);
    const mark = `${error.instancePath} ${error.schemaPath} ${error.keyword === 'required' || error.keyword === 'additionalProperties' ? JSON.stringify(error.params) : ''}`;
    if (part !== last || seen.has(mark)) close();
    last = part;
    seen.add(mark);
    run.push(error);
  }
  close();
  return wrong;
}

/** The definition of the schema, and the alternative in it. */
function partOf(schemaPath: string): string {
  return /^#(?:\/(?:definitions|\$defs)\/[^/]+)?(?:.*\/(?:oneOf|anyOf)\/\d+)?/.exec(schemaPath)?.[0] ?? '';
}

function explain(route: Route, errors: readonly SchemaError[]): readonly SpecProblem[] {
  const values = (keyword: string, name: string): readonly string[] => [
    ...new Set(errors.filter((it) => it.keyword === keyword).flatMap((it) => textOf(it.params[name]))),
  ];
  const lacking = values('required', 'missingProperty');
  if (lacking.length > 0)
    return [
      problem(
        route,
        `lacks ${list(lacking)}, which OpenAPI requires here`,
        `Add ${lacking.length === 1 ? 'it' : 'them'}.`,
      ),
    ];
  const allowed = [...new Set([...values('enum', 'allowedValues'), ...values('const', 'allowedValue')])];
  if (allowed.length > 0)
    return [
      problem(
        route,
        'has a value that OpenAPI does not know here',
        allowed.length === 1 ? `Write ${list(allowed)}.` : `Choose one of ${list(allowed, 'and', 12)}.`,
      ),
    ];
  const types = values('type', 'type').flatMap((it) => it.split(','));
  if (types.length > 0) {
    const wanted = list([...new Set(types)].map(article), 'or');
    return [problem(route, `is not ${wanted}, which OpenAPI asks for here`, 'Write a value of that type.')];
  }
  const unknown = [
    ...values('additionalProperties', 'additionalProperty'),
    ...values('unevaluatedProperties', 'unevaluatedProperty'),
  ];
  if (unknown.length > 0)
    return [...new Set(unknown)].map((name) =>
      problem(
        [...route, name],
        'is a field that this version of OpenAPI does not know here',
        'Remove it, correct the spelling, or let the name begin with "x-".',
      ),
    );
  const [first] = errors;
  return first
    ? [problem(route, phrases[first.keyword] ?? 'has not the form that OpenAPI asks for here', 'Correct it.')]
    : [];
}

const phrases: Readonly<Record<string, string>> = {
  pattern: 'does not have the form that OpenAPI asks for here',
  minProperties: 'has too few entries',
  maxProperties: 'has too many entries',
  minItems: 'has too few entries',
  maxItems: 'has too many entries',
  uniqueItems: 'has an entry twice',
  minLength: 'is empty',
  minimum: 'is too small',
  exclusiveMinimum: 'is too small',
  maximum: 'is too large',
  propertyNames: 'has a key that OpenAPI does not allow here',
};

/** Lists, whose objects have an index and no name. */
const unnamed: ReadonlySet<string> = new Set(['parameters', 'servers', 'tags', 'security', 'required', 'enum']);

/** Equal mistakes in places of the same kind are one finding. */
function problem(route: Route, what: string, remedy: string): SpecProblem {
  const names = route.filter((it) => typeof it === 'string');
  const kind = unnamed.has(names.at(-1) ?? '') ? names.at(-1) : names.at(-2);
  return { route, what, remedy, key: `${kind ?? ''} ${what} ${remedy}` };
}

function textOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textOf);
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}

function list(words: readonly string[], last = 'and', most = words.length): string {
  const shown = words.slice(0, most).map((it) => (/^an? /.test(it) ? it : `\`${it}\``));
  if (words.length > most) shown.push(`${words.length - most} more`);
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1)}`;
}

function article(type: string): string {
  const name = type === 'object' ? 'object' : type === 'array' ? 'list' : type;
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}

/** The steps of a JSON pointer: indices where the document has a list. Ends at a reference that leads elsewhere. */
export function routeOf(pointer: string, document: unknown): Route {
  const route: (string | number)[] = [];
  let at: unknown = document;
  for (const raw of pointer.split('/').slice(1)) {
    const step = decode(raw).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null) break;
    if (Array.isArray(at)) {
      route.push(Number(step));
      at = at[Number(step)];
    } else {
      // Below a reference stands what another place says: the reference is all that this document has of it.
      if (!Object.hasOwn(at, step)) {
        if (Object.hasOwn(at, '$ref')) route.push('$ref');
        break;
      }
      route.push(step);
      at = (at as Record<string, unknown>)[step];
    }
  }
  return route;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

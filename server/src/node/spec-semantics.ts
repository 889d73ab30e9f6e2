import type { SpecProblem } from '../core/dialects/openapi/spec-findings.ts';

/**
 * What the library says outside of schemas, which is English text without a place: of the version, and of the rules that
 * only the prose of 2.0 holds. Each sentence that says something is matched and said in our words; the others, among
 * them those about references, are left to our own rules.
 */
export function semanticProblem(message: string, document: unknown): readonly SpecProblem[] {
  for (const { pattern, read } of sentences) {
    const match = pattern.exec(message);
    const problem = match && read(match, document);
    if (problem) return [{ ...problem, key: problem.what }];
  }
  return [];
}

type Problem = Omit<SpecProblem, 'key'>;

interface Sentence {
  readonly pattern: RegExp;
  readonly read: (match: RegExpExecArray, document: unknown) => Problem | undefined;
}

/** Duplicated ids, placeholders without parameter and the like have rules of ours, in all versions. */
const sentences: readonly Sentence[] = [
  {
    pattern: /version number must be a string/,
    read: (match) => ({
      route: match.input.startsWith('API')
        ? ['info', 'version']
        : [match.input.startsWith('Swagger') ? 'swagger' : 'openapi'],
      what: 'is a number',
      remedy: 'Put it in quotes: it is text.',
    }),
  },
  {
    pattern: /is not a valid Openapi API definition$/,
    read: () => ({
      route: [],
      what: 'lacks `paths`',
      remedy: 'Add the paths, empty ones (`paths: {}`) if there are none.',
    }),
  },
  {
    pattern: /^Unsupported OpenAPI version|Unrecognized Swagger version/i,
    read: (match) => ({
      route: [/swagger version/i.test(match.input) && !/OpenAPI version/.test(match.input) ? 'swagger' : 'openapi'],
      what: 'names a version that was never published',
      remedy: 'Name the version that the document is written for, such as 3.1.1.',
    }),
  },
  {
    pattern: /^Validation failed\. (\/paths\S+) has (\d+) body parameters/,
    read: ([, place = '', count = ''], document) => ({
      route: routeOfId(place, document),
      what: `has ${count} body parameters`,
      remedy: 'Join them into one: a request has one body.',
    }),
  },
  {
    pattern: /^Validation failed\. (\/paths\S+) has body parameters and formData parameters/,
    read: ([, place = ''], document) => ({
      route: routeOfId(place, document),
      what: 'has both body and form parameters',
      remedy: 'Keep one kind: a form is the body.',
    }),
  },
  {
    pattern: /^Validation failed\. (\/(?:paths|definitions)\S+) is an array, so it must include an "items" schema/,
    read: ([, place = ''], document) => ({
      route: routeOfId(place, document),
      what: 'is an array without `items`',
      remedy: 'Say with `items` what it holds.',
    }),
  },
  {
    pattern: /^Validation failed\. (\/paths\S+) has a file parameter, so it must consume/,
    read: ([, place = ''], document) => ({
      route: routeOfId(place, document),
      what: 'takes a file but consumes no form',
      remedy: 'Let it consume multipart/form-data.',
    }),
  },
  {
    pattern:
      /^Validation failed\. Property '([^']*)' listed as required but does not exist in '(\/definitions\/[^']*)'/,
    read: ([, name = '', place = ''], document) => ({
      route: [...routeOfId(place, document), 'required'],
      what: `requires \`${name}\`, which no property describes`,
      remedy: 'Describe the property, or do not require it.',
    }),
  },
];

/** The library joins the steps by slashes and escapes none: paths are found by trying the document's own keys. */
function routeOfId(id: string, document: unknown): SpecProblem['route'] {
  const route: (string | number)[] = [];
  let rest = id;
  let at: unknown = document;
  while (rest !== '' && typeof at === 'object' && at !== null) {
    const object = at as Record<string, unknown>;
    const text = rest;
    // A path's own slash is the separator before it.
    const key = Object.keys(object)
      .filter((it) => startsWithStep(text, it.startsWith('/') ? it : `/${it}`))
      .toSorted((a, b) => b.length - a.length)[0];
    if (key === undefined) {
      const named = Array.isArray(at) ? namedParameter(at, rest.slice(1)) : -1;
      if (named >= 0) route.push(named);
      break;
    }
    route.push(key);
    rest = rest.slice(key.startsWith('/') ? key.length : key.length + 1);
    at = object[key];
  }
  return route;
}

function startsWithStep(text: string, step: string): boolean {
  return text === step || text.startsWith(`${step}/`);
}

function namedParameter(list: readonly unknown[], name: string): number {
  return list.findIndex((it) => typeof it === 'object' && it !== null && 'name' in it && it.name === name);
}

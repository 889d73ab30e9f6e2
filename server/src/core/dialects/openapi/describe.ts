import { type DataUse, dataOf } from './data-classes.ts';
import type { Operation } from './operation.ts';
import { answeredList } from './paging.ts';
import type { SchemeUse, Security, SecurityScheme } from './security.ts';
import { plainName } from './words.ts';

/** What an author wants to know of an operation while writing it, as sentences. Names in them are the author's own. */
export interface OperationSummary {
  readonly label: string;
  readonly security: string;
  readonly limits: readonly string[];
  readonly data: readonly string[];
}

export function summarise(operation: Operation): OperationSummary {
  const { takes, returns } = dataOf(operation);
  return {
    label: operation.label,
    security: securityOf(operation),
    limits: limitsOf(operation),
    data: [...uses('Takes', takes), ...uses('Returns', returns)],
  };
}

/** The same in a few words, for a line above the operation: who may call, which data it takes and returns. */
export function atAGlance(operation: Operation): readonly string[] {
  const { takes, returns } = dataOf(operation);
  const classes = (verb: string, found: readonly DataUse[]): readonly string[] =>
    found.length === 0 ? [] : [`${verb} ${found.map((it) => it.dataClass).join(', ')} data`];
  return [callersOf(operation), ...classes('takes', takes), ...classes('returns', returns)];
}

function callersOf(operation: Operation): string {
  const { state, requirements } = operation.security;
  const names = requirements
    .filter((it) => it.uses.length > 0)
    .map((it) => it.uses.map((use) => use.name).join(' and '))
    .join(' or ');
  if (state === 'required') return names;
  if (state === 'unknown') return 'security unknown';
  if (operation.publicReason !== undefined) return 'public on purpose';
  return names === '' ? 'public' : `anonymous or ${names}`;
}

/** The effective security: what it is, and where it is written. */
function securityOf(operation: Operation): string {
  const { state } = operation.security;
  const own = operation.ownSecurity.state !== 'missing';
  const where = own ? 'set here' : 'inherited from the document';
  const reason = operation.publicReason;
  const publicly = reason === undefined ? '' : ` Public on purpose: ${reason}.`;
  switch (state) {
    case 'missing':
      return `No security: neither the operation nor the document asks who is calling.${publicly}`;
    case 'none':
      return `Public: an empty security list, ${where}.${publicly}`;
    case 'optional':
      if (operation.security.requirements.every((it) => it.uses.length === 0))
        return `Public: a requirement that asks for nothing, ${where}.${publicly}`;
      return `Optional: callers may stay anonymous, or prove who they are by ${alternatives(operation.security)} (${where}).${publicly}`;
    case 'required':
      return `Requires ${alternatives(operation.security)} (${where}).`;
    default:
      return 'Security: not known, a part of it cannot be read.';
  }
}

function alternatives({ requirements }: Security): string {
  const all = requirements
    .filter((it) => it.uses.length > 0)
    .map(({ uses: them }) => them.map(schemeUse).join(' and '));
  return all.join(', or ');
}

function schemeUse({ name, view, scheme }: SchemeUse): string {
  const scopes = view.items.flatMap((it) => it.text ?? []);
  const asked = scopes.length === 0 ? '' : `, with ${scopes.join(', ')}`;
  return `${name} (${scheme ? kindOf(scheme) : 'not declared'}${asked})`;
}

const kinds: Readonly<Record<SecurityScheme['kind'], string>> = {
  basic: 'HTTP Basic',
  digest: 'HTTP Digest',
  negotiate: 'HTTP Negotiate',
  oauth1: 'OAuth 1',
  bearer: 'bearer token',
  http: 'HTTP authentication',
  apiKey: 'API key',
  oauth2: 'OAuth 2',
  openIdConnect: 'OpenID Connect',
  mutualTLS: 'mutual TLS',
  other: 'unknown kind',
};

/** "OAuth 2", "API key in the header X-Key". */
export function kindOf(scheme: SecurityScheme): string {
  const field = scheme.view.textAt('name');
  if (scheme.kind !== 'apiKey' || scheme.location === undefined) return kinds[scheme.kind];
  return `API key in the ${scheme.location}${field === undefined ? '' : ` ${field}`}`;
}

const pageParameters = new Set(['limit', 'pagesize', 'perpage', 'size', 'top', 'maxresults', 'first', 'take', 'count']);
const cursorParameters = new Set(['page', 'offset', 'cursor', 'after', 'pagetoken', 'skip', 'marker', 'startingafter']);

function limitsOf(operation: Operation): readonly string[] {
  const query = operation.parameters.filter((it) => it.location === 'query');
  const sizes = query.filter((it) => pageParameters.has(plainName(it.name)));
  const cursors = query.filter((it) => cursorParameters.has(plainName(it.name)));
  const paging = [...sizes, ...cursors].map((it) => {
    const most = it.type?.numberAt('maximum');
    return most === undefined ? it.name : `${it.name} (at most ${most})`;
  });
  const lines = paging.length > 0 ? [`Paged by ${paging.join(', ')}.`] : [];
  const largest = largestList(operation);
  const open = answeredList(operation);
  if (open) lines.push(`Returns a list without maxItems${open.status === '200' ? '' : ` (${open.status})`}.`);
  else if (largest !== undefined) lines.push(`Returns a list of at most ${largest} items.`);
  if (operation.answers('429', false)) lines.push('Tells callers that come too often (429).');
  return lines;
}

/** maxItems of the list that a success response is. */
function largestList(operation: Operation): number | undefined {
  const { references } = operation.document;
  const limits = operation.responses
    .filter(({ status }) => status.startsWith('2'))
    .flatMap(({ response }) => response?.contents ?? [])
    .map((it) => references.resolve(it.schema)?.numberAt('maxItems') ?? -1);
  const most = Math.max(-1, ...limits);
  return most < 0 ? undefined : most;
}

/** Some names are enough to recognise what is meant. */
const shownNames = 6;

function uses(verb: string, found: readonly DataUse[]): readonly string[] {
  if (found.length === 0) return [];
  const parts = found.map(({ dataClass, names }) => {
    const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : '';
    return `${dataClass} (${names.slice(0, shownNames).join(', ')}${more})`;
  });
  return [`${verb} ${parts.join('; ')}.`];
}

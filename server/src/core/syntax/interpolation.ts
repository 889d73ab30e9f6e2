/**
 * Variable substitution as the Compose specification describes it ("Interpolation"): `$NAME`, `${NAME}`,
 * `${NAME:-default}`, `${NAME-default}`, `${NAME:?error}`, `${NAME?error}`, `${NAME:+replacement}`,
 * `${NAME+replacement}`, nested in defaults, and `$$` for a dollar sign. What the environment holds is not known here:
 * a variable without default has no value, and nothing may be concluded from it.
 *
 * The shells' `:=` is no part of the specification; what an author means by it is a default, and so it is read as one.
 */
export type Operator = ':-' | '-' | ':?' | '?' | ':+' | '+' | ':=' | '=';

/** A run of the template; `start` and `end` count in the text of the outermost template. */
export type TemplatePart = LiteralPart | VariablePart;

export interface LiteralPart {
  readonly kind: 'literal';
  /** With `$$` read as `$`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface VariablePart {
  readonly kind: 'variable';
  readonly name: string;
  readonly operator: Operator | undefined;
  /** What stands behind the operator. */
  readonly operand: Template | undefined;
  readonly start: number;
  readonly end: number;
}

/** A text with variables in it, cut into its parts. */
export interface Template {
  readonly source: string;
  /** Where the source begins in the outermost template; 0 for a whole one. */
  readonly start: number;
  readonly parts: readonly TemplatePart[];
}

/** How much is known about a template's value without the environment. */
export type Certainty =
  /** No variable in it. */
  | 'literal'
  /** Every variable has a default, which is what a forgetful start uses. */
  | 'default'
  /** At least one variable has no default. */
  | 'unknown';

/** Depth at which nested defaults are no longer followed; deeper text is taken as one unknown variable. */
const maximalNesting = 20;

export function parseTemplate(source: string): Template {
  return read(source, 0, source.length, 0);
}

/** What the environment holds, as far as it is known: undefined for a variable of which nothing is known. */
export type Lookup = (name: string) => string | undefined;

const nothing: Lookup = () => undefined;

/**
 * The value with defaults filled in, or undefined when a variable without default takes part. A replacement (`:+`)
 * is unknown as well, for it depends on whether the variable is set.
 */
export function templateValue(template: Template, lookup: Lookup = nothing): string | undefined {
  let value = '';
  for (const part of template.parts) {
    const text = partValue(part, lookup);
    if (text === undefined) return undefined;
    value += text;
  }
  return value;
}

/** The value with defaults filled in and `hole` in the place of every unknown variable. */
export function templateValueWith(
  template: Template,
  hole: (variable: VariablePart) => string,
  lookup: Lookup = nothing,
): string {
  return template.parts.map((part) => partValue(part, lookup) ?? (part.kind === 'variable' ? hole(part) : '')).join('');
}

export function templateCertainty(template: Template): Certainty {
  const variables = template.parts.filter((part) => part.kind === 'variable');
  if (variables.length === 0) return 'literal';
  return variables.every((part) => partValue(part, nothing) !== undefined) ? 'default' : 'unknown';
}

/** The variables of the template and of its defaults, in the order of their text. */
export function templateVariables(template: Template): readonly VariablePart[] {
  const all: VariablePart[] = [];
  for (const part of template.parts) {
    if (part.kind !== 'variable') continue;
    all.push(part);
    if (part.operand) all.push(...templateVariables(part.operand));
  }
  return all;
}

/** The part of the template between two offsets of the outermost one. */
export function sliceTemplate(
  template: Template,
  start: number,
  end = template.start + template.source.length,
): Template {
  const sourceOf = (from: number, to: number): string =>
    template.source.slice(from - template.start, to - template.start);
  const parts: TemplatePart[] = [];
  for (const part of template.parts) {
    if (part.end <= start || part.start >= end) continue;
    if (part.kind === 'variable') parts.push(part);
    else {
      const from = Math.max(part.start, start);
      const to = Math.min(part.end, end);
      parts.push({ kind: 'literal', text: unescape(sourceOf(from, to)), start: from, end: to });
    }
  }
  return { source: sourceOf(start, end), start, parts };
}

/** An operator with a colon takes an empty value for none; a replacement counts only when the variable has a value. */
function partValue(part: TemplatePart, lookup: Lookup): string | undefined {
  if (part.kind === 'literal') return part.text;
  const { operator, operand } = part;
  const found = lookup(part.name);
  const set = operator?.startsWith(':') === true && found === '' ? undefined : found;
  if (operator === '+' || operator === ':+')
    return set === undefined || !operand ? undefined : templateValue(operand, lookup);
  if (set !== undefined) return set;
  return operand && givesDefault(operator) ? templateValue(operand, lookup) : undefined;
}

/** A default is used when the environment does not have the variable. */
function givesDefault(operator: Operator | undefined): boolean {
  return operator === ':-' || operator === '-' || operator === ':=' || operator === '=';
}

/** Reads `source` between two offsets; nested defaults are read from the same text, so all offsets count in it. */
function read(source: string, from: number, to: number, depth: number): Template {
  const parts: TemplatePart[] = [];
  let literalStart = from;
  const flush = (end: number): void => {
    if (end <= literalStart) return;
    parts.push({ kind: 'literal', text: unescape(source.slice(literalStart, end)), start: literalStart, end });
  };
  let at = from;
  while (at < to) {
    const dollar = source.indexOf('$', at);
    if (dollar < 0 || dollar >= to) break;
    const variable = source[dollar + 1] === '$' ? undefined : readVariable(source, dollar, to, depth);
    if (!variable) {
      at = dollar + (source[dollar + 1] === '$' ? 2 : 1);
      continue;
    }
    flush(dollar);
    parts.push(variable);
    at = variable.end;
    literalStart = at;
  }
  flush(to);
  return { source: source.slice(from, to), start: from, parts };
}

const namePattern = /[A-Za-z_][A-Za-z0-9_]*/y;
const operatorPattern = /:?[-?+=]/y;

function readVariable(source: string, dollar: number, to: number, depth: number): VariablePart | undefined {
  const braced = source[dollar + 1] === '{';
  const nameStart = dollar + (braced ? 2 : 1);
  namePattern.lastIndex = nameStart;
  const name = namePattern.exec(source)?.[0];
  const plain = { kind: 'variable', name: name ?? '', operator: undefined, operand: undefined, start: dollar } as const;
  if (!braced) return name === undefined ? undefined : { ...plain, end: nameStart + name.length };
  const close = closingBrace(source, nameStart, to);
  if (close < 0) return undefined;
  operatorPattern.lastIndex = nameStart + (name?.length ?? 0);
  const operator = name === undefined ? undefined : operatorPattern.exec(source)?.[0];
  if (!isOperator(operator) || depth >= maximalNesting) return { ...plain, end: close + 1 };
  const operand = read(source, operatorPattern.lastIndex, close, depth + 1);
  return { ...plain, operator, operand, end: close + 1 };
}

/** The brace that ends `${`, past nested `${ }`. */
function closingBrace(source: string, from: number, to: number): number {
  let depth = 1;
  for (let i = from; i < to; i++) {
    if (source[i] === '$' && source[i + 1] === '{') depth++;
    if (source[i] === '}' && --depth === 0) return i;
  }
  return -1;
}

const operators: ReadonlySet<string> = new Set([':-', '-', ':?', '?', ':+', '+', ':=', '=']);

function isOperator(text: string | undefined): text is Operator {
  return text !== undefined && operators.has(text);
}

function unescape(text: string): string {
  return text.replaceAll('$$', '$');
}

import { fillBlanks, type PlainValue } from './patch.ts';
import { isBareBlank } from './value.ts';

export type Quote = 'single' | 'double';

/** How a scalar is to be written. */
export interface ScalarWriting {
  /** Inside `{ }` or `[ ]`, where commas and brackets end a plain scalar (YAML 1.2.2, 7.3.3). */
  readonly flow: boolean;
  /** The quotes to take when quotes are needed. */
  readonly quote: Quote;
  /** Quote strings even where it is not needed, because the neighbours do. */
  readonly always?: boolean;
}

/** A scalar in one line. */
export function yamlScalar(value: string | number | boolean | null, writing: ScalarWriting): string {
  if (typeof value !== 'string') return yamlLiteral(value);
  if (isBareBlank(value)) return value;
  if (!writing.always && isPlainSafe(fillBlanks(value), writing.flow)) return value;
  return quoted(value, writing.quote);
}

function yamlLiteral(value: number | boolean | null): string {
  if (value === Number.POSITIVE_INFINITY) return '.inf';
  if (value === Number.NEGATIVE_INFINITY) return '-.inf';
  return Number.isNaN(value) ? '.nan' : String(value);
}

/** Single quotes know no escapes, so what needs one is written in double quotes whatever is asked for. */
export function quoted(value: string, quote: Quote): string {
  if (quote === 'single' && !needsEscape.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value).replace(unescapedByJson, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What is not printable, or breaks a line for a YAML 1.1 reader (YAML 1.1, 4.1.4: NEL, LS, PS), or looks like a mark. */
const needsEscape = /[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/u;
const unescapedByJson = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** True when every reader, of YAML 1.1 or 1.2, takes the unquoted text for this very string. */
export function isPlainSafe(text: string, flow: boolean): boolean {
  if (text === '' || text !== text.trim() || needsEscape.test(text) || text.length > 4096) return false;
  if (/^[,[\]{}#&*!|>'"%@`]/.test(text) || /^[-?:](?:[ \t]|$)/.test(text)) return false;
  if (/^(?:---|\.\.\.)/.test(text) || /:(?:\s|$)|\s#/.test(text)) return false;
  if (flow && (/[,[\]{}]/.test(text) || /^[-?:]/.test(text))) return false;
  return !isOther(text);
}

/** True when an unquoted text is read as something that is not a string. */
export function isOther(text: string): boolean {
  return core12.test(text) || types11.test(text) || number11.test(text) || timestamp11.test(text);
}

/** YAML 1.2.2, 10.3.2: null, truths, integers, floats. */
const core12 =
  /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?\d+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
/** yaml.org/type/bool, merge, value. */
const types11 = /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF|<<|=)$/;
/** yaml.org/type/int and float: underscores, binary, octal, base 60. */
const number11 =
  /^[-+]?(?:0b[01_]+|0[0-7_]+|0x[0-9a-fA-F_]+|\d[\d_]*|[1-9][\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?|(?:\d[\d_]*)?\.[\d_]*(?:[eE][-+]?\d+)?)$/;
/** yaml.org/type/timestamp. */
const timestamp11 =
  /^\d{4}-\d\d?-\d\d?(?:(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)?$/;

/** The lines of a literal block scalar with its header first, or undefined when only quotes hold the string. */
export function literalLines(value: string, step: number): readonly string[] | undefined {
  if (!value.includes('\n')) return undefined;
  const clip = value.endsWith('\n');
  const lines = (clip ? value.slice(0, -1) : value).split('\n');
  const first = lines[0] ?? '';
  const bad =
    first === '' ||
    /^\s/.test(first) ||
    lines.at(-1) === '' ||
    lines.some((line) => needsEscape.test(line.replaceAll('\t', '')));
  if (bad) return undefined;
  const pad = ' '.repeat(Math.max(1, step));
  return [clip ? '|' : '|-', ...lines.map((line) => (line === '' ? '' : pad + line))];
}

export function isScalarValue(value: PlainValue): value is string | number | boolean | null {
  return typeof value !== 'object' || value === null;
}

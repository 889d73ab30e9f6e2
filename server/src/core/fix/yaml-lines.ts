import type { PlainValue } from './patch.ts';
import { isList, isMap } from './value.ts';
import { isScalarValue, literalLines, type ScalarWriting, yamlScalar } from './yaml-scalar.ts';
import type { YamlStyle } from './yaml-style.ts';

/** How a key is written; the caller knows its neighbours. */
export type KeyWriter = (key: string) => string;

/** The value in one line, or undefined when block style gives it more than one. */
export function inlineValue(value: PlainValue, style: YamlStyle, always = false): string | undefined {
  if (isScalarValue(value)) {
    if (typeof value === 'string' && style.blocks && literalLines(value, style.step)) return undefined;
    return yamlScalar(value, blockScalar(style, always));
  }
  if (isList(value)) return value.length === 0 ? '[]' : undefined;
  return Object.keys(value).length === 0 ? '{}' : undefined;
}

/** The lines of a value that has more than one; for a list or a map without what stands before it. */
export function valueLines(value: PlainValue, style: YamlStyle): readonly string[] {
  if (isList(value)) return value.flatMap((item) => itemLines(item, style));
  if (isMap(value)) return Object.entries(value).flatMap(([key, it]) => entryLines(blockKey(key, style), it, style));
  return typeof value === 'string' ? (literalLines(value, style.step) ?? []) : [];
}

/** `key: value` in block style, from the key's column on. */
export function entryLines(key: string, value: PlainValue, style: YamlStyle, always = false): readonly string[] {
  const inline = inlineValue(value, style, always);
  if (inline !== undefined) return [`${key}: ${inline}`];
  const lines = valueLines(value, style);
  if (isScalarValue(value)) return [`${key}: ${lines[0] ?? ''}`, ...lines.slice(1)];
  return [`${key}:`, ...indented(lines, isList(value) ? style.listOffset : style.step)];
}

/** `- value` in block style, from the dash's column on. */
export function itemLines(value: PlainValue, style: YamlStyle, always = false): readonly string[] {
  const inline = inlineValue(value, style, always);
  const dash = `-${' '.repeat(Math.max(1, style.gap - 1))}`;
  if (inline !== undefined) return [dash + inline];
  const [first = '', ...rest] = valueLines(value, style);
  return [dash + first, ...(isScalarValue(value) ? rest : indented(rest, dash.length))];
}

export function blockKey(key: string, style: YamlStyle): string {
  return yamlScalar(key, blockScalar(style, false));
}

export function indented(lines: readonly string[], by: number): readonly string[] {
  const pad = ' '.repeat(by);
  return lines.map((line) => (line === '' ? line : pad + line));
}

function blockScalar(style: YamlStyle, always: boolean): ScalarWriting {
  return { flow: false, quote: style.quote, always };
}

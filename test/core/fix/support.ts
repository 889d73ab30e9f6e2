import { jsonEdits } from '../../../server/src/core/fix/json-writer.ts';
import type { Patch, PlainValue } from '../../../server/src/core/fix/patch.ts';
import { isRefusal } from '../../../server/src/core/fix/refusal.ts';
import { yamlEdits } from '../../../server/src/core/fix/yaml-writer.ts';
import type { Route } from '../../../server/src/core/syntax/anchor.ts';
import { parseJson } from '../../../server/src/core/syntax/json.ts';
import { parseYaml } from '../../../server/src/core/syntax/yaml.ts';
import { applyEdits } from '../../../server/src/core/text/edit.ts';

export const uri = 'file:///shop/a.yaml';

/** `a.b.0` as a route: what reads as a number is an index, `"404"` and `"a.b"` are keys. */
export function routeOf(text: string): Route {
  const steps = text.match(/"[^"]*"|[^.]+/g) ?? [];
  return steps.map((it) => (/^\d+$/.test(it) ? Number(it) : it.replace(/^"|"$/g, '')));
}

const at = (route: string): { file: string; chunk: number; route: Route } => ({
  file: uri,
  chunk: 0,
  route: routeOf(route),
});

export const set = (route: string, value: PlainValue): Patch => ({ op: 'set', at: at(route), value });
export const append = (route: string, value: PlainValue): Patch => ({ op: 'append', at: at(route), value });
export const remove = (route: string): Patch => ({ op: 'remove', at: at(route) });
export const rename = (route: string, key: string): Patch => ({ op: 'rename', at: at(route), key });
export const rewrite = (route: string, text: string, span?: readonly [number, number]): Patch => ({
  op: 'rewrite',
  at: span ? { ...at(route), span } : at(route),
  text,
});

/** The text after one patch, or `refused: ...`. */
export function after(syntax: 'yaml' | 'json', before: string, patch: Patch): string {
  const edits =
    syntax === 'yaml' ? yamlEdits(before, parseYaml(before), patch) : jsonEdits(before, parseJson(before), patch);
  return isRefusal(edits) ? `refused: ${edits.refused}` : applyEdits(before, edits);
}

import { invalidOpenapi } from './dialects/openapi/spec-findings.ts';
import { noPolicy, type ParsedPolicy, parsePolicy } from './policy/parse.ts';
import type { RuleMeta } from './rules/rule.ts';
import { parseChunk } from './syntax/parsed.ts';
import { unreadable } from './syntax/recognise.ts';

/** The policy that a text holds; none when there is no text, or none that can be read. */
export function policyOf(uri: string, text: string | undefined, rules: readonly RuleMeta[]): ParsedPolicy {
  if (text === undefined || unreadable(text) !== undefined) return noPolicy;
  const parsed = parseChunk('yaml', text, uri, 0);
  if (parsed.syntax === 'dockerfile') return noPolicy;
  return parsePolicy(parsed.source, {
    rules: new Set([...rules.map((it) => it.id), invalidOpenapi.id]),
    categories: new Set(rules.map((it) => it.category)),
  });
}

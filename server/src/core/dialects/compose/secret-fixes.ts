import type { Fix } from '../../fix/patch.ts';
import { fix } from './claims.ts';
import type { EnvironmentEntry } from './environment.ts';
import type { ComposeText } from './text.ts';

/** Takes the value from the environment instead, and lets Compose refuse to start without it. */
export function fromEnvironmentFix(entry: EnvironmentEntry): readonly Fix[] {
  const { key, value, view } = entry;
  if (!value || view.inherited || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return [];
  const name = value.template.parts.find((it) => it.kind === 'variable')?.name ?? key;
  const text = `\${${name}:?}`;
  const title = `Take ${key} from the environment`;
  if (entry.form === 'map') return fix(title, 'behaviour', { op: 'set', at: view.anchor(), value: text });
  return fix(title, 'behaviour', { op: 'rewrite', at: { ...view.anchor(), span: spanOf(value) }, text });
}

/** Replaces a part of a text by a variable that the environment has to hold. */
export function variableFix(part: ComposeText, name: string): readonly Fix[] {
  if (part.view.inherited) return [];
  const title = `Take it from the variable ${name}`;
  return fix(title, 'behaviour', {
    op: 'rewrite',
    at: { ...part.view.anchor(), span: spanOf(part) },
    text: `\${${name}:?}`,
  });
}

export function spanOf(text: ComposeText): readonly [start: number, end: number] {
  const { start, source } = text.template;
  return [start, start + source.length];
}

/**
 * Text that a tool fills in before a cluster reads it (Helm, Jinja, envsubst, Kustomize replacements). A whole file of
 * it is no YAML yet and is left alone; a single value of it is a hole: something stands there, but nobody knows what.
 */

/** A value that is not known before it is rendered: `{{ x }}`, `{% x %}`, `${X}`, `$X`. Not `$(X)`, which Kubernetes itself reads. */
export function hasHole(text: string): boolean {
  return /\{\{|\{%|\$\{|\$[A-Za-z_]/.test(text);
}

/** The holes themselves, to be replaced in a text. */
export const holes = /\{\{.*?\}\}|\{%.*?%\}|\$\{[^}]*\}|\$[A-Za-z_][A-Za-z0-9_]*/g;

/** Leading spaces and list dashes, an optional key, then what stands behind it. */
const line = /^( *(?:- +)*)((?:"[^"]*"|'[^']*'|[^\s"'#{[&*!|>%@`-][^#]*?|-[^\s#][^#]*?):(?=\s|$))?[ \t]*(.*)$/;

/**
 * True when template actions stand where YAML wants structure: at the start of a line or of a value, outside comments,
 * quotes and block scalars. Such a text parses, if at all, into something that its author never meant.
 */
export function isTemplate(text: string): boolean {
  if (!text.includes('{{') && !text.includes('{%')) return false;
  let block = -1;
  let quote = '';
  for (const raw of text.split(/\r\n|\r|\n/)) {
    // Nothing on this line can open an action, a string or a block scalar.
    if (!quote && block < 0 && !telling.test(raw)) continue;
    if (quote) {
      if (closes(raw, quote, 0)) quote = '';
      continue;
    }
    const blankLine = raw.trim() === '';
    if (block >= 0) {
      if (blankLine || indentOf(raw) > block) continue;
      block = -1;
    }
    if (blankLine) continue;
    const match = line.exec(raw);
    const lead = match?.[1] ?? '';
    const value = match?.[3] ?? raw.trim();
    if (/^(?:\{\{|\{%)/.test(value) || /^[^"'#]*[[,] *\{\{/.test(value)) return true;
    const first = value[0];
    if (first === '"' || first === "'") {
      // A hole that holds the same quotes as the string around it ends the string early.
      if (first === '"' && /\{\{[^}"]*[^}"\\]"[^}]*\}\}/.test(value)) return true;
      if (!closes(value, first, 1)) quote = first;
    } else if (/^(?:[&!]\S+[ \t]+)*[|>][-+0-9]*(?:[ \t]+#.*)?$/.test(value)) {
      // The content of a block scalar is indented deeper than the key, or than the dash that holds it.
      block = match?.[2] ? lead.length : lead.replace(/- *$/, '').length;
    }
  }
  return false;
}

const telling = /["'|>]|\{[{%]/;

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

/** Whether a quoted scalar ends on this line; `''` and `\"` are characters of it. */
function closes(text: string, quote: string, from: number): boolean {
  for (let i = from; i < text.length; i++) {
    if (quote === '"' && text[i] === '\\') i++;
    else if (text[i] === quote) {
      if (quote === "'" && text[i + 1] === "'") i++;
      else return true;
    }
  }
  return false;
}

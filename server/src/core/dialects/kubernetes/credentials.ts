import { isSecretName, isSecretValue } from '../../syntax/secret-name.ts';
import { hasHole } from '../../syntax/template.ts';
import { tokenKind } from '../../syntax/token-shape.ts';

/** Names that are secret in Kubernetes manifests and say so in no word of {@link isSecretName}. */
const furtherNames =
  /^(?:requirepass|masterauth|AWS_ACCESS_KEY_ID|AZURE_BATCH_KEY|AZURE_.*_KEY|OCI_CLI_KEY_CONTENT|.*_?(?:BEARER|JWT))$/i;

/** Is what a manifest writes down under this name a credential? Says what kind, for messages; never shows the value. */
export function credentialKind(name: string, value: string): string | undefined {
  // `$(NAME)` is filled in by the kubelet, from a variable that may well be a secret.
  if (value.trim() === '' || hasHole(value) || /^\$\([^)]+\)$/.test(value.trim())) return undefined;
  if (isPlaceholder(name, value)) return undefined;
  const kind = tokenKind(value);
  if (kind !== undefined) return kind;
  if (/-{3,}BEGIN [A-Z ]*PRIVATE KEY-{3,}/.test(value)) return 'private key';
  if (hasPasswordInUrl(value)) return 'password in an address';
  const named = isSecretName(name) || furtherNames.test(name);
  return named && isSecretValue(name, value) ? 'credential by its name' : undefined;
}

/** Something to be filled in, that says so: the name once more, or a request to the reader. A weak password is none. */
function isPlaceholder(name: string, value: string): boolean {
  const text = value.trim();
  if (/^<[^<>]*>$|^\[[^\]]*\]$|^_{2}.*_{2}$|^(?:your|insert|replace|put|enter)[-_ ]/i.test(text)) return true;
  return shout(text).replace(/_(?:VAL|VALUE|HERE|PLACEHOLDER)$/, '') === shout(name) && /[_-]/.test(name);
}

function shout(text: string): string {
  return text.toUpperCase().replaceAll('-', '_');
}

/** RFC 3986, 3.2.1: `scheme://user:password@host`, with a password that is written out. */
function hasPasswordInUrl(value: string): boolean {
  const match = /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/'"]*:([^\s/'"@]+)@[^\s/@:,?#'"]/i.exec(value);
  const password = match?.[1];
  return password !== undefined && !/^\$\(|^<.*>$|^\*+$|^x+$/i.test(password);
}

/** A line `name=value` or `name: value` of a configuration file. */
export interface SettingLine {
  readonly name: string;
  readonly value: string;
  /** Where the name stands in the text. */
  readonly span: readonly [start: number, end: number];
}

const settingLine =
  /^[ \t]*(?:export[ \t]+)?["']?([A-Za-z_][A-Za-z0-9_.-]*)["']?[ \t]*(?:=|:(?=[ \t]))[ \t]*(.*?)[ \t]*,?$/gm;

/** An entry of JSON, which needs no line of its own: `"name": "value"`. */
const jsonEntry = /"([A-Za-z_][A-Za-z0-9_.-]*)"[ \t]*:[ \t]*"((?:[^"\\\n]|\\.)*)"/g;

/** An element of XML with nothing but text in it, or the one directive of Redis that holds a password. */
const element = /<([A-Za-z_][A-Za-z0-9_.-]*)>([^<>\n]*)<\/\1>/g;
const directive = /^[ \t]*(requirepass|masterauth)[ \t]+(\S+)[ \t]*$/gm;

/** The settings that a configuration file holds, in whichever of the usual forms. */
export function settingLines(text: string): readonly SettingLine[] {
  return [settingLine, jsonEntry, element, directive].flatMap((form) =>
    [...text.matchAll(form)].map((match) => {
      const name = match[1] ?? '';
      const start = match.index + match[0].indexOf(name);
      return { name, value: (match[2] ?? '').replace(/^(["'])(.*)\1$/, '$2'), span: [start, start + name.length] };
    }),
  );
}

import type { View } from '../../syntax/view.ts';
import { type ComposeText, hole, textOf, truthOf, valueOf } from './text.ts';

export type MountType = 'bind' | 'volume' | 'tmpfs' | 'npipe' | 'cluster' | 'image' | 'unknown';

/** An entry of a service's `volumes` (Compose specification, "volumes"), in either syntax. */
export interface ComposeMount {
  readonly view: View;
  readonly syntax: 'short' | 'long';
  readonly type: MountType;
  /** What is mounted, as written: a path, a volume's name, or undefined for an anonymous volume. */
  readonly source: ComposeText | undefined;
  /** The text of the source with defaults filled in and holes for unknown variables. */
  readonly sourceText: string | undefined;
  /**
   * The path on the host, normalised, of a bind mount; also of a named volume that is one in disguise (driver_opts).
   * `~` stands for the user's home; a relative path begins with `.`.
   */
  readonly hostPath: string | undefined;
  /** Where the host path comes from when a named volume hides it. */
  readonly device: View | undefined;
  readonly target: string | undefined;
  /** Undefined when it cannot be known. */
  readonly readOnly: boolean | undefined;
  /** The comma-separated words behind the target; empty in long syntax. */
  readonly options: readonly string[];
  readonly propagation: string | undefined;
  /** As it is written, for messages. */
  readonly label: string;
}

/** `volumes` is the top-level section, which says what a named volume is. */
export function readMount(view: View, volumes: View): ComposeMount | undefined {
  if (view.isMap) return readLong(view, volumes);
  const text = textOf(view);
  return text ? readShort(text, volumes) : undefined;
}

/** `[SOURCE:]TARGET[:OPTIONS]`; a drive letter's colon does not separate. */
function readShort(text: ComposeText, volumes: View): ComposeMount | undefined {
  const parts = splitColons(text);
  const [first, second, third] = parts;
  if (!first) return undefined;
  const source = second ? first : undefined;
  const target = second ? second.holed : first.holed;
  const sourceText = source ? pathText(source) : undefined;
  const options = third ? third.holed.split(',').map((it) => it.trim()) : [];
  const unknownOptions = options.some((it) => it.includes(hole));
  const type: MountType =
    sourceText === undefined
      ? 'volume'
      : isPath(sourceText)
        ? 'bind'
        : sourceText.startsWith(hole)
          ? 'unknown'
          : 'volume';
  const disguise = type === 'volume' && sourceText !== undefined ? hiddenBind(sourceText, volumes) : undefined;
  const written = options.includes('ro') || options.includes('readonly');
  return {
    view: text.view,
    syntax: 'short',
    type: disguise ? 'bind' : type,
    source,
    sourceText,
    hostPath: type === 'bind' && sourceText !== undefined ? normalisePath(sourceText) : disguise?.path,
    device: disguise?.view,
    target,
    readOnly: written || disguise?.readOnly === true ? true : unknownOptions ? undefined : false,
    options,
    propagation: options.find((it) => propagations.has(it)),
    label: text.source,
  };
}

function readLong(view: View, volumes: View): ComposeMount | undefined {
  const source = textOf(view.get('source')) ?? textOf(view.get('src'));
  const sourceText = source ? pathText(source) : undefined;
  const written = valueOf(view.get('type'));
  const type: MountType = isMountType(written)
    ? written
    : sourceText !== undefined && isPath(sourceText)
      ? 'bind'
      : 'volume';
  const disguise = type === 'volume' && sourceText !== undefined ? hiddenBind(sourceText, volumes) : undefined;
  const target = textOf(view.get('target')) ?? textOf(view.get('destination')) ?? textOf(view.get('dst'));
  const readOnly = view.get('read_only');
  const flag = readOnly.exists ? truthOf(readOnly) : readOnly.missing ? false : undefined;
  return {
    view,
    syntax: 'long',
    type: disguise ? 'bind' : type,
    source,
    sourceText,
    hostPath: type === 'bind' && sourceText !== undefined ? normalisePath(sourceText) : disguise?.path,
    device: disguise?.view,
    target: target?.holed,
    readOnly: flag === true || disguise?.readOnly === true ? true : flag,
    options: [],
    propagation: valueOf(view.at('bind', 'propagation')),
    label: `${source?.source ?? ''}:${target?.source ?? ''}`,
  };
}

const propagations: ReadonlySet<string> = new Set(['shared', 'rshared', 'slave', 'rslave', 'private', 'rprivate']);
const mountTypes: ReadonlySet<string> = new Set(['bind', 'volume', 'tmpfs', 'npipe', 'cluster', 'image']);

function isMountType(text: string | undefined): text is MountType {
  return text !== undefined && mountTypes.has(text);
}

/** The mount's parts at its colons; those inside `${ }` belong to a variable. */
function splitColons(text: ComposeText): readonly ComposeText[] {
  const { start } = text.template;
  const masked = maskVariables(text);
  const parts: ComposeText[] = [];
  let from = 0;
  for (let i = 0; i < masked.length && parts.length < 2; i++) {
    if (masked[i] !== ':' || isDrive(masked.slice(from), i - from)) continue;
    parts.push(text.slice(start + from, start + i));
    from = i + 1;
  }
  parts.push(text.slice(start + from, start + masked.length));
  return parts;
}

/** `C:/data:/data` has a drive, `a:/data:ro` a volume with a short name: a drive needs a target behind its path. */
function isDrive(text: string, colon: number): boolean {
  return colon === 1 && /^[A-Za-z]:[\\/][^:]*:(?:[\\/]|[A-Za-z]:[\\/])/.test(text);
}

/** The text with every variable replaced by as many holes, so that offsets stay. */
export function maskVariables(text: ComposeText): string {
  const { source, start, parts } = text.template;
  let masked = source;
  for (const part of parts) {
    if (part.kind !== 'variable') continue;
    masked = masked.slice(0, part.start - start) + hole.repeat(part.end - part.start) + masked.slice(part.end - start);
  }
  return masked;
}

/** Variables that every login has mean what they mean. */
function pathText(text: ComposeText): string {
  return text.filled(({ name }) => {
    if (name === 'HOME') return '~';
    if (name === 'PWD') return '.';
    return name === 'XDG_RUNTIME_DIR' ? '/run/user/1000' : hole;
  });
}

/** A host path starts with a slash, a dot, a tilde or a drive; anything else names a volume. */
function isPath(text: string): boolean {
  return /^(?:[/.~]|[A-Za-z]:[\\/]|\\\\)/.test(text);
}

/** The path without empty, `.` and `..` steps and without a slash at its end. */
export function normalisePath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  const absolute = slashed.startsWith('/');
  const steps: string[] = [];
  for (const step of slashed.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.length > 0 && steps.at(-1) !== '..' && steps[0] !== '~') steps.pop();
    else if (!absolute) steps.push('..');
  }
  if (absolute) return `/${steps.join('/')}`;
  return /^(?:~|[A-Za-z]:$)/.test(steps[0] ?? '') ? steps.join('/') : ['.', ...steps].join('/');
}

/** A named volume of the local driver whose options make it a bind mount of a host path. */
function hiddenBind(name: string, volumes: View): { path: string; view: View; readOnly: boolean } | undefined {
  const volume = volumes.get(name);
  const options = volume.get('driver_opts');
  const driver = valueOf(volume.get('driver'));
  if (!options.isMap || (driver !== undefined && driver !== 'local')) return undefined;
  const view = options.get('device');
  const device = textOf(view);
  if (!device) return undefined;
  const mountOptions = (valueOf(options.get('o')) ?? '').split(',').map((it) => it.trim());
  const binds =
    mountOptions.includes('bind') || mountOptions.includes('rbind') || valueOf(options.get('type')) === 'none';
  const path = pathText(device);
  if (!binds || !isPath(path)) return undefined;
  return { path: normalisePath(path), view, readOnly: mountOptions.includes('ro') };
}

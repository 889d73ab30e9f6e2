import type { Patch } from '../../fix/patch.ts';
import type { Reporter, Severity } from '../../rules/rule.ts';
import type { Anchor } from '../../syntax/anchor.ts';
import { parseShell, type ShellWord } from '../../syntax/shell.ts';
import { hasHole } from '../../syntax/template.ts';
import type { View } from '../../syntax/view.ts';
import type { Container } from './container.ts';
import { fix } from './repair.ts';

/** The programs of a control plane and of its nodes, which clusters of one's own start as static pods. */
export type Component = 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'etcd' | 'kubelet';

const components: readonly string[] = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'etcd',
  'kubelet',
];

/** A flag as it stands on a command line: `--name=value`, `--name value` or `--name`. */
export interface Flag {
  readonly name: string;
  /** "true" for a bare flag; undefined when it is not known. */
  readonly value: string | undefined;
  /** The word to show: the value's own where it stands alone. */
  readonly view: View;
  /** Whether the value is a word of its own. */
  readonly apart: boolean;
}

/** A word of a command line, and where it stands: an item of a list, or the script that holds it among others. */
interface Word {
  /** Undefined when it is not known. */
  readonly text: string | undefined;
  readonly view: View;
}

/** What a component of the control plane is started with. */
export class CommandLine {
  readonly component: Component;
  readonly container: Container;
  /** The list that a new flag is added to; undefined where the flags stand in a script. */
  readonly list: View | undefined;
  readonly #flags = new Map<string, Flag>();
  readonly #words: readonly Word[];

  constructor(component: Component, container: Container, words: readonly Word[], scripted: boolean) {
    this.component = component;
    this.container = container;
    this.#words = words;
    const args = container.view.get('args');
    this.list = scripted ? undefined : args.isList ? args : container.view.get('command');
    words.forEach(({ text: word, view }, index) => {
      const match = /^--?([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(word ?? '');
      if (!match) return;
      const [, name = '', value] = match;
      const next = words[index + 1];
      const apart = value === undefined && next?.text !== undefined && !next.text.startsWith('-');
      const text = value ?? (apart ? next.text : 'true');
      // The last of two equal flags counts.
      this.#flags.set(name, {
        name,
        value: text === undefined || hasHole(text) ? undefined : text,
        view: apart ? next.view : view,
        apart,
      });
    });
  }

  flag(name: string): Flag | undefined {
    return this.#flags.get(name);
  }

  /** Certainly not given: where a word is a hole, any flag may hide in it. */
  lacks(name: string): boolean {
    return !this.#flags.has(name) && !this.#words.some((it) => /^\s*(?:\{\{|\$\{)/.test(it.text ?? ''));
  }

  /** The items of a comma-separated value; undefined when it is not known, empty when the flag is not given. */
  items(name: string): readonly string[] | undefined {
    const flag = this.flag(name);
    if (!flag) return this.lacks(name) ? [] : undefined;
    return flag.value
      ?.split(',')
      .map((it) => it.trim())
      .filter((it) => it !== '');
  }
}

/** Programs that only start another one: it follows their flags. */
const starters: ReadonlySet<string> = new Set([
  'go-runner',
  'kube-log-runner',
  'tini',
  'dumb-init',
  'nice',
  'nohup',
  'hyperkube',
]);

/**
 * The component that a container starts: by the program of its command, or by its image where it has none. The program
 * may stand behind one that only starts it, or in the script of a shell, as kops and the manifests of GCE write it.
 */
export function commandLineOf(container: Container): CommandLine | undefined {
  if (container.workload.partial) return undefined;
  const words = container.commandLine.map((view): Word => ({ text: view.text, view }));
  const command = container.view.get('command');
  if (!command.isList || command.items.length === 0) {
    const image = componentOf(container.imageReference?.shortName?.replace(/-(?:amd64|arm64|arm|ppc64le|s390x)$/, ''));
    return image && new CommandLine(image, container, words, false);
  }
  if (/^(?:.*\/)?(?:ba|da|a)?sh$/.test(words[0]?.text ?? '')) return scriptedLine(container, words);
  const started = startOf(words);
  return started && new CommandLine(started.component, container, words.slice(started.index + 1), false);
}

/** Where the component's own name stands. */
function startOf(words: readonly Word[]): { readonly component: Component; readonly index: number } | undefined {
  for (const [index, { text }] of words.entries()) {
    const component = componentOf(text);
    if (component) return { component, index };
    // `--log-file /var/log/x.log`: the word behind an option of the program that starts it.
    const before = words[index - 1]?.text;
    const isValue = before?.startsWith('-') === true && !before.includes('=');
    const name = text?.slice(text.lastIndexOf('/') + 1) ?? '';
    if (text?.startsWith('-') !== true && !isValue && !starters.has(name)) return undefined;
  }
  return undefined;
}

function componentOf(program: string | undefined): Component | undefined {
  const name = program?.slice(program.lastIndexOf('/') + 1);
  return name !== undefined && components.includes(name) ? (name as Component) : undefined;
}

/** `sh -c "exec kube-apiserver ..."`: words of which the shell makes something are holes. */
function scriptedLine(container: Container, words: readonly Word[]): CommandLine | undefined {
  const option = words.findIndex((it) => /^-[a-z]*c$/.test(it.text ?? ''));
  const script = words[option + 1];
  if (option < 0 || script?.text === undefined || /\{\{|\{%/.test(script.text)) return undefined;
  const { view } = script;
  for (const { nameWord, args } of parseShell(script.text).commands) {
    if (nameWord === undefined) continue;
    const line = [nameWord, ...args].map((it): Word => ({ text: textOf(it), view }));
    const started = startOf(line);
    if (started) return new CommandLine(started.component, container, line.slice(started.index + 1), true);
  }
  return undefined;
}

/** What is known of a word: all of it, or the name of the flag whose value the shell makes. */
function textOf(word: ShellWord): string {
  if (!word.dynamic) return word.value;
  const flag = /^--?[A-Za-z][\w-]*=/.exec(word.value)?.[0] ?? '';
  return `${flag}\${}`;
}

/** Something that a command line does wrong. */
export interface Fault {
  /** Completes "the API server ...": "lets callers in without a name". */
  readonly words: string;
  readonly severity: Severity;
  readonly equivalents: readonly string[];
  /** Where it is written; absent for what is missing. */
  readonly at?: View | undefined;
  /** What would put it right; a value with a blank needs the user. */
  readonly repair?: { readonly flag: string; readonly value: string | null };
}

export type Check = (line: CommandLine) => Fault | readonly Fault[] | undefined;

type Claim = Pick<Fault, 'words' | 'severity' | 'equivalents'>;

/** The flag has to be given with this value; absent counts unless the default is the same. */
export function mustBe(name: string, value: string, absent: 'absent is bad' | 'absent is fine', claim: Claim): Check {
  return (line) => {
    const flag = line.flag(name);
    if (flag ? flag.value === undefined || flag.value === value : absent === 'absent is fine' || !line.lacks(name))
      return undefined;
    return { ...claim, ...(flag ? { at: flag.view } : {}), repair: { flag: name, value } };
  };
}

/** The flag may not be there at all. */
export function mustNotBeGiven(name: string, claim: Claim): Check {
  return (line) => {
    const flag = line.flag(name);
    return flag && flag.value !== '' ? { ...claim, at: flag.view, repair: { flag: name, value: null } } : undefined;
  };
}

/** All of the flags have to be given with some value; `proposals` are what kubeadm writes. */
export function mustBeGiven(proposals: Readonly<Record<string, string>>, claim: Claim): Check {
  return (line) =>
    Object.entries(proposals).flatMap(([name, proposal]) => {
      const flag = line.flag(name);
      if (flag ? flag.value !== '' : !line.lacks(name)) return [];
      return [{ ...claim, ...(flag ? { at: flag.view } : {}), repair: { flag: name, value: proposal } }];
    });
}

/** The flag has to be given with a number of at least so much. */
export function mustBeAtLeast(name: string, least: number, claim: Claim): Check {
  return (line) => {
    const flag = line.flag(name);
    if (flag ? flag.value === undefined || Number(flag.value) >= least : !line.lacks(name)) return undefined;
    return { ...claim, ...(flag ? { at: flag.view } : {}), repair: { flag: name, value: String(least) } };
  };
}

const order: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** One finding for a component and a rule: all of its faults are one review of one command line. */
export function reportFaults(
  line: CommandLine | undefined,
  component: Component,
  checks: readonly Check[],
  report: Reporter,
): void {
  if (line?.component !== component) return;
  const faults = checks.flatMap((check) => check(line) ?? []);
  const written = faults.find((it) => it.at !== undefined);
  if (faults.length === 0) return;
  const words = [...new Set(faults.map((it) => it.words))];
  report({
    at: written?.at?.anchor() ?? line.container.at,
    message: `${component} in ${line.container.workload.object.title} ${words.length > 1 ? `has ${words.length} weak settings: it ` : ''}${words.join('; it ')}.`,
    severity: order.find((it) => faults.some((fault) => fault.severity === it)) ?? 'info',
    equivalents: [...new Set(faults.flatMap((it) => it.equivalents))],
    related: faults.flatMap((it) => (it.at && it !== written ? [{ message: it.words, at: it.at.anchor() }] : [])),
    fixes: line.list && faults.every((it) => it.repair) ? repairAll(line, line.list, faults) : [],
  });
}

function repairAll(line: CommandLine, list: View, faults: readonly Fault[]) {
  const needsValue = faults.some((it) => it.repair?.value?.includes('\uE000'));
  return fix(
    faults.length === 1 ? `Repair --${faults[0]?.repair?.flag ?? ''}` : 'Repair these flags',
    needsValue ? 'needs-value' : 'behaviour',
    [list],
    faults.flatMap((it) => (it.repair ? repairOne(line, list, it.repair.flag, it.repair.value) : [])),
  );
}

function repairOne(line: CommandLine, list: View, name: string, value: string | null): readonly Patch[] {
  const flag = line.flag(name);
  if (!flag) return value === null ? [] : [{ op: 'append', at: list.anchor(), value: `--${name}=${value}` }];
  if (value !== null) return [{ op: 'set', at: flag.view.anchor(), value: flag.apart ? value : `--${name}=${value}` }];
  const words = flag.apart ? [before(flag.view), flag.view.anchor()] : [flag.view.anchor()];
  return words.map((at) => ({ op: 'remove', at }));
}

/** The word before this one in its list. */
function before(view: View): Anchor {
  const anchor = view.anchor();
  const index = anchor.route.at(-1);
  return { ...anchor, route: [...anchor.route.slice(0, -1), typeof index === 'number' ? index - 1 : 0] };
}

const gcm = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
];
const cbc = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
];
const rsa = [
  'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA',
  'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_RSA_WITH_AES_256_CBC_SHA',
  'TLS_RSA_WITH_AES_256_GCM_SHA384',
];

/** Authenticated encryption with forward secrecy: TLS 1.3, and what is left of TLS 1.2 (RFC 9325, 4.2). */
const strongSuites: ReadonlySet<string> = new Set(gcm);

export function isStrongSuite(suite: string): boolean {
  return strongSuites.has(suite.trim());
}

/** Suites that older texts of the CIS benchmark let pass for the API server; tools differ in the text that they follow. */
export const benchmarkSuites: Readonly<Record<'1.10' | 'before', ReadonlySet<string>>> = {
  '1.10': new Set([...gcm, ...cbc]),
  before: new Set([...gcm, ...cbc, ...rsa]),
};

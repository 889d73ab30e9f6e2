import type { Patch, PlainValue } from '../../fix/patch.ts';
import type { Reporter, Severity } from '../../rules/rule.ts';
import type { Container } from './container.ts';
import { commandLineOf, type CommandLine, type Fault } from './control-plane.ts';
import { fix, setField } from './repair.ts';
import type { KubernetesResource } from './resource.ts';
import { read, type Setting } from './setting.ts';
import { isWorkload, type Workload } from './workload.ts';

/** One setting of the kubelet, which stands in a KubeletConfiguration or on the command line; the defaults differ. */
export interface KubeletCheck {
  readonly words: string;
  readonly severity: Severity;
  readonly equivalents: readonly string[];
  /** Route in the configuration. */
  readonly field: readonly string[];
  readonly flag: string;
  /** Whether the value, or its absence from a file or from a command line, is bad. */
  bad(value: string | undefined, place: 'file' | 'flags'): boolean;
  /** What to write; absent where only the user knows. */
  readonly good?: PlainValue;
}

const order: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** One finding for a kubelet and a rule, whichever way it is configured. */
export function reportKubelet(
  noun: Workload | KubernetesResource,
  checks: readonly KubeletCheck[],
  report: Reporter,
): void {
  if (isWorkload(noun)) for (const container of noun.containers) reportFlags(container, checks, report);
  else if (noun.isA('kubelet.config.k8s.io', 'KubeletConfiguration')) reportFile(noun, checks, report);
}

function reportFile(object: KubernetesResource, checks: readonly KubeletCheck[], report: Reporter): void {
  const bad = checks.flatMap((check) => {
    const setting: Setting<string> = read(object.view, check.field, (it) => {
      if (it.isList) return it.items.map((item) => item.text ?? '').join(',');
      return it.truth11 === undefined ? it.text : String(it.truth11);
    });
    if (setting.state === 'unknown' || !check.bad(setting.state === 'set' ? setting.value : undefined, 'file'))
      return [];
    return [{ check, setting }];
  });
  const [first] = bad;
  if (!first) return;
  const written = bad.find((it) => it.setting.state === 'set') ?? first;
  report({
    at: written.setting.state === 'set' ? written.setting.view.anchor() : object.at,
    message: messageOf(
      object.title,
      bad.map(({ check }) => `${check.words} (${check.field.join('.')})`),
    ),
    severity: worst(bad.map((it) => it.check.severity)),
    equivalents: [...new Set(bad.flatMap((it) => it.check.equivalents))],
    related: bad.flatMap(({ check, setting }) =>
      setting.state === 'set' && setting !== written.setting
        ? [{ message: check.words, at: setting.view.anchor() }]
        : [],
    ),
    fixes: bad.every((it) => it.check.good !== undefined)
      ? fix(
          'Repair these settings',
          'behaviour',
          [object.view],
          bad.flatMap(({ check, setting }): readonly Patch[] =>
            check.good === undefined ? [] : [setField(setting.view, check.good)],
          ),
        )
      : [],
  });
}

function reportFlags(container: Container, checks: readonly KubeletCheck[], report: Reporter): void {
  const line = commandLineOf(container);
  if (line?.component !== 'kubelet') return;
  const faults = checks.flatMap((check) => faultOf(line, check) ?? []);
  const [first] = faults;
  if (!first) return;
  report({
    at: (faults.find((it) => it.at) ?? first).at?.anchor() ?? container.at,
    message: messageOf(
      `kubelet in ${container.workload.object.title}`,
      faults.map((it) => it.words),
    ),
    severity: worst(faults.map((it) => it.severity)),
    equivalents: [...new Set(faults.flatMap((it) => it.equivalents))],
  });
}

function faultOf(line: CommandLine, check: KubeletCheck): Fault | undefined {
  const flag = line.flag(check.flag);
  // With a file the flag may stand there; what is said nowhere is then not known.
  if (flag ? flag.value === undefined : !line.lacks(check.flag) || line.flag('config') !== undefined) return undefined;
  if (!check.bad(flag?.value, 'flags')) return undefined;
  return {
    words: `${check.words} (--${check.flag})`,
    severity: check.severity,
    equivalents: check.equivalents,
    at: flag?.view,
  };
}

function messageOf(title: string, words: readonly string[]): string {
  return `${title} ${words.length > 1 ? `has ${words.length} weak settings: it ` : ''}${words.join('; it ')}.`;
}

function worst(severities: readonly Severity[]): Severity {
  return order.find((it) => severities.includes(it)) ?? 'info';
}

import type { Fix, FixSafety, Patch, PlainValue } from '../../fix/patch.ts';
import type { Report, Severity } from '../../rules/rule.ts';
import type { View } from '../../syntax/view.ts';
import type { ComposeService } from './service.ts';
import type { ComposeMount } from './volumes.ts';

/** What the rules over services share: when an absence may be claimed, how severity bends, and the usual fixes. */

/**
 * May a rule claim that something is not there? Not for a piece of a service that another file completes, and not in
 * the file that only amends a service of the workspace: there the base file carries the finding.
 */
export function mayClaimAbsence(service: ComposeService): boolean {
  return !service.partial && !service.amends;
}

const softer: Readonly<Record<Severity, Severity>> = { error: 'warning', warning: 'info', info: 'hint', hint: 'hint' };

/** A service behind a profile is started only by who asks for it, which is one step less severe. */
export function softened(service: ComposeService, severity: Severity): Pick<Report, 'severity' | 'reason'> {
  const [profile] = service.profiles;
  if (profile === undefined) return { severity };
  return { severity: softer[severity], reason: `The service starts only with the profile "${profile}".` };
}

/** As {@link softened}, and one step less in a file that is for development by its name. */
export function softenedInDevelopment(
  service: ComposeService,
  severity: Severity,
): Pick<Report, 'severity' | 'reason'> {
  if (service.profiles.length > 0 || !service.project.development) return softened(service, severity);
  return { severity: softer[severity], reason: 'By its name, the file is for development or tests.' };
}

/** Text behind an alias or a merge key belongs to others as well: no fix touches it. */
function editable(view: View): boolean {
  return !view.inherited && !view.isNull;
}

export function fix(title: string, safety: FixSafety, ...patches: readonly Patch[]): readonly Fix[] {
  return [{ title, safety, patches }];
}

/** Sets the value of a view of this file, which may be a view of an absence. */
export function setFix(view: View, value: PlainValue, title: string, safety: FixSafety = 'behaviour'): readonly Fix[] {
  return view.inherited ? [] : fix(title, safety, { op: 'set', at: view.anchor(), value });
}

/** Adds to the list at the view, which may be missing. */
export function appendFix(
  list: View,
  value: PlainValue,
  title: string,
  safety: FixSafety = 'behaviour',
): readonly Fix[] {
  if (list.inherited) return [];
  if (list.isNull || (list.exists && !list.isList)) return list.isNull ? setFix(list, [value], title, safety) : [];
  return fix(title, safety, { op: 'append', at: list.anchor(), value });
}

/** Takes an entry or item out; the last item takes its list with it, since an empty key says nothing. */
export function removeFix(view: View, title: string, safety: FixSafety = 'behaviour'): readonly Fix[] {
  const { parent } = view;
  if (view.inherited) return [];
  const alone = parent?.isList === true && parent.items.length === 1 && parent.key !== undefined;
  return fix(title, safety, { op: 'remove', at: (alone ? parent : view).anchor() });
}

/** Replaces characters of a scalar; `start` and `end` count in its value. */
export function rewriteFix(
  view: View,
  start: number,
  end: number,
  text: string,
  title: string,
  safety: FixSafety = 'behaviour',
): readonly Fix[] {
  if (!editable(view)) return [];
  return fix(title, safety, { op: 'rewrite', at: { ...view.anchor(), span: [start, end] }, text });
}

/** Makes a mount read-only in its own syntax; none when a named volume hides the path. */
export function readOnlyFix(mount: ComposeMount): readonly Fix[] {
  const { view } = mount;
  if (view.inherited) return [];
  if (mount.syntax === 'long') return setFix(view.get('read_only'), true, 'Mount it read-only');
  const text = view.text ?? '';
  if (mount.options.length === 0)
    return fix('Mount it read-only', 'behaviour', {
      op: 'rewrite',
      at: { ...view.anchor(), span: [text.length, text.length] },
      text: ':ro',
    });
  const start = text.length - mount.options.join(',').length;
  const options = ['ro', ...mount.options.filter((it) => it !== 'rw')].join(',');
  if (!text.endsWith(mount.options.join(','))) return [];
  return fix('Mount it read-only', 'behaviour', {
    op: 'rewrite',
    at: { ...view.anchor(), span: [start, text.length] },
    text: options,
  });
}

/** Adds variables to the service's environment, in the form that it has. */
export function variablesFix(
  service: ComposeService,
  variables: Readonly<Record<string, string>>,
  title: string,
  ...others: readonly Patch[]
): readonly Fix[] {
  const view = service.view.get('environment');
  if (view.inherited) return [];
  const patches = Object.entries(variables).map(([key, value]): Patch => {
    if (view.isList) return { op: 'append', at: view.anchor(), value: `${key}=${value}` };
    return { op: 'set', at: view.get(key).anchor(), value };
  });
  return fix(title, 'behaviour', ...patches, ...others);
}

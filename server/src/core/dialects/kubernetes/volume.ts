import type { View } from '../../syntax/view.ts';
import { readText, type Setting } from './setting.ts';

/** An entry of `volumes`: a name and the one source that has its own key beside it. */
export interface Volume {
  readonly view: View;
  readonly name: string;
  readonly index: number;
  /** Key of the source: "hostPath", "emptyDir", "secret"; undefined when none can be seen. No source at all means emptyDir. */
  readonly source: string | undefined;
  /** `hostPath.path`, normalised: no trailing slash, no `.` and `..`, no doubled slashes. Absent for other sources. */
  readonly hostPath: Setting<string>;
}

export function volumesOf(podSpec: View): readonly Volume[] {
  return podSpec.get('volumes').items.flatMap((view, index) => (view.isMap ? [volume(view, index)] : []));
}

function volume(view: View, index: number): Volume {
  const path = readText(view, 'hostPath', 'path');
  return {
    view,
    index,
    name: view.get('name').text ?? '',
    source: view.keys.find((key) => key !== 'name'),
    hostPath: path.state === 'set' ? { ...path, value: normalisePath(path.value) } : path,
  };
}

/** An entry of a container's `volumeMounts`. */
export interface Mount {
  readonly view: View;
  /** Name of the volume. */
  readonly volume: string;
  /** Undefined when it is not known. */
  readonly path: string | undefined;
  readonly readOnly: Setting<boolean>;
}

/** An absolute path as the kubelet would open it, without touching a disk. */
export function normalisePath(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..') steps.pop();
    else steps.push(step);
  }
  return `/${steps.join('/')}`;
}

/** Whether a normalised path is the directory or lies below it. */
export function isWithin(path: string, directory: string): boolean {
  return directory === '/' ? true : path === directory || path.startsWith(`${directory}/`);
}

/** Directories in which programs and their configuration lie. */
export const systemDirectories: ReadonlySet<string> = new Set([
  '/',
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/home',
  '/lib',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/srv',
  '/sys',
  '/usr',
  '/var',
]);

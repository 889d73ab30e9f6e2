import { type Change, change, type Compared, type ModelDiff } from './change.ts';
import { doorsOf } from './doors.ts';
import type { Evidence, Exposure } from './model.ts';

/** How far away a caller may be. What is unknown may be as wide as the cluster; only the internet is proven wider. */
const width: Readonly<Record<Exposure, number>> = {
  isolated: 0,
  host: 1,
  namespace: 2,
  cluster: 3,
  unknown: 3,
  internet: 4,
};

const reachable: Readonly<Record<Exposure, string>> = {
  isolated: 'by nobody',
  host: 'from its own machine only',
  namespace: 'from its own namespace or network',
  cluster: 'from the whole cluster',
  unknown: 'from an unknown distance',
  internet: 'from the internet',
};

/** New and lost ways in, and who reaches a component from further or only from nearer than before. */
export function diffExposure({ before, after, same }: Compared): Partial<ModelDiff> {
  const opened: Change[] = [];
  const closed: Change[] = [];
  const then = new Map(doorsOf(before).map((it) => [it.component.id, it]));
  const now = new Map(doorsOf(after).map((it) => [it.component.id, it]));
  const kept = new Set<string>();
  for (const component of after.components) {
    if (component.type === 'external-entity') continue;
    const { id, name } = component;
    const was = same.components.get(id);
    if (was) kept.add(was.id);
    const [old, door] = [was && then.get(was.id), now.get(id)];
    const known = new Set(old?.evidence.map(wayOf));
    const ways = (door?.evidence ?? []).filter((it) => !known.has(wayOf(it)));
    if (door && !old) {
      opened.push(change('entry', `${name} can be entered from the internet`, id, 'after', door.evidence));
    } else if (ways.length > 0) {
      opened.push(change('entry', `${name} has another way in from the internet`, id, 'after', ways));
    }
    const open = new Set(door?.evidence.map(wayOf));
    const gone = (old?.evidence ?? []).filter((it) => !open.has(wayOf(it)));
    if (old && !door)
      closed.push(change('entry', `${name} has no way in from the internet of its own any more`, id, 'before', gone));
    else if (gone.length > 0) closed.push(change('entry', `A way in to ${name} is gone`, id, 'before', gone));
    if (!was) {
      if (component.exposure === 'internet' && !door)
        opened.push(
          change('exposure', `${name} is new and can be reached from the internet`, id, 'after', component.exposedBy),
        );
      continue;
    }
    const wider = width[component.exposure] - width[was.exposure];
    const text = `${name} can be reached ${reachable[component.exposure]}; before, ${reachable[was.exposure]}`;
    if (wider > 0 && !(door && !old))
      opened.push(
        change(
          'exposure',
          text,
          id,
          'after',
          component.exposedBy.length > 0 ? component.exposedBy : declared(component),
        ),
      );
    if (wider < 0) closed.push(change('exposure', text, id, 'before', was.exposedBy));
  }
  for (const { component, evidence } of then.values())
    if (!kept.has(component.id))
      closed.push(
        change('entry', `${component.name} is gone, and its way in with it`, component.id, 'before', evidence),
      );
  return { opened, closed };
}

/** A way in, whatever it says about TLS: that is told of the flow. */
function wayOf({ text }: Evidence): string {
  return text.replace(/ (?:with|without) TLS$/, '');
}

function declared({ name, at }: { readonly name: string; readonly at: Evidence['at'] }): readonly Evidence[] {
  return at ? [{ text: `${name} is declared`, at }] : [];
}

import { type Change, change, type Compared, type ModelDiff } from './change.ts';
import { namesIn } from './diff-flows.ts';
import { isUser } from './doors.ts';
import type { Component, Evidence } from './model.ts';

/** Components and flows that came and went. The users are no component of the system, and their flows are its ways in. */
export function diffElements({ before, after, same }: Compared): Partial<ModelDiff> {
  const [now, then] = [namesIn(after), namesIn(before)];
  const added: Change[] = [];
  const removed: Change[] = [];
  const kept = new Set([...same.components.values()].map((it) => it.id));
  const keptFlows = new Set([...same.flows.values()].map((it) => it.id));
  for (const it of after.components)
    if (!same.components.has(it.id) && !isUser(it))
      added.push(change('component', `${it.name} is new (${kindOf(it)})`, it.id, 'after', declared(it)));
  for (const it of before.components)
    if (!kept.has(it.id) && !isUser(it))
      removed.push(change('component', `${it.name} is gone (${kindOf(it)})`, it.id, 'before', declared(it)));
  for (const it of after.flows)
    if (!same.flows.has(it.id) && !now.fromUser(it))
      added.push(change('flow', `${now.way(it)} is new (${it.protocol})`, it.id, 'after', it.evidence));
  for (const it of before.flows)
    if (!keptFlows.has(it.id) && !then.fromUser(it))
      removed.push(change('flow', `${then.way(it)} is gone (${it.protocol})`, it.id, 'before', it.evidence));
  return { added, removed };
}

function kindOf({ type, technology }: Component): string {
  const kind = type === 'data-store' ? 'data store' : type === 'external-entity' ? 'outside the system' : 'process';
  return technology === null ? kind : `${kind}, ${technology}`;
}

function declared({ at, parts }: Component): readonly Evidence[] {
  return at ? [{ text: 'declared here', at }, ...parts.slice(0, 2)] : parts.slice(0, 3);
}

import { type Change, change, type Compared, type ModelDiff } from './change.ts';
import { isUser } from './doors.ts';
import type { Boundary, Component, Flow, ThreatModel, Tri } from './model.ts';

/** What became of the flows: their crossings, encryption and authentication. */
export function diffFlows({ before, after, same }: Compared): Partial<ModelDiff> {
  const opened: Change[] = [];
  const closed: Change[] = [];
  const [now, then] = [namesIn(after), namesIn(before)];
  const existed = new Set([...same.boundaries.values()].map((it) => it.id));
  const kept = new Set<string>();
  for (const flow of after.flows) {
    const was = same.flows.get(flow.id);
    if (was) kept.add(was.id);
    const way = now.way(flow);
    const crossed = new Set(was?.crosses);
    // A boundary that is drawn anew round what was there already shuts something in; it opens nothing.
    const fresh = flow.crosses.filter((id) => {
      const old = same.boundaries.get(id);
      return was ? old !== undefined && !crossed.has(old.id) : true;
    });
    if (fresh.length > 0 && !now.fromUser(flow))
      opened.push(change('crossing', `${way} crosses ${now.boundaries(fresh)}`, flow.id, 'after', flow.evidence));
    if (!was) continue;
    const still = new Set(flow.crosses.flatMap((id) => same.boundaries.get(id)?.id ?? []));
    const left = was.crosses.filter((id) => existed.has(id) && !still.has(id));
    if (left.length > 0 && !now.fromUser(flow))
      closed.push(
        change('crossing', `${way} no longer crosses ${then.boundaries(left)}`, flow.id, 'before', was.evidence),
      );
    if (was.blocked && !flow.blocked)
      opened.push(
        change('flow', `${way} is let through; before, policies turned it away`, flow.id, 'after', flow.evidence),
      );
    if (!was.blocked && flow.blocked)
      closed.push(change('flow', `${way} is turned away by policies`, flow.id, 'after', flow.evidence));
    compare(opened, closed, 'encryption', 'encrypted', way, was, flow);
    compare(opened, closed, 'authentication', 'authenticated', way, was, flow);
  }
  for (const was of before.flows) {
    if (kept.has(was.id) || was.crosses.length === 0 || then.fromUser(was)) continue;
    const text = `${then.way(was)} is gone; it crossed ${then.boundaries(was.crosses)}`;
    closed.push(change('crossing', text, was.id, 'before', was.evidence));
  }
  return { opened, closed };
}

const rank: Readonly<Record<Tri, number>> = { no: 0, unknown: 1, yes: 2 };

function compare(
  opened: Change[],
  closed: Change[],
  kind: 'encryption' | 'authentication',
  field: 'encrypted' | 'authenticated',
  way: string,
  was: Flow,
  flow: Flow,
): void {
  const difference = rank[flow[field]] - rank[was[field]];
  if (difference === 0) return;
  if (kind === 'authentication' && flow.authenticated === 'unknown' && isCredentialMoved(was, flow)) return;
  const words = (state: Tri): string =>
    state === 'yes' ? field : state === 'no' ? `not ${field}` : `not known to be ${field}`;
  const text = `${way} is ${words(flow[field])}; before, ${words(was[field])}`;
  if (difference < 0) opened.push(change(kind, text, flow.id, 'after', flow.evidence));
  else if (flow[field] === 'yes') closed.push(change(kind, text, flow.id, 'before', was.evidence));
}

/**
 * With every line that spoke for the flow still there, what went is the credential inside of an address: most likely it
 * has moved into a secret, as it should. A guard that goes takes its line along.
 */
function isCredentialMoved(was: Flow, flow: Flow): boolean {
  const texts = new Set(flow.evidence.map((it) => it.text));
  return was.evidence.every((it) => texts.has(it.text));
}

/** The words for the elements of one model. */
export interface Names {
  way(flow: Flow): string;
  boundaries(ids: readonly string[]): string;
  fromUser(flow: Flow): boolean;
}

/** Names for the elements of a model. */
export function namesIn({ components, boundaries }: ThreatModel): Names {
  const byId = new Map<string, Component>(components.map((it) => [it.id, it]));
  const around = new Map<string, Boundary>(boundaries.map((it) => [it.id, it]));
  const name = (id: string): string => byId.get(id)?.name ?? id;
  return {
    way: ({ from, to }) => `The flow from ${name(from)} to ${name(to)}`,
    boundaries: (ids) =>
      ids
        .map((id) => around.get(id))
        .map((it) =>
          it ? (it.kind === 'third-party' ? 'the line to third parties' : `the ${it.kind} "${it.name}"`) : '',
        )
        .filter((it) => it !== '')
        .join(', '),
    fromUser: ({ from }) => {
      const component = byId.get(from);
      return component !== undefined && isUser(component);
    },
  };
}

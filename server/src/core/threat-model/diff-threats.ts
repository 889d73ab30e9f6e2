import { type Change, change, type Compared, type ModelDiff } from './change.ts';
import type { Evidence, Threat } from './model.ts';
import { gapRule } from './stride/availability.ts';

/**
 * Threats that became open, or worse, and those that are open no more. Gaps of the defence are hints: they hold up no
 * change, and the report of the whole model tells of them.
 */
export function diffThreats({ before, after, same }: Compared): Partial<ModelDiff> {
  const opened: Change[] = [];
  const closed: Change[] = [];
  const then = new Map(before.threats.map((it) => [it.id, it]));
  const exposed = new Map(
    [...before.components, ...after.components].map((it) => [it.id, new Set(it.exposedBy.map((by) => by.text))]),
  );
  const seen = new Map<string, Threat>();
  for (const threat of after.threats) {
    const element = same.components.get(threat.element)?.id ?? same.flows.get(threat.element)?.id;
    const was = element === undefined ? undefined : then.get(`${element}${threat.id.slice(threat.element.length)}`);
    if (was) seen.set(was.id, threat);
    if (threat.state !== 'open' || threat.rule === gapRule) continue;
    if (was?.state !== 'open') {
      opened.push(change('threat', `${threat.title}${told(was)}`, threat.element, 'after', threat.evidence));
      continue;
    }
    if (!grows.test(threat.id)) continue;
    const known = new Set(was.evidence.map((it) => it.text));
    // The way from outside is told as exposure.
    const way = exposed.get(threat.element);
    const more = threat.evidence.filter((it: Evidence) => !known.has(it.text) && !way?.has(it.text));
    if (more.length > 0)
      opened.push(change('threat', `${threat.title} (more lines open it now)`, threat.element, 'after', more));
  }
  for (const was of before.threats) {
    const now = seen.get(was.id);
    if (was.state !== 'open' || now?.state === 'open' || was.rule === gapRule) continue;
    const how = now ? ` (now ${now.state})` : '';
    closed.push(
      now?.state === 'mitigated' || now?.state === 'accepted'
        ? change('threat', `${was.title}${how}`, now.element, 'after', now.evidence)
        : change('threat', was.title, was.element, 'before', was.evidence),
    );
  }
  return { opened, closed };
}

/** Threats whose every line opens more: an operation without credential, a power over the machine, a written secret. */
const grows = / (?:S api|S callers|E central|E power|E privileges|I secret)$/;

function told(was: Threat | undefined): string {
  return was ? ` (before, ${was.state})` : '';
}

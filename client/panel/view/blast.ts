/** The blast radius of a component: what whoever takes it over reaches, and from where he comes. */
import type { PanelComponent } from '../contract.ts';
import type { System } from '../model/system.ts';
import { count } from '../model/announce.ts';
import { blastKey } from '../model/light.ts';
import { icon } from '../draw/icons.ts';
import type { Child, Markup } from '../draw/markup.ts';
import { el } from '../draw/markup.ts';
import { elementName } from './names.ts';
import { componentButton } from './parts.ts';

/** Names before the rest is a number. */
const TOLD = 12;

export function blastPart(system: System, component: PanelComponent, litKey: string | null): Markup | null {
  const { blast } = component;
  if (component.type === 'external-entity') return null;
  const key = blastKey(component.id);
  const stores = blast.reaches.filter((id) => system.components.get(id)?.type === 'data-store');
  return el(
    'section',
    { key: 'blast', class: 'blast' },
    el('h3', {}, 'Blast radius'),
    el(
      'p',
      {},
      blast.reachesTotal === 0
        ? 'Whoever takes it over reaches no other component'
        : `Whoever takes it over reaches ${count(blast.reachesTotal, 'component')}`,
      stores.length > 0 && `, ${count(stores.length, 'data store')} among them`,
      blast.machine && ', and owns the machine below',
      '. ',
      ...list(system, blast.reaches, blast.reachesTotal),
    ),
    el(
      'p',
      {},
      blast.reachedByTotal === 0
        ? 'No other component reaches it.'
        : `${count(blast.reachedByTotal, 'component')} ${blast.reachedByTotal === 1 ? 'reaches' : 'reach'} it. `,
      ...list(system, blast.reachedBy, blast.reachedByTotal),
    ),
    blast.reachesTotal > 0 &&
      el(
        'button',
        {
          type: 'button',
          class: 'act',
          'data-do': 'light',
          'data-key': key,
          'aria-pressed': String(litKey === key),
        },
        icon('blast'),
        el('span', { class: 'act-text' }, 'Show in the diagram'),
      ),
  );
}

function list(system: System, ids: readonly string[], total: number): readonly Child[] {
  const told = ids.slice(0, TOLD).flatMap((id, index): readonly Child[] => {
    const one = componentButton(id, elementName(system, id));
    return [...(index === 0 ? [] : [', ']), { ...one, attrs: { ...one.attrs, key: id } }];
  });
  return total > TOLD ? [...told, ` and ${total - TOLD} more`] : told;
}

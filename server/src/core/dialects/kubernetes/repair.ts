import type { Fix, FixSafety, Patch, PlainValue } from '../../fix/patch.ts';
import type { View } from '../../syntax/view.ts';

/** A patch that writes a field; the maps on the way are created. */
export function setField(view: View, value: PlainValue): Patch {
  return { op: 'set', at: view.anchor(), value };
}

/** A patch that takes an entry or item away. */
export function removeField(view: View): Patch {
  return { op: 'remove', at: view.anchor() };
}

/**
 * A fix made of patches, or none: text behind an alias or a merge key belongs to others as well and is not touched.
 */
export function fix(
  title: string,
  safety: FixSafety,
  touched: readonly View[],
  patches: readonly Patch[],
): readonly Fix[] {
  if (patches.length === 0 || touched.some((it) => it.inherited)) return [];
  return [{ title, safety, patches }];
}

/** The fix that writes one field. */
export function fixBySetting(
  view: View,
  value: PlainValue,
  title: string,
  safety: FixSafety = 'behaviour',
): readonly Fix[] {
  return fix(title, safety, [view], [setField(view, value)]);
}

/** The fix that removes one entry or item. */
export function fixByRemoving(view: View, title: string, safety: FixSafety = 'behaviour'): readonly Fix[] {
  return fix(title, safety, [view], [removeField(view)]);
}

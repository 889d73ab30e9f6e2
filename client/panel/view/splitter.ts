/** The line between picture and lists: dragged, or moved with the arrow keys. */
import type { Frame } from './frame.ts';

const STEP = 0.04;

/** Applies a share of the picture, or the usual one for null. */
export function showSplit(frame: Frame, split: number | null): void {
  if (split === null) frame.work.style.removeProperty('--split');
  else frame.work.style.setProperty('--split', `${(split * 100).toFixed(1)}%`);
  frame.splitter.setAttribute('aria-valuenow', String(Math.round((split ?? 0.5) * 100)));
  frame.splitter.setAttribute('aria-orientation', isSideBySide(frame) ? 'vertical' : 'horizontal');
}

export function onSplit(frame: Frame, changed: (split: number | null) => void): void {
  const apply = (share: number): void => {
    const split = Math.min(0.85, Math.max(0.15, share));
    showSplit(frame, split);
    changed(split);
  };
  frame.splitter.addEventListener('pointerdown', (event) => frame.splitter.setPointerCapture(event.pointerId));
  frame.splitter.addEventListener('pointermove', (event) => {
    if (!frame.splitter.hasPointerCapture(event.pointerId)) return;
    const { left, top, width, height } = frame.work.getBoundingClientRect();
    apply(isSideBySide(frame) ? (event.clientX - left) / width : (event.clientY - top) / height);
  });
  frame.splitter.addEventListener('dblclick', () => {
    showSplit(frame, null);
    changed(null);
  });
  frame.splitter.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    apply(shareNow(frame) + step);
  });
}

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -STEP, ArrowLeft: -STEP, ArrowDown: STEP, ArrowRight: STEP };

function shareNow(frame: Frame): number {
  const whole = frame.work.getBoundingClientRect();
  const part = frame.area.getBoundingClientRect();
  return isSideBySide(frame) ? part.width / whole.width : part.height / whole.height;
}

function isSideBySide(frame: Frame): boolean {
  return getComputedStyle(frame.work).flexDirection === 'row';
}

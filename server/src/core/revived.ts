import type { FileAnswer } from './file-answer.ts';

/** An answer that has been JSON on its way, as it was before. Facts hold keys of users, among which `constructor` must be a key like any other. */
export function revived(answer: FileAnswer): FileAnswer {
  for (const fact of answer.facts) forgetPrototypes(fact);
  return answer;
}

function forgetPrototypes(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) Object.setPrototypeOf(value, null);
  for (const it of Object.values(value)) forgetPrototypes(it);
}

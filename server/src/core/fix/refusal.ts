/** Why a patch is not written: one sentence for the user. The file stays as it is. */
export interface Refusal {
  readonly refused: string;
}

export function isRefusal(answer: object): answer is Refusal {
  return 'refused' in answer;
}

/** How a writer gives up from deep inside; {@link refusing} makes an answer of it. */
export class Refused extends Error {}

/** Runs a writer; what it refuses becomes its answer, every other error stays an error. */
export function refusing<T>(write: () => T): T | Refusal {
  try {
    return write();
  } catch (cause) {
    if (cause instanceof Refused) return { refused: cause.message };
    throw cause;
  }
}

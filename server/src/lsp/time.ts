/** Lets the messages that wait be read: a keystroke comes before everything that can wait. */
export function pause(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

/** Calls `work` once things have been quiet for so many milliseconds. */
export function whenQuiet(milliseconds: number, work: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds);
  };
}

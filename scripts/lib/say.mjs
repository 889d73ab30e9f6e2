// What the scripts say to the person who runs them: progress lines, and troubles with the way out of them.
// Node built-ins only: these lines are needed before anything is installed.

/** A script that another one runs counts on from where that one began. */
const began = Number(process.env['PARAPET_BEGAN'] ?? Date.now());
process.env['PARAPET_BEGAN'] = String(began);

/** Prints one line of progress with the seconds since the first script began. @param {string} text */
export function say(text) {
  console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`);
}

/** Something that the person can mend: what happened, and what to do about it. */
export class Trouble extends Error {
  /** @param {string} what @param {string} todo */
  constructor(what, todo) {
    super(what);
    this.todo = todo;
  }
}

/**
 * Runs a script's main function. A `Trouble` is printed as two plain sentences; anything else keeps its stack, because
 * it is a mistake of ours. Either way the exit code is 2.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (error instanceof Trouble) {
      console.error(`\n${error.message}\n${error.todo}`);
    } else {
      console.error(error);
    }
    process.exitCode = 2;
  }
}

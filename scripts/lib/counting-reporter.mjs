// Mocha's readable report, and beside it the numbers in a file for whoever adds them up.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Writes `{ passed, failed }` to the file that the environment names in PARAPET_TEST_COUNTS. */
export default class CountingReporter extends Mocha.reporters.Spec {
  /** @param {Mocha.Runner} runner @param {Mocha.MochaOptions} options */
  constructor(runner, options) {
    super(runner, options);
    const file = process.env['PARAPET_TEST_COUNTS'];
    runner.once('end', () => {
      if (file === undefined) return;
      writeFileSync(file, JSON.stringify({ passed: this.stats.passes, failed: this.stats.failures }));
    });
  }
}

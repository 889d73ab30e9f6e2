import { join } from 'node:path';
import type { Batch } from '../core/batch.ts';
import { SpecChecker } from '../node/spec-check.ts';
import { normaliseUri } from '../node/uris.ts';
import { fileOf } from './report.ts';

/**
 * `--spec`: compares the OpenAPI documents of a workspace with their specification before it reports. It is asked for,
 * because it takes some hundred milliseconds for each document, many times what all of our own rules take.
 */
export class SpecChecks {
  readonly #checker = new SpecChecker({ worker: join(__dirname, 'spec-check.cjs') });

  /** False when a document was left out of the comparison: what was learnt is not to be kept. */
  async apply(workspace: Batch): Promise<boolean> {
    let whole = true;
    for (const uri of workspace.files) {
      const subject = workspace.specSubject(uri);
      if (!subject) continue;
      const outcome = await this.#checker.check(subject, (file) => workspace.text(normaliseUri(file)));
      if (outcome.kind === 'checked') workspace.applySpecCheck(subject, outcome.problems);
      else {
        whole = false;
        process.stderr.write(`parapet: ${fileOf(uri)} was not compared with its specification: ${outcome.why}\n`);
      }
    }
    return whole;
  }

  stop(): void {
    this.#checker.stop();
  }
}

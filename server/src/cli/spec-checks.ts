import { join } from 'node:path';
import type { Workspace } from '../core/workspace.ts';
import { SpecChecker } from '../node/spec-check.ts';
import { normaliseUri } from '../node/uris.ts';
import { fileOf } from './report.ts';

/**
 * `--spec`: compares the OpenAPI documents of a workspace with their specification before it reports. It is asked for,
 * because it takes some hundred milliseconds for each document, many times what all of our own rules take.
 */
export class SpecChecks {
  readonly #checker = new SpecChecker({ worker: join(__dirname, 'spec-check.cjs') });

  async apply(workspace: Workspace): Promise<void> {
    for (const uri of workspace.files) {
      const subject = workspace.specSubject(uri);
      if (!subject) continue;
      const outcome = await this.#checker.check(subject, (file) => workspace.text(normaliseUri(file)));
      if (outcome.kind === 'checked') workspace.applySpecCheck(subject, outcome.problems);
      else process.stderr.write(`parapet: ${fileOf(uri)} was not compared with its specification: ${outcome.why}\n`);
    }
  }

  stop(): void {
    this.#checker.stop();
  }
}

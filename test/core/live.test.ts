// Incremental = from scratch: after any edits an open document has the findings, facts and places that a fresh
// workspace gives, and a trial leaves nothing. `npm run soak` tries the same with many more edits.
import {
  cutContracts,
  jsonContracts,
  longContracts,
  otherExamples,
  shortContracts,
} from '../support/properties/contracts.ts';
import { holds } from '../support/properties/property.ts';

describe('what is open in an editor is judged after any edits as a fresh workspace judges it', () => {
  for (const [make, edits] of [
    [shortContracts, 240],
    [longContracts, 24],
    [cutContracts, 160],
    [jsonContracts, 120],
    [otherExamples, 180],
  ] as const) {
    const property = make();
    it(property.name, function () {
      this.timeout(240_000);
      holds(property, { edits, seed: 20_261_123 });
    });
  }
});

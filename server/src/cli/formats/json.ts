import type { Format } from './formats.ts';

/** Version of the form, not of the program: it changes only when a field changes its meaning. */
const formVersion = 1;

export const json: Format = (report) =>
  `${JSON.stringify({ version: formVersion, files: report.files, findings: report.findings })}\n`;

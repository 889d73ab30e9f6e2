import type { RuleMeta } from '../../core/rules/rule.ts';
import type { Report } from '../report.ts';
import { json } from './json.ts';
import { pretty } from './pretty.ts';
import { sarif } from './sarif.ts';

export interface FormatContext {
  readonly rules: readonly RuleMeta[];
  readonly version: string;
}

export type Format = (report: Report, context: FormatContext) => string;

export const formats: Readonly<Record<string, Format>> = { pretty, json, sarif };

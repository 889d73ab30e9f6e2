import type { RuleMeta } from '../../core/rules/rule.ts';
import type { ReportFinding, ReportRange } from '../report.ts';
import type { Format } from './formats.ts';

const levels: Readonly<Record<string, string>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' };
/** GitHub reads these as critical, high, medium and low (github/docs, "SARIF support for code scanning"). */
const securitySeverity: Readonly<Record<string, string>> = { error: '8.0', warning: '5.5', info: '3.0', hint: '1.0' };

/** SARIF 2.1.0 (OASIS), in the form that GitHub code scanning reads. */
export const sarif: Format = (report, { rules, version }) => {
  const used = new Set(report.findings.map((it) => it.rule));
  const listed = rules.filter((it) => used.has(it.id));
  const index = new Map(listed.map((it, i) => [it.id, i]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Parapet', semanticVersion: version, rules: listed.map(describeRule) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: report.files
              .filter((it) => !it.analysed && it.why !== null && it.why !== 'none of our dialects')
              .map((it) => ({ level: 'note', message: { text: `${it.file} was left out: ${it.why ?? ''}` } })),
          },
        ],
        results: report.findings.map((it) => result(it, index.get(it.rule))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 1)}\n`;
};

function describeRule(rule: RuleMeta): unknown {
  const cwe = (rule.refs.cwe ?? []).map((it) => `external/cwe/cwe-${String(it).padStart(3, '0')}`);
  return {
    id: rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why.slice(0, 1000) },
    help: { text: `${rule.why} ${rule.remedy}`, markdown: `${rule.why}\n\n**Remedy.** ${rule.remedy}` },
    defaultConfiguration: { level: levels[rule.severity] ?? 'note' },
    properties: {
      tags: ['security', rule.category, ...cwe].slice(0, 10),
      precision: 'high',
      'security-severity': securitySeverity[rule.severity] ?? '1.0',
    },
  };
}

function result(finding: ReportFinding, ruleIndex: number | undefined): unknown {
  return {
    ruleId: finding.rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[finding.level] ?? 'note',
    message: { text: finding.reason === null ? finding.message : `${finding.message} ${finding.reason}` },
    locations: [location(finding.file, finding.range)],
    ...(finding.related.length === 0
      ? {}
      : {
          relatedLocations: finding.related
            .slice(0, 100)
            .map((it, id) => ({ id, ...location(it.file, it.range), message: { text: it.message } })),
        }),
    ...(finding.opens.length === 0 ? {} : { properties: { opensThreats: finding.opens.slice(0, 20) } }),
    partialFingerprints: { 'parapet/v1': finding.fingerprint },
    ...(finding.suppressed === null
      ? {}
      : {
          suppressions: [
            {
              kind: finding.suppressed.by === 'ignore' ? 'inSource' : 'external',
              justification: finding.suppressed.reason,
            },
          ],
        }),
  };
}

function location(file: string, { start, end }: ReportRange): { physicalLocation: unknown } {
  const uri = file.split('/').map(encodeURIComponent).join('/');
  const region = {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
  return { physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region } };
}

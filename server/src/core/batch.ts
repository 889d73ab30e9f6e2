import { verdictsOf } from './file-verdicts.ts';
import {
  invalidOpenapi,
  type SpecCheck,
  specFindings,
  type SpecProblem,
  type SpecSubject,
} from './dialects/openapi/spec-findings.ts';
import type { FileAnswer } from './file-answer.ts';
import { Parsings } from './parsings.ts';
import { matches, undecided as shown, type Verdict } from './policy/decide.ts';
import { withAcceptances } from './policy/accepted-threats.ts';
import { filePlaces, noPlaces } from './threat-model/opened-threats.ts';
import { policyFindings } from './policy/own-findings.ts';
import type { ParsedPolicy } from './policy/parse.ts';
import { byFile } from './rules/by-file.ts';
import type { RuleContext } from './rules/context.ts';
import type { Finding } from './rules/finding.ts';
import type { AnyRule, RuleMeta } from './rules/rule.ts';
import { indexRules, runRules, visitsSystem } from './rules/run.ts';
import type { Anchor } from './syntax/anchor.ts';
import { pathBelow } from './syntax/uri.ts';
import { announceModel, buildModel } from './threat-model/build.ts';
import type { Fact } from './threat-model/fact.ts';
import type { ThreatModel } from './threat-model/model.ts';
import { fileStatus } from './workspace-status.ts';
import type { FileStatus, Place } from './workspace-types.ts';

export interface BatchSetup {
  readonly rules: readonly AnyRule[];
  readonly context: RuleContext;
  /** URI of the folder that paths are relative to, without a slash at its end. */
  readonly root: string;
  readonly policyUri: string;
  readonly policy: ParsedPolicy;
  /** URIs of all files, whether there is an answer about them or not. */
  readonly files: readonly string[];
  readonly text: (uri: string) => string | undefined;
  readonly answer: (uri: string) => FileAnswer | undefined;
}

/**
 * Judges files that stand still, from the answers about each of them: what a workspace says of the same texts
 * (`test/core/batch.test.ts` compares the two), without the memory that a keystroke needs, and wherever the answers
 * were made.
 */
export class Batch {
  readonly files: readonly string[];
  readonly #setup: BatchSetup;
  readonly #rules: ReadonlyMap<string, RuleMeta>;
  readonly #parsings: Parsings;
  /** Places by the identity of their anchors, which judging hands on untouched. */
  readonly #places = new Map<Anchor, Place>();
  readonly #specChecks = new Map<string, SpecCheck>();
  readonly #facts: readonly Fact[];
  readonly #strays: ReadonlyMap<string, readonly Finding[]>;
  readonly #declared: ReturnType<typeof filePlaces>;
  readonly #systemFindings: ReadonlyMap<string, readonly Finding[]>;
  readonly #model: ThreatModel;

  constructor(setup: BatchSetup) {
    this.#setup = setup;
    this.files = [...setup.files].sort();
    this.#rules = new Map(setup.rules.map((it) => [it.id, it]));
    this.#parsings = new Parsings(setup.text);
    const answers = this.files.flatMap((uri) => this.#answer(uri) ?? []);
    for (const it of answers) this.#keepPlaces(it);
    this.#strays = byFile(this.files.flatMap((uri) => this.#straysOf(uri)));
    this.#facts = answers.flatMap((it) => it.facts);
    this.#model = buildModel(this.#facts);
    this.#declared = filePlaces(this.#model);
    const systemRules = indexRules(setup.rules.filter(visitsSystem));
    this.#systemFindings = byFile(
      runRules(systemRules, setup.context, (visit) => announceModel(this.#model, this.#facts, visit)),
    );
  }

  rule(id: string): RuleMeta | undefined {
    return this.#rules.get(id) ?? (id === invalidOpenapi.id ? invalidOpenapi : undefined);
  }

  path(uri: string): string {
    return pathBelow(this.#setup.root, uri);
  }

  text(uri: string): string | undefined {
    return this.#setup.text(uri);
  }

  threatModel(): ThreatModel {
    const { policy, policyUri, context } = this.#setup;
    return withAcceptances(this.#model, {
      policy: policy.policy,
      policyUri,
      today: context.today,
      path: (uri) => this.path(uri),
      ignores: (uri) => this.#answer(uri)?.ignores ?? [],
      category: (id) => this.rule(id)?.category,
      line: (at) => this.place(at)?.start.line ?? -1,
    });
  }

  status(uri: string): FileStatus {
    const answer = this.#answer(uri);
    if (answer) return answer.status;
    const text = this.text(uri);
    return fileStatus(text === undefined ? null : { text }, isExcluded(this.#setup, uri), () => []);
  }

  place(anchor: Anchor): Place | undefined {
    return this.#places.get(anchor) ?? this.#parsings.place(anchor);
  }

  specSubject(uri: string): SpecSubject | undefined {
    const spec = this.#answer(uri)?.spec;
    if (!spec) return undefined;
    const text = this.#parsings.file(uri)?.chunks[spec.chunk]?.text;
    return text === undefined ? undefined : { uri, ...spec, text };
  }

  applySpecCheck(subject: SpecSubject, problems: readonly SpecProblem[]): void {
    this.#specChecks.set(subject.uri, { subject, problems });
  }

  /** The judged findings of a file, in the order of their places. */
  verdicts(uri: string): readonly Verdict[] {
    const { policy, policyUri, context } = this.#setup;
    if (isExcluded(this.#setup, uri)) return [];
    if (uri === policyUri) return policyFindings(policy, uri, context.today).map(shown);
    const answer = this.#answer(uri);
    if (!answer) return [];
    const findings = [
      ...answer.findings.filter((it) => it.at.file === uri),
      ...(answer.status.dialects.every((it) => it === 'openapi') ? (this.#strays.get(uri) ?? []) : []),
      ...(this.#systemFindings.get(uri) ?? []),
      ...this.#specFindings(uri, answer),
    ];
    return verdictsOf(findings, {
      uri,
      path: this.path(uri),
      policy: policy.policy,
      today: context.today,
      ignores: answer.ignores,
      rule: (id) => this.rule(id),
      places: this.#declared.get(uri) ?? noPlaces,
      placeOf: (at) => this.place(at),
    });
  }

  #answer(uri: string): FileAnswer | undefined {
    return isExcluded(this.#setup, uri) ? undefined : this.#setup.answer(uri);
  }

  /** What a contract says of another file, where what must change stands behind a `$ref`. */
  #straysOf(uri: string): readonly Finding[] {
    const answer = this.#answer(uri);
    return answer?.status.dialects.includes('openapi') ? answer.findings.filter((it) => it.at.file !== uri) : [];
  }

  #specFindings(uri: string, { findings }: FileAnswer): readonly Finding[] {
    const check = this.#specChecks.get(uri);
    if (!check || check.problems.length === 0) return [];
    const own = findings.filter((it) => it.at.file !== uri || it.at.chunk === check.subject.chunk);
    return specFindings(check, own, (id) => this.rule(id)?.category);
  }

  #keepPlaces({ findings, places }: FileAnswer): void {
    findings.forEach(({ at, related }, i) => {
      [at, ...related.map((it) => it.at)].forEach((anchor, j) => {
        const span = places[i]?.[j];
        if (!span) return;
        const [line, character, endLine, endCharacter] = span;
        this.#places.set(anchor, {
          uri: anchor.file,
          start: { line, character },
          end: { line: endLine, character: endCharacter },
        });
      });
    });
  }
}

/** Whether the policy leaves a file out: nobody has to look into it. */
export function isExcluded({ root, policy }: Pick<BatchSetup, 'root' | 'policy'>, uri: string): boolean {
  const { exclude } = policy.policy;
  return exclude !== undefined && exclude.length > 0 && matches(exclude, pathBelow(root, uri));
}

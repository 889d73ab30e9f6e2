import { factsOfChunk, visitChunk } from './dialects/speak.ts';
import {
  invalidOpenapi,
  type SpecCheck,
  specFindings,
  type SpecProblem,
  type SpecSubject,
} from './dialects/openapi/spec-findings.ts';
import { withAcceptances } from './policy/accepted-threats.ts';
import { matches, undecided as shown, type Verdict } from './policy/decide.ts';
import type { ParsedPolicy } from './policy/parse.ts';
import { policyOf } from './policy-file.ts';
import { allFactsOf } from './workspace-facts.ts';
import { policyFindings } from './policy/own-findings.ts';
import { LiveChunks, type LivePlace } from './live/live-chunks.ts';
import { policyFileName } from './policy/policy.ts';
import { sameElements, sameValue } from './cells/same.ts';
import { shared } from './cells/share.ts';
import { QueryEngine } from './query/query.ts';
import { optionsOf, type RuleContext } from './rules/context.ts';
import type { Finding } from './rules/finding.ts';
import type { Visitor } from './rules/nouns.ts';
import type { AnyRule, RuleMeta } from './rules/rule.ts';
import { byFile } from './rules/by-file.ts';
import { indexRules, type RuleIndex, runRules, visitsSystem } from './rules/run.ts';
import type { Anchor } from './syntax/anchor.ts';
import { ignoreComments } from './syntax/ignore.ts';
import { underFault } from './syntax/parsed.ts';
import { unreadable } from './syntax/recognise.ts';
import { pathBelow } from './syntax/uri.ts';
import type { LineIndex } from './text/lines.ts';
import { buildModel } from './threat-model/build.ts';
import { factsOfConfig, isConfigFile } from './threat-model/config/config.ts';
import type { Fact } from './threat-model/fact.ts';
import { Mentions } from './threat-model/mentions/mentions.ts';
import type { ThreatModel } from './threat-model/model.ts';
import { fileStatus } from './workspace-status.ts';
import { type SystemAnswer, SystemFindings } from './workspace-system.ts';
import { verdictsOf } from './file-verdicts.ts';
import { type Documents, documentsOf } from './workspace-documents.ts';
import type { FileChange, FileStatus, FileText, Place, WorkspaceSetup } from './workspace-types.ts';

export type { FileChange, FileStatus, FileText, Place, WorkspaceSetup };
/**
 * The one façade, and the only mutable object of the core: texts are pushed in by {@link apply}, answers are pulled
 * out. Everything between is a pure function, memoised here and nowhere else. Invariant: an answer depends only on the texts, the rules and the day; never on the order of changes or questions.
 */
export class Workspace {
  readonly root: string;
  readonly policyUri: string;
  readonly #today: string;
  readonly #rules: ReadonlyMap<string, AnyRule>;
  readonly #localRules: RuleIndex;
  readonly #live: LiveChunks;
  readonly #engine = new QueryEngine();
  readonly #documents: Documents;
  readonly #known = new Set<string>();
  readonly #knownChanges = this.#engine.input<number>('knownChanges', 0);
  readonly #files = this.#engine.query('files', (): readonly string[] => {
    this.#knownChanges.get('');
    return [...this.#known].sort();
  });
  readonly #reading = this.#engine.input<boolean>('reading', false);
  readonly #specCheck = this.#engine.input<SpecCheck | null>('specCheck', null);

  constructor({ rules, today, root, policyUri }: WorkspaceSetup) {
    this.root = root;
    this.policyUri = policyUri ?? `${root}/${policyFileName}`;
    this.#documents = documentsOf(this.#engine, this.policyUri);
    this.#today = today;
    this.#rules = new Map(rules.map((it) => [it.id, it]));
    this.#localRules = indexRules(rules.filter((it) => !visitsSystem(it)));
    this.#live = new LiveChunks(this.#localRules);
    this.#systemFindings = new SystemFindings(this.#engine, rules.filter(visitsSystem), {
      facts: () => this.allFacts(),
      model: () => this.#model(),
      context: () => this.#context(),
    });
  }

  /** Stores texts. Nothing is computed. `passing`: they will be taken back. */
  apply(changes: readonly FileChange[], passing = false): void {
    const count = this.#known.size;
    let removed = false;
    for (const { uri, content } of changes) {
      const old = this.#documents.text.get(uri);
      if (content && old && content.text === old.text && content.language === old.language) continue;
      this.#documents.text.set(uri, content);
      if (!passing && content?.language === undefined) this.#live.forget(uri);
      if (content) this.#known.add(uri);
      else {
        removed = this.#known.delete(uri) || removed;
        this.#engine.forget(uri);
      }
    }
    if (removed || this.#known.size !== count) this.#knownChanges.set('', this.#knownChanges.get('') + 1);
  }

  /** While a folder is still being read, half a system is no system: what is asked about the whole stays unanswered. */
  set reading(value: boolean) {
    this.#reading.set('', value);
  }

  /** The OpenAPI document of a file, if there is one that parses: what is being typed is not judged. */
  specSubject(uri: string): SpecSubject | undefined {
    if (this.#excluded(uri)) return undefined;
    const chunk = this.#documents
      .parts(uri)
      .findIndex((_, i) => this.#documents.recognition(uri, String(i)).dialects.includes('openapi'));
    const parsed = this.#documents.parsed(uri, String(chunk));
    if (!parsed || parsed.syntax === 'dockerfile' || parsed.source.tree.faults.length > 0) return undefined;
    return { uri, chunk, text: parsed.text, syntax: parsed.syntax };
  }

  /** Takes in what the check of a document found; it counts as long as the document's text is the one that was checked. */
  applySpecCheck(subject: SpecSubject, problems: readonly SpecProblem[]): void {
    this.#specCheck.set(subject.uri, { subject, problems });
  }

  /** The files handed in, sorted. */
  get files(): readonly string[] {
    return this.#files();
  }

  content(uri: string): FileText | null {
    return this.#documents.text.get(uri);
  }

  text(uri: string): string | undefined {
    return this.#documents.text.get(uri)?.text;
  }

  /** What is known about a rule, also of the one whose findings come from outside. */
  rule(id: string): RuleMeta | undefined {
    return this.#rules.get(id) ?? (id === invalidOpenapi.id ? invalidOpenapi : undefined);
  }

  get rules(): Iterable<AnyRule> {
    return this.#rules.values();
  }

  get policy(): ParsedPolicy {
    return this.#policy();
  }

  /** Path relative to the root, with forward slashes; the whole URI for a file outside. */
  path(uri: string): string {
    return pathBelow(this.root, uri);
  }

  /** The judged findings of a file by their places. */
  verdicts(uri: string): readonly Verdict[] {
    this.#systemFindings.settle();
    return this.#verdicts(uri, 'settled');
  }

  /**
   * The findings of a file as it is now, with those of the system as they were when they were kept: for an editor that
   * waits for its keystroke, while the system is too large to be joined again within a frame.
   */
  verdictsNow(uri: string): readonly Verdict[] {
    return this.#keptSystem.get(uri) ? this.#verdicts(uri, 'now') : this.verdicts(uri);
  }

  /** Keeps what is known of the system about a file, for {@link verdictsNow}. */
  keepSystem(uri: string): void {
    this.#systemFindings.settle();
    this.#keptSystem.set(uri, this.#systemAbout(uri));
  }

  /** How many answers about a file's contracts are doubtful, once some were asked again: {@link LiveChunks.weight}. */
  weight(uri: string, due?: () => boolean): number {
    const weigh = (index: string): number => this.#asEdited(uri, index, (it) => this.#live.weight(it, due)) ?? 0;
    return this.#documents.parts(uri).reduce((sum, _, index) => sum + weigh(String(index)), 0);
  }

  /** The whole system, as far as the files tell. */
  threatModel(): ThreatModel {
    return this.#systemFindings.updated(this.#judgedModel);
  }

  /** Where an anchor is now; undefined when its file or chunk is gone. */
  place(anchor: Anchor): Place | undefined {
    return this.#documents.place(anchor);
  }

  readonly lines = (uri: string): LineIndex => this.#documents.lines(uri);

  /** The chunks of a file with their trees, for fixes. */
  chunks(uri: string): ReturnType<Documents['chunks']> {
    return this.#documents.chunks(uri);
  }

  /** Applies changes, asks, and takes them back; nothing of it is left. Fixes are tried this way before they are offered. */
  trial<T>(changes: readonly FileChange[], ask: () => T): T {
    const before = changes.map(({ uri }) => ({ uri, content: this.#documents.text.get(uri) }));
    this.apply(changes, true);
    try {
      return ask();
    } finally {
      this.apply(before, true);
    }
  }

  /** Counts which queries run while `work` does; for tests of what must not be recomputed. */
  logged(work: () => void): readonly string[] {
    return this.#engine.logged(work);
  }

  readonly #excluded = this.#engine.query('excluded', (uri: string) =>
    matches(this.#policy().policy.exclude ?? [], this.path(uri)),
  );

  readonly #policy = this.#engine.query(
    'policy',
    () => policyOf(this.policyUri, this.#documents.text.get(this.policyUri)?.text, [...this.#rules.values()]),
    sameValue,
  );

  readonly #context = this.#engine.query(
    'context',
    (): RuleContext => ({ today: this.#today, options: optionsOf(this.#policy().policy) }),
    sameValue,
  );

  /** Only an editor knows the language; what it holds open will be edited again. */
  readonly #inEditor = this.#engine.query(
    'inEditor',
    (uri: string) => this.#documents.text.get(uri)?.language !== undefined,
  );

  /** Asks what follows the edits of a chunk, if it is one that is being edited. */
  #asEdited<T>(uri: string, index: string, ask: (it: LivePlace) => T): T | undefined {
    const { dialects } = this.#documents.recognition(uri, index);
    const parsed = dialects.length > 0 ? this.#documents.parsed(uri, index) : undefined;
    if (!parsed || parsed.syntax === 'dockerfile' || !this.#inEditor(uri)) return undefined;
    return ask([parsed.source, dialects, this.#documents.host, this.#context()]);
  }

  readonly #chunkFindings = this.#engine.query(
    'chunkFindings',
    (uri: string, index: string): readonly Finding[] => {
      const recognition = this.#documents.recognition(uri, index);
      const parsed = recognition.dialects.length > 0 ? this.#documents.parsed(uri, index) : undefined;
      if (!parsed) return [];
      const announce = (visit: Visitor): void => visitChunk(parsed, uri, recognition, this.#documents.host, visit);
      const root = { file: uri, chunk: Number(index), route: [] };
      const live = this.#asEdited(uri, index, (place) => this.#live.findings(...place));
      const all = live ?? shared(runRules(this.#localRules, this.#context(), announce, root));
      return all.filter((it) => it.at.file !== uri || !underFault(parsed, it.at));
    },
    sameValue,
  );

  readonly #specFindings = this.#engine.query(
    'specFindings',
    (uri: string): readonly Finding[] => {
      const check = this.#specCheck.get(uri);
      const chunk = String(check?.subject.chunk);
      if (!check || check.problems.length === 0 || this.#documents.partText(uri, chunk) !== check.subject.text)
        return [];
      return specFindings(check, this.#chunkFindings(uri, chunk), (id) => this.rule(id)?.category);
    },
    sameValue,
  );

  readonly facts = this.#engine.query(
    'facts',
    (uri: string): readonly Fact[] => {
      const content = this.#documents.text.get(uri);
      if (!content || this.#excluded(uri) || unreadable(content.text) !== undefined) return [];
      const ofChunks = this.#documents.parts(uri).flatMap((_, index) => this.#chunkFacts(uri, String(index)));
      return isConfigFile(uri) ? [...ofChunks, ...this.#configFacts(uri)] : ofChunks;
    },
    sameValue,
  );

  readonly #configFacts = this.#engine.query(
    'configFacts',
    (uri: string) => shared(factsOfConfig(uri, this.#documents.text.get(uri)?.text ?? '')),
    sameValue,
  );

  readonly #chunkFacts = this.#engine.query(
    'chunkFacts',
    (uri: string, index: string): readonly Fact[] => {
      const recognition = this.#documents.recognition(uri, index);
      const parsed = recognition.dialects.length > 0 ? this.#documents.parsed(uri, index) : undefined;
      if (!parsed) return [];
      const live = this.#asEdited(uri, index, (place) => this.#live.facts(...place));
      return live ?? shared(factsOfChunk(parsed, uri, recognition, this.#documents.host));
    },
    sameValue,
  );

  readonly #factsOfFiles = allFactsOf(
    this.#engine,
    () => this.files,
    (uri) => this.facts(uri),
  );

  /** What all files tell, in the order of the files. */
  readonly allFacts = this.#engine.query(
    'allFacts',
    (): readonly Fact[] => (this.#reading.get('') ? [] : this.#factsOfFiles()),
    sameElements,
  );

  readonly #model = this.#engine.query('model', (): ThreatModel => buildModel(this.allFacts()), sameValue);

  /** Which places of the files name which parts of the system. */
  readonly mentions = (): Mentions => this.#systemFindings.updated(this.#mentions);
  readonly #mentions = this.#engine.query('mentions', () => new Mentions(this.#model(), this.allFacts()));

  /** With what the team says of the threats. Rules see them as the files show them, for findings to be judged. */
  readonly #judgedModel = this.#engine.query(
    'judgedModel',
    (): ThreatModel =>
      withAcceptances(this.#model(), {
        policy: this.#policy().policy,
        policyUri: this.policyUri,
        today: this.#today,
        path: (uri) => this.path(uri),
        ignores: (uri) => this.#ignores(uri),
        category: (id) => this.rule(id)?.category,
        line: (at) => this.place(at)?.start.line ?? -1,
      }),
  );

  readonly #ignores = this.#engine.query(
    'ignores',
    (uri: string) => ignoreComments(this.#documents.text.get(uri)?.text ?? ''),
    sameValue,
  );

  readonly #systemFindings: SystemFindings;

  /** Findings of contracts that stand in another file, because what must change stands there, behind a `$ref`. */
  readonly #strayFindings = this.#engine.query('strayFindings', () => {
    const contracts = this.files.filter((uri) => this.status(uri).dialects.includes('openapi'));
    return byFile(contracts.flatMap((uri) => this.#localFindings(uri).filter((it) => it.at.file !== uri)));
  });

  readonly #strayFindingsIn = this.#engine.query(
    'strayFindingsIn',
    (uri: string): readonly Finding[] => this.#strayFindings().get(uri) ?? [],
    sameValue,
  );

  readonly #systemFindingsOf = this.#engine.query(
    'systemFindingsOf',
    (uri: string): readonly Finding[] => this.#systemFindings.in(uri),
    sameValue,
  );

  readonly #keptSystem = this.#engine.input<SystemAnswer | null>('keptSystem', null);

  #systemAbout(uri: string): SystemAnswer {
    return { findings: this.#systemFindingsOf(uri), places: this.#systemFindings.placesIn(uri) };
  }

  #localFindings(uri: string): readonly Finding[] {
    return this.#documents.parts(uri).flatMap((_, index) => this.#chunkFindings(uri, String(index)));
  }

  readonly #verdicts = this.#engine.query('verdicts', (uri: string, when: string): readonly Verdict[] => {
    const content = this.#documents.text.get(uri);
    if (!content || this.#excluded(uri)) return [];
    if (uri === this.policyUri) return policyFindings(this.#policy(), uri, this.#today).map(shown);
    const system = (when === 'now' ? this.#keptSystem.get(uri) : null) ?? this.#systemAbout(uri);
    const findings = [
      ...this.#localFindings(uri).filter((it) => it.at.file === uri),
      // Only a part of a contract, or a contract, can be what another contract refers to.
      ...(this.status(uri).dialects.every((it) => it === 'openapi') ? this.#strayFindingsIn(uri) : []),
      ...system.findings,
      ...(this.status(uri).dialects.includes('openapi') ? this.#specFindings(uri) : []),
    ];
    return verdictsOf(findings, {
      uri,
      path: this.path(uri),
      policy: this.#policy().policy,
      today: this.#today,
      ignores: this.#ignores(uri),
      rule: (id) => this.rule(id),
      places: system.places,
      placeOf: (at) => this.place(at),
    });
  });

  readonly status = this.#engine.query(
    'status',
    (uri: string): FileStatus =>
      fileStatus(this.#documents.text.get(uri), this.#excluded(uri), () =>
        this.#documents.parts(uri).map((_, index) => this.#documents.recognition(uri, String(index))),
      ),
    sameValue,
  );
}

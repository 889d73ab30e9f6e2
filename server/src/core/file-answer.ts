import { factsOfChunk, mayBeOurs, recognise, type Recognition, visitChunk } from './dialects/speak.ts';
import { type Part, type PartialAnswer, PartRules } from './file-part.ts';
import { type FileParsing, Parsings } from './parsings.ts';
import type { LensHost, RuleContext } from './rules/context.ts';
import type { Finding } from './rules/finding.ts';
import type { Visitor } from './rules/nouns.ts';
import type { AnyRule } from './rules/rule.ts';
import { indexRules, type RuleIndex, runRules, visitsSystem } from './rules/run.ts';
import { type IgnoreComment, ignoreComments } from './syntax/ignore.ts';
import { underFault } from './syntax/parsed.ts';
import { factsOfConfig, isConfigFile } from './threat-model/config/config.ts';
import type { Fact } from './threat-model/fact.ts';
import { hostOf } from './workspace-host.ts';
import { fileStatus } from './workspace-status.ts';
import type { FileStatus, Place } from './workspace-types.ts';

/**
 * What one file says, together with the files that it refers to: plain data, which a thread hands over and a cache
 * keeps. It follows from the texts, the rules and the context alone.
 */
export interface FileAnswer {
  readonly status: FileStatus;
  /** Findings of the rules that see one chunk. Fixes are named, their patches are left out. */
  readonly findings: readonly Finding[];
  /** For each finding the spans of its own place and of its related ones; null where there is none. */
  readonly places: readonly (readonly (Span | null)[])[];
  readonly facts: readonly Fact[];
  readonly ignores: readonly IgnoreComment[];
  /** URIs that were asked for through references, sorted; also those that are not there. */
  readonly reads: readonly string[];
  /** The chunk that can be compared with the OpenAPI specification. */
  readonly spec: { readonly chunk: number; readonly syntax: 'yaml' | 'json' } | null;
}

/** Zero-based line and character of the start, then of the end. */
export type Span = readonly [number, number, number, number];

export interface InspectorSetup {
  readonly rules: readonly AnyRule[];
  readonly context: RuleContext;
  /** The policy is no subject of rules. */
  readonly policyUri: string;
  /** The text of a file of the workspace; undefined for every other one. */
  readonly text: (uri: string) => string | undefined;
  /** Every file as a workspace of its own: a reference to another one leads nowhere. */
  readonly isolated: boolean;
}

/** Answers about files that stand still, one after the other. */
export class Inspector {
  readonly #setup: InspectorSetup;
  readonly #rules: readonly AnyRule[];
  readonly #index: RuleIndex;
  readonly #parsings: Parsings;

  constructor(setup: InspectorSetup) {
    this.#setup = setup;
    this.#rules = setup.rules.filter((it) => !visitsSystem(it));
    this.#index = indexRules(this.#rules);
    this.#parsings = new Parsings(setup.text);
  }

  /** The answer about a file of the workspace; undefined for every other one. */
  answer(uri: string): FileAnswer | undefined {
    this.#parsings.trim();
    const file = this.#parsings.file(uri);
    if (!file) return undefined;
    const { host, reads } = this.#hostFor(uri);
    const recognitions = file.chunks.map((_, index) => this.#recognition(file, index));
    const findings = recognitions.flatMap((it, index) => this.#findings(file, index, it, host, this.#index));
    return {
      ...this.#told(findings),
      status: fileStatus({ text: file.text }, false, () => recognitions),
      facts: factsIn(file, recognitions, host),
      ignores: ignoreComments(file.text),
      reads: [...reads].sort(),
      spec: specChunk(file, recognitions),
    };
  }

  /** The answer of a part of the rules; see {@link joinParts}. */
  part(uri: string, part: Part): PartialAnswer | undefined {
    this.#parsings.trim();
    const file = this.#parsings.file(uri);
    if (!file) return undefined;
    const { host, reads } = this.#hostFor(uri);
    const recognitions = file.chunks.map((_, index) => this.#recognition(file, index));
    const rules = new PartRules(this.#rules, part);
    const findings = recognitions.flatMap((it, index) => this.#findings(file, index, it, host, rules.index, rules));
    return {
      ...this.#told(findings),
      orders: findings.map((it) => rules.orderOf(it.at)),
      status: fileStatus({ text: file.text }, false, () => recognitions),
      facts: part.index === 0 ? factsIn(file, recognitions, host) : [],
      ignores: part.index === 0 ? ignoreComments(file.text) : [],
      reads: [...reads].sort(),
      spec: specChunk(file, recognitions),
    };
  }

  /** Leads from file to file, and notes which were asked for. */
  #hostFor(uri: string): { readonly host: LensHost; readonly reads: ReadonlySet<string> } {
    const reads = new Set<string>();
    const fileAt = (other: string): FileParsing | undefined => {
      if (other !== uri && this.#setup.isolated) return undefined;
      if (other !== uri) reads.add(other);
      return this.#parsings.file(other);
    };
    const host = hostOf(
      (other) => fileAt(other)?.parsed(0),
      (other) => fileAt(other)?.text,
      (other) => {
        const file = fileAt(other);
        return (file?.chunks ?? []).flatMap((_, index) => file?.parsed(index) ?? []);
      },
    );
    return { host: { ...host, lenses: new WeakMap() }, reads };
  }

  #told(findings: readonly Finding[]): Pick<FileAnswer, 'findings' | 'places'> {
    return {
      findings: findings.map(withoutPatches),
      places: findings.map(({ at, line, related }) => [
        line === undefined ? spanOf(this.#parsings.place(at)) : null,
        ...related.map((it) => spanOf(this.#parsings.place(it.at))),
      ]),
    };
  }

  #recognition(file: FileParsing, index: number): Recognition {
    const chunk = file.chunks[index];
    if (!chunk || file.uri === this.#setup.policyUri) return { dialects: [] };
    if (file.form !== 'dockerfile' && !mayBeOurs(chunk.text, file.uri)) return { dialects: [] };
    const parsed = file.parsed(index);
    return parsed ? recognise(parsed, file.uri) : { dialects: [] };
  }

  #findings(
    file: FileParsing,
    index: number,
    recognition: Recognition,
    host: LensHost,
    rules: RuleIndex,
    part?: PartRules,
  ): readonly Finding[] {
    const parsed = recognition.dialects.length > 0 ? file.parsed(index) : undefined;
    if (!parsed) return [];
    const { uri } = file;
    const announce = (visit: Visitor): void =>
      visitChunk(parsed, uri, recognition, host, visit, (name) => rules.has(name));
    const context = { ...this.#setup.context, namesOnly: true } as const;
    const all = runRules(rules, context, part ? part.counting(index, announce) : announce, {
      file: uri,
      chunk: index,
      route: [],
    });
    return all.filter((it) => it.at.file !== uri || !underFault(parsed, it.at));
  }
}

function factsIn(file: FileParsing, recognitions: readonly Recognition[], host: LensHost): readonly Fact[] {
  const { uri } = file;
  const facts = recognitions.flatMap((it, index) => {
    const parsed = it.dialects.length > 0 ? file.parsed(index) : undefined;
    return parsed ? factsOfChunk(parsed, uri, it, host) : [];
  });
  return isConfigFile(uri) && file.unreadable === undefined ? [...facts, ...factsOfConfig(uri, file.text)] : facts;
}

/** What is being typed, or does not parse, is not compared. */
function specChunk(file: FileParsing, recognitions: readonly Recognition[]): FileAnswer['spec'] {
  const chunk = recognitions.findIndex((it) => it.dialects.includes('openapi'));
  const parsed = file.parsed(chunk);
  if (!parsed || parsed.syntax === 'dockerfile' || parsed.source.tree.faults.length > 0) return null;
  return { chunk, syntax: parsed.syntax };
}

/** A patch may hold words of the file; a report names a fix and needs no more. */
function withoutPatches(finding: Finding): Finding {
  if (finding.fixes.length === 0) return finding;
  return { ...finding, fixes: finding.fixes.map((it) => ({ ...it, patches: [] })) };
}

function spanOf(place: Place | undefined): Span | null {
  return place ? [place.start.line, place.start.character, place.end.line, place.end.character] : null;
}

import type { DockerfileTree } from '../syntax/dockerfile.ts';
import type { Source } from '../syntax/view.ts';

/** What the policy tells rules; every team's own words. */
export interface RuleOptions {
  /** Registries and repositories (prefixes such as "ghcr.io/acme/") that images may come from; empty: no opinion. */
  readonly trustedRegistries: readonly string[];
  /** Paths or operation ids that are public on purpose, with the reason. */
  readonly publicOperations: readonly { readonly match: string; readonly reason: string }[];
}

export const defaultOptions: RuleOptions = { trustedRegistries: [], publicOperations: [] };

/** What the policy says of them, the defaults for the rest. */
export function optionsOf(policy: { readonly [K in keyof RuleOptions]?: RuleOptions[K] | undefined }): RuleOptions {
  return {
    trustedRegistries: policy.trustedRegistries ?? defaultOptions.trustedRegistries,
    publicOperations: policy.publicOperations ?? defaultOptions.publicOperations,
  };
}

/** What a check may know besides its noun. Everything in it is an input: the core reads no clock and no disk. */
export interface RuleContext {
  readonly options: RuleOptions;
  /** Today as yyyy-mm-dd, given by the shell. */
  readonly today: string;
  /**
   * Fixes will only be named, as the command's reports do. A rule then need not work out what their patches set; how many
   * patches there are, and what the fix is called, must be the same.
   */
  readonly namesOnly?: true;
}

/** How lenses reach other documents of the workspace; reads are recorded, so that answers follow the files they used. */
export interface LensHost {
  /**
   * The parsed first chunk of a workspace file, or undefined when the workspace has no such file (never the disk, never
   * the network). `uri` is absolute and normalised.
   */
  document(uri: string): Source | undefined;
  /** The parsed chunks of a workspace file, for those whose forms are streams, such as Skaffold's modules. */
  documents?(uri: string): readonly Source[];
  /**
   * Which of these names the workspace has in a folder, as URIs; to be asked where most folders have none of them,
   * because one answer serves all who ask.
   */
  present?(folder: string, names: readonly string[]): readonly string[];
  /** The Dockerfile of that address, when the workspace has it. */
  dockerfile?(uri: string): DockerfileTree | undefined;
  /** The text of a workspace file that is no document of ours, such as a file of variables. */
  text?(uri: string): string | undefined;
  /** Lenses that were made with this host and stand still: a second one of the same file need not be made. */
  readonly lenses?: WeakMap<Source, unknown>;
}

/** A workspace of one file. */
export const noHost: LensHost = { document: () => undefined };

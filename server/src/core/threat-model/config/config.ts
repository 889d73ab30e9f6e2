import type { Fact } from '../fact.ts';

/** Whether a file of no dialect names peers of a service: told by its name alone. */
export function isConfigFile(_uri: string): boolean {
  return false;
}

/** What a plain configuration file tells the workspace. */
export function factsOfConfig(_uri: string, _text: string): readonly Fact[] {
  return [];
}

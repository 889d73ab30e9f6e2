/** The rule files, sorted. */
export function ruleFiles(): string[];
export const core: string;

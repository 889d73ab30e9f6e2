/** A rule as a list offers it: by its title, with its id for those who know it. */
export interface RuleChoice {
  readonly label: string;
  readonly description: string;
  readonly rule: string;
}

/**
 * The rules by the titles of their pages. `pageOf` gives a page as Markdown, or null where there is none; such a rule is
 * offered by its id.
 */
export function ruleChoices(
  rules: readonly string[],
  pageOf: (rule: string) => Promise<string | null>,
): Promise<readonly RuleChoice[]> {
  return Promise.all(
    rules.map(async (rule) => {
      const title = headingOf((await pageOf(rule)) ?? '');
      return title === '' ? { label: rule, description: '', rule } : { label: title, description: rule, rule };
    }),
  );
}

/** The heading that a page begins with; empty when it begins with anything else. */
function headingOf(markdown: string): string {
  return /^# (.+)/.exec(markdown)?.[1]?.trim() ?? '';
}

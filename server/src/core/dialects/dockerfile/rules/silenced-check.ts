import { defineRule } from '../../../rules/rule.ts';

/** Comments of other tools that switch checks off: which are switched off, and whether all of the file is. */
const PRAGMAS: readonly { readonly pattern: RegExp; readonly whole: RegExp; readonly tool: string }[] = [
  { pattern: /^#\s*hadolint\s+(?:global\s+)?ignore\s*=\s*(.+)$/i, whole: /hadolint\s+global/i, tool: 'hadolint' },
  { pattern: /^#\s*check\s*=.*\bskip\s*=\s*(.+)$/i, whole: /skip\s*=\s*all\b/i, tool: 'BuildKit' },
  { pattern: /^#\s*checkov:skip=(.+)$/i, whole: /$^/, tool: 'checkov' },
  { pattern: /^#\s*(?:trivy|tfsec):ignore:(.+)$/i, whole: /ignore:\*/i, tool: 'Trivy' },
  {
    pattern: /^#\s*kics-scan\s+(disable(?:\s*=.*)?|ignore(?:-line|-block)?)\s*$/i,
    whole: /kics-scan\s+(?:disable\s*$|ignore\s*$)/i,
    tool: 'KICS',
  },
  { pattern: /^#.*\bnosemgrep(?:\s*:\s*(.*))?$/i, whole: /nosemgrep\s*$/i, tool: 'Semgrep' },
  { pattern: /^#.*\bNOSONAR\b(.*)$/, whole: /$^/, tool: 'Sonar' },
];

export default defineRule({
  id: 'dockerfile/silenced-check',
  title: 'A comment silences another security tool',
  why: 'A comment that was right once hides problems that come later.',
  remedy: 'Silence one rule at one place, with the reason.',
  category: 'observability',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [1127], stride: ['R'] },
  equivalents: ['hadolint:DL1001'],
  concepts: ['lint-suppression-inline'],
  visits: 'dockerfile.file',
  check(file, report) {
    const look = (text: string, kind: 'comments' | 'directives', index: number): void => {
      const written = text.trim();
      const pragma = PRAGMAS.find((it) => it.pattern.test(written));
      if (pragma === undefined) return;
      const whole = pragma.whole.test(written);
      report({
        at: { file: file.uri, chunk: 0, route: [kind, index] },
        message: whole
          ? `This comment silences ${pragma.tool} for more than one place, and so hides problems that come later. Silence one rule where it is accepted, with the reason.`
          : `This comment silences a check of ${pragma.tool}. See now and then whether its reason still holds.`,
        ...(whole ? { severity: 'info', reason: 'It holds for the whole file or for all rules.' } : {}),
        equivalents: pragma.tool === 'hadolint' ? this.equivalents : [],
        ...(whole
          ? {}
          : {
              group: {
                key: pragma.tool,
                message: (count: number) =>
                  `${count} comments silence checks of ${pragma.tool}. See now and then whether their reasons still hold.`,
              },
            }),
      });
    };
    const { text, comments, directives } = file.tree;
    comments.forEach(({ range }, index) => look(text.slice(range.start, range.end), 'comments', index));
    directives.forEach(({ range }, index) => look(text.slice(range.start, range.end), 'directives', index));
  },
});

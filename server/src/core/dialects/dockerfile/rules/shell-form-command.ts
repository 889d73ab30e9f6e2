import { defineRule } from '../../../rules/rule.ts';
import type { DockerfileInstruction } from '../lens.ts';
import { fix, replace, textAt } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/shell-form-command',
  title: 'The service is started through a shell',
  why: 'The shell does not pass signals on: on stop the service is killed after ten seconds, with its requests.',
  remedy: 'Write the command as a JSON array, or begin it with exec.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [573], stride: ['D'] },
  equivalents: [
    'hadolint:DL3025',
    'kics:b86987e1-6397-4619-81d5-8807f2387c79',
    'kics:not_using_json_in_cmd_and_entrypoint_arguments',
    'buildkit:JSONArgsRecommended',
    'sonar:S7019',
    'semgrep:prefer-json-notation',
  ],
  concepts: ['shell-form-entrypoint'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    const { keyword, node, stage, commands } = instruction;
    if (!/^(?:CMD|ENTRYPOINT)$/.test(keyword) || node.form !== 'shell' || node.malformedExec || instruction.isOnbuild)
      return;
    const text = textAt(instruction, instruction.textAt).trim();
    if (text === '' || node.heredocs.length > 0) return;
    const shell = stage?.all('SHELL').some((it) => it.index < instruction.index) === true;
    // A shell that was chosen on purpose, or one of Windows, is meant.
    if (shell || stage?.shell.dialect === 'other') return;
    const [first] = commands;
    if (commands.length === 1 && first?.command.wrappers.some((it) => it.name === 'exec') === true) return;
    const words = plainWords(instruction, text);
    report({
      at: instruction.textAt,
      message: `${keyword} starts the service through a shell, which does not pass signals on: on stop it is killed with its requests. Write a JSON array${words === undefined ? ', or put exec before the last command' : ''}.`,
      fixes:
        words !== undefined
          ? fix('Write it as a JSON array', 'behaviour', [
              replace(instruction.textAt, JSON.stringify(words).replaceAll('","', '", "')),
            ])
          : commands.length === 1 && first?.command.start === 0 && first.command.assignments.length === 0
            ? fix('Begin with exec', 'behaviour', [
                replace(instruction.spanAt({ start: node.textRange.start, end: node.textRange.start }), 'exec '),
              ])
            : [],
    });
  },
});

/** The words, when no shell is needed to find them. */
function plainWords({ commands, node }: DockerfileInstruction, text: string): readonly string[] | undefined {
  const [command] = commands;
  if (commands.length !== 1 || command === undefined || /[$`\\|&;<>(){}*?[\]~#!\n]/.test(text)) return undefined;
  const { assignments, wrappers, redirects, nameWord, args } = command.command;
  if (assignments.length + wrappers.length + redirects.length > 0 || nameWord === undefined) return undefined;
  if (/^(?:cd|export|source|\.|set|ulimit|umask|alias|eval|trap|:)$/.test(nameWord.value)) return undefined;
  const words = [nameWord, ...args].map((it) => it.value);
  return node.form === 'shell' ? words : undefined;
}

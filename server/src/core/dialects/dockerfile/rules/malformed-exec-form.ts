import type { Fix } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { DockerfileInstruction } from '../lens.ts';
import { fix, replace, textAt } from '../repair.ts';

const singleQuotes = 'dockerfile-utils:JSON_IN_SINGLE_QUOTES';
const shellForm = [
  'hadolint:DL3025',
  'kics:b86987e1-6397-4619-81d5-8807f2387c79',
  'kics:not_using_json_in_cmd_and_entrypoint_arguments',
  'buildkit:JSONArgsRecommended',
  'sonar:S7019',
  'semgrep:prefer-json-notation',
];

export default defineRule({
  id: 'dockerfile/malformed-exec-form',
  title: 'A JSON array is not valid',
  why: "What is no JSON is handed to a shell, which looks for a program called [ or ['node'; the container fails, or runs something else.",
  remedy: 'Use double quotes, and no comma after the last item.',
  category: 'hygiene',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [1286], stride: ['D'] },
  equivalents: ['sonar:S7030', singleQuotes, ...shellForm],
  concepts: ['exec-form-malformed', 'shell-form-entrypoint'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    const text = textAt(instruction, instruction.textAt).trim();
    const command = instruction.keyword === 'HEALTHCHECK' ? text.replace(/^CMD\s+/i, '') : text;
    const suspect =
      instruction.node.malformedExec ||
      (/^(?:RUN|CMD|ENTRYPOINT|SHELL|VOLUME|COPY|ADD|HEALTHCHECK)$/.test(instruction.keyword) &&
        /^\[\s*'[^]*\]$/.test(command) &&
        !isArray(command));
    if (!suspect || command.includes('$(') || isTest(command)) return;
    const single = /^\[\s*'/.test(command);
    report({
      at: instruction.textAt,
      message: `This looks like a JSON array and is none${single ? ', because of its single quotes' : ''}, so ${/^(?:VOLUME|COPY|ADD)$/.test(instruction.keyword) ? 'it is read as plain words' : 'a shell runs it as it stands'}. Use double quotes, and no comma at the end.`,
      equivalents: [
        'sonar:S7030',
        ...(single ? [singleQuotes] : []),
        // A start command that is no array is in shell form, whatever it was meant to be.
        ...(/^(?:CMD|ENTRYPOINT)$/.test(instruction.keyword) ? shellForm : []),
      ],
      fixes: corrected(instruction, text),
    });
  },
});

function corrected(instruction: DockerfileInstruction, text: string): readonly Fix[] {
  const start = text.indexOf('[');
  const array = text.slice(start);
  // Only where the quotes are all of one kind is it clear what was meant.
  const quoted = array.includes('"') ? array : array.replaceAll("'", '"');
  const valid = quoted.replace(/,\s*\]$/, ']').replace(/^\[\s*,/, '[');
  return isArray(valid) && !text.includes('\n')
    ? fix('Make it a JSON array', 'behaviour', [replace(instruction.textAt, text.slice(0, start) + valid)])
    : [];
}

function isArray(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((it) => typeof it === 'string');
  } catch {
    return false;
  }
}

/** `[ "$A" = b ] && c`: a test of the shell, which begins like an array. */
function isTest(text: string): boolean {
  return /^\[\s[^,]*(?:\s(?:=|==|!=|-[a-z]{1,2}|=~)\s|\]\s*(?:&&|\|\||;))/.test(text) || /^\[\s+-[a-z]\s/.test(text);
}

import type { InstructionNode } from '../../syntax/dockerfile.ts';
import { readExecForm } from '../../syntax/exec-form.ts';
import { otherDialect, parseShell, shellOfWords } from '../../syntax/shell.ts';
import type { ShellScript } from '../../syntax/shell.ts';
import { Joiner, verbatim } from '../../text/joined-text.ts';
import type { JoinedText } from '../../text/joined-text.ts';
import { MAX_LENGTH } from './expand.ts';
import type { Lookup } from './expand.ts';
import type { ShellInForce } from './lens-model.ts';

/** A script and the text that its offsets count in, whose characters stand in the file. */
export interface ScriptSource {
  readonly script: ShellScript;
  /** Undefined when the offsets count in the file itself. */
  readonly source: JoinedText | undefined;
}

/**
 * The commands of RUN, CMD, ENTRYPOINT or HEALTHCHECK. A single here-document is the script itself (BuildKit's
 * dispatchRun); with words around it, it is the input of a command. The exec form needs no shell, whatever SHELL says.
 */
export function scriptOf(node: InstructionNode, text: string, shell: ShellInForce, variable: Lookup): ScriptSource {
  const lookup: Lookup = (name) => {
    const value = variable(name);
    return value === undefined || value.length > MAX_LENGTH ? undefined : value;
  };
  if (node.form === 'exec') {
    const form = readExecForm(node.command);
    const words = 'items' in form ? form.items.map((item) => item.source) : [];
    return { script: shellOfWords(words, { lookup }), source: undefined };
  }
  const source = scriptText(node, text);
  const shebang = source.text.startsWith('#!');
  if (shell.dialect === 'other' && !shebang) return { script: otherDialect(), source };
  return { script: parseShell(source.text, { lookup }), source };
}

function scriptText(node: InstructionNode, text: string): JoinedText {
  const [first] = node.heredocs;
  const last = node.heredocs.at(-1);
  if (first === undefined || last === undefined) return node.command;
  if (node.heredocs.length === 1 && node.args.length === 1) return verbatim(first.body, first.bodyRange.start);
  const joiner = new Joiner();
  node.command.segments.forEach(({ at, from }, index) => {
    joiner.add(node.command.text.slice(at, node.command.segments[index + 1]?.at), from);
  });
  const start = first.bodyRange.start;
  joiner.add('\n', start - 1);
  joiner.add(text.slice(start, (last.endRange ?? last.bodyRange).end), start);
  return joiner.finish(start);
}

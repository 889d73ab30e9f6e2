import { defineRule } from '../../../rules/rule.ts';
import type { ShellWord } from '../../../syntax/shell.ts';
import { isBuilder, isForDevelopment } from '../claims.ts';
import type { DockerfileCommand } from '../lens.ts';
import { dropWord, fix } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/debug-server',
  title: 'The container starts a debugger or a development server',
  why: 'A debugger runs code for whoever connects; servers for development have no limits and show internals.',
  remedy: 'Start the service as in production.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [489, 1188], stride: ['E', 'I'] },
  equivalents: [],
  concepts: ['debug-server-in-command'],
  visits: 'dockerfile.command',
  check(command, report) {
    const { instruction, stage } = command;
    if (!/^(?:CMD|ENTRYPOINT)$/.test(instruction.keyword) || isBuilder(stage) || isForDevelopment(stage)) return;
    const debug = debuggerOption(command);
    if (debug !== undefined) {
      const local = /127\.0\.0\.1|localhost/.test(debug.word.value);
      report({
        at: command.wordAt(debug.word),
        message: `${debug.word.value} opens a debugger, which runs code for whoever connects${local ? ' from inside the container' : ''}. Leave it out of the image.`,
        ...(local ? { severity: 'info', reason: 'It listens on the loopback only.' } : {}),
        fixes: debug.removable ? fix('Start without the debugger', 'behaviour', dropWord(command, debug.word)) : [],
      });
      return;
    }
    const server = developmentServer(command);
    if (server !== undefined)
      report({
        at: command.wordAt(server),
        message: `${[command.name, ...command.args.slice(0, 2).map((it) => it.value)].join(' ')} is a server for development: it has no limits, shows internals, and reloads what changes. Start the service as in production.`,
        severity: 'info',
        reason: 'It opens no debugger.',
      });
  },
});

function debuggerOption({
  name,
  args,
}: DockerfileCommand): { readonly word: ShellWord; readonly removable: boolean } | undefined {
  const find = (pattern: RegExp): ShellWord | undefined => args.find((it) => pattern.test(it.value));
  const found =
    find(/^--inspect(?:-brk|-wait)?(?:=|$)/) ??
    find(/^-(?:agentlib:jdwp|Xrunjdwp|javaagent:.*jdwp)/) ??
    find(/^-Xdebug$/);
  if (found !== undefined && /^(?:node|nodemon|java|deno|bun|tsx|ts-node|npx)$/.test(name))
    return { word: found, removable: true };
  const module = args.findIndex((it) => it.value === '-m');
  const python = args[module + 1];
  if (
    name.startsWith('python') &&
    module >= 0 &&
    python !== undefined &&
    /^(?:debugpy|ptvsd|pydevd|pdb)$/.test(python.value)
  )
    return { word: python, removable: false };
  if (name === 'dlv' && !args.some((it) => /--listen=(?:127\.0\.0\.1|localhost)/.test(it.value))) {
    const [first] = args;
    return first === undefined ? undefined : { word: first, removable: false };
  }
  if (/^(?:rdbg|byebug)$/.test(name) && args[0] !== undefined) return { word: args[0], removable: false };
  return undefined;
}

/** What runs a program of the project's packages: the program is its first word that is no option. */
const runners = /^(?:npx|bunx|pnpx)$/;

function developmentServer({ name, args, command }: DockerfileCommand): ShellWord | undefined {
  const started = runners.test(name) ? args.findIndex((it) => !it.value.startsWith('-')) : -1;
  const program = args[started];
  return program === undefined
    ? serverIn(name, command.nameWord, args)
    : serverIn(program.value, program, args.slice(started + 1));
}

function serverIn(name: string, first: ShellWord | undefined, args: readonly ShellWord[]): ShellWord | undefined {
  const words = args.map((it) => it.value);
  const text = words.join(' ');
  switch (name) {
    case 'flask':
      return /\brun\b/.test(text) && words.includes('--debug') ? args.find((it) => it.value === '--debug') : undefined;
    case 'uvicorn':
    case 'fastapi':
      return (
        args.find((it) => it.value === '--reload') ?? (name === 'fastapi' && words[0] === 'dev' ? args[0] : undefined)
      );
    case 'php':
      return args.find((it) => it.value === '-S' || it.value === 'serve');
    case 'ng':
    case 'webpack':
    case 'vue-cli-service':
    case 'gatsby':
      return /^(?:serve|s|develop)$/.test(words[0] ?? '') ? args[0] : undefined;
    case 'next':
    case 'nuxt':
    case 'astro':
    case 'remix':
      return words[0] === 'dev' ? args[0] : undefined;
    case 'vite':
      return words[0] === 'build' || words[0] === 'preview' ? undefined : first;
    case 'nodemon':
    case 'webpack-dev-server':
    case 'ts-node-dev':
    case 'air':
      return first;
    case 'dotnet':
      return words[0] === 'watch' ? args[0] : undefined;
    case 'npm':
    case 'yarn':
    case 'pnpm':
    case 'bun':
      return args.find((it) => /^(?:dev|develop|start:dev|serve:dev|dev:.*)$/.test(it.value));
    default:
      return name.startsWith('python')
        ? args.find((it, index) => it.value === 'runserver' && (words[index - 1] ?? '').endsWith('manage.py'))
        : undefined;
  }
}

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { VERSION } from '../node/version.ts';
import { check } from './check.ts';
import { engine } from './engine-door.ts';
import { help, Usage } from './arguments.ts';
import { rootOf } from '../node/load.ts';

const write = (text: string): void => {
  process.stdout.write(text);
};

/** Runs the command line and gives the exit code; throws {@link Usage} for a call that cannot be carried out. */
function run(argv: readonly string[]): number | Promise<number> {
  const { values, positionals } = parse(argv);
  const [command, ...paths] = positionals;
  if (values.version) {
    write(`${VERSION}\n`);
    return 0;
  }
  if (values.help || command === undefined) {
    write(help);
    return command === undefined && !values.help ? 2 : 0;
  }
  switch (command) {
    case 'check': {
      if (values.stdin && values['stdin-filename'] === undefined)
        throw new Usage('--stdin needs --stdin-filename NAME, which tells what the text is');
      return check(
        {
          paths: paths.length > 0 ? paths : ['.'],
          format: values.format ?? 'pretty',
          isolated: values.isolated ?? false,
          failOn: values['fail-on'] ?? 'error',
          fix: values.fix ?? false,
          spec: values.spec ?? false,
          stdinName: values.stdin ? values['stdin-filename'] : undefined,
          config: values.config,
          workers: workersOf(values.workers),
          cache: cacheOf(values.cache, values['cache-location'], paths),
          stats: values.stats ?? false,
        },
        write,
      );
    }
    case 'model':
      return values.diff
        ? engine().diff(paths, values.format ?? 'markdown', write)
        : engine().model(paths[0] ?? '.', values.format ?? 'json', write);
    case 'rules':
      return engine().listRules(values.format ?? 'markdown', write);
    case 'explain':
      return engine().explain(paths[0], write);
    default:
      throw new Usage(`there is no command "${command}"; see parapet --help`);
  }
}

function workersOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const count = Number(value);
  if (!/^\d{1,3}$/.test(value) || count < 1) throw new Usage('--workers is a number of threads, 1 or more');
  return count;
}

/** A place for the cache asks for it, too. */
function cacheOf(
  wanted: boolean | undefined,
  location: string | undefined,
  paths: readonly string[],
): string | undefined {
  if (location !== undefined) return location;
  return wanted ? join(rootOf(paths), '.parapet-cache') : undefined;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        isolated: { type: 'boolean' },
        'fail-on': { type: 'string' },
        fix: { type: 'boolean' },
        spec: { type: 'boolean' },
        stdin: { type: 'boolean' },
        'stdin-filename': { type: 'string' },
        config: { type: 'string' },
        workers: { type: 'string' },
        cache: { type: 'boolean' },
        'cache-location': { type: 'string' },
        stats: { type: 'boolean' },
        diff: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (cause) {
    throw new Usage(cause instanceof Error ? cause.message : String(cause));
  }
}

// A reader that has seen enough, such as `head`, closes the pipe: that is no fault of ours.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => process.exit(cause.code === 'EPIPE' ? 0 : 2));

const argv = process.argv.slice(2);
if (argv[0] === 'serve') {
  // The server is a bundle of its own, beside this one; the path is computed so that it is not bundled twice.
  createRequire(__filename)(join(__dirname, 'server.cjs'));
} else {
  void Promise.resolve()
    .then(() => run(argv))
    .then(
      (code) => {
        process.exitCode = code;
      },
      (cause: unknown) => {
        process.stderr.write(`parapet: ${cause instanceof Error ? cause.message : String(cause)}\n`);
        if (!(cause instanceof Usage) && process.env['PARAPET_TRACE'])
          process.stderr.write(`${cause instanceof Error ? cause.stack : ''}\n`);
        process.exitCode = 2;
      },
    );
}

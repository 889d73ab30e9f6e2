import { defineRule } from '../../../rules/rule.ts';
import type { ShellWord } from '../../../syntax/shell.ts';
import { shown } from '../addresses.ts';
import { listed } from '../claims.ts';
import type { DockerfileCommand } from '../lens.ts';
import { type ToolCall, operandsOf, optionOf, toolCall } from '../tools.ts';

const EQUIVALENTS: Readonly<Record<string, readonly string[]>> = {
  pip: [
    'hadolint:DL3013',
    'kics:02d9c71f-3ee8-4986-9c27-1a20d0d19bfc',
    'kics:unpinned_package_version_in_pip_install',
    'terrascan:AC_DOCKER_0010',
  ],
  npm: ['hadolint:DL3016', 'kics:e36d8880-3f78-4546-b9a1-12f0745ca0d5', 'kics:npm_install_without_pinned_version'],
  gem: ['hadolint:DL3028', 'kics:22cd11f7-9c6c-4f6e-84c0-02058120b341', 'kics:gem_install_without_version'],
  go: ['hadolint:DL3062'],
};

export default defineRule({
  id: 'dockerfile/unpinned-language-package',
  title: 'Language packages are installed without a version',
  why: 'The newest upload under that name runs its install script in the build, also when the name was hijacked an hour ago.',
  remedy: 'Name the version, or install from a lock file.',
  category: 'supply-chain',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1357, 829], stride: ['T'], cis: ['Docker 4.11'] },
  equivalents: [
    'hadolint:DL3013',
    'kics:02d9c71f-3ee8-4986-9c27-1a20d0d19bfc',
    'kics:unpinned_package_version_in_pip_install',
    'terrascan:AC_DOCKER_0010',
    'hadolint:DL3016',
    'kics:e36d8880-3f78-4546-b9a1-12f0745ca0d5',
    'kics:npm_install_without_pinned_version',
    'hadolint:DL3028',
    'kics:22cd11f7-9c6c-4f6e-84c0-02058120b341',
    'kics:gem_install_without_version',
    'hadolint:DL3062',
  ],
  concepts: ['language-packages-unpinned'],
  visits: 'dockerfile.command',
  check(command, report) {
    if (command.instruction.keyword !== 'RUN') return;
    const found = unpinned(command);
    const first = found?.words[0];
    if (found === undefined || first === undefined) return;
    const names = listed(found.words.map((it) => shown(it.value)));
    report({
      at: command.wordAt(first),
      message: `${names}: no version is named, so the newest upload under that name runs in the build. Name the version, or install from a lock file.`,
      equivalents: EQUIVALENTS[found.family] ?? [],
      group: {
        key: found.family,
        message: (count) =>
          `${count} steps install packages without naming versions (here ${names}), so the newest uploads under these names run in the build. Name versions, or install from a lock file.`,
      },
    });
  },
});

interface Unpinned {
  readonly family: 'pip' | 'npm' | 'gem' | 'go' | 'cargo';
  readonly words: readonly ShellWord[];
}

function unpinned(command: DockerfileCommand): Unpinned | undefined {
  const call = toolCall(command);
  switch (call.tool) {
    case 'pip':
    case 'pipx':
      return { family: 'pip', words: pip(call) };
    case 'npm':
    case 'pnpm':
    case 'yarn':
    case 'bun':
      return { family: 'npm', words: npm(call) };
    case 'gem':
      return { family: 'gem', words: gem(call) };
    case 'go':
      return { family: 'go', words: go(call) };
    case 'cargo':
      return { family: 'cargo', words: cargo(call) };
    default:
      return undefined;
  }
}

const PIP_VALUED =
  /^(?:-[rcetifpd]|--(?:requirement|constraint|editable|target|index-url|extra-index-url|find-links|trusted-host|prefix|root|platform|python-version|python|implementation|abi|cache-dir|upgrade-strategy|proxy|retries|timeout|no-binary|only-binary|progress-bar|config-settings|config-setting|global-option|install-option|src|log|cert|client-cert|index|default-index|index-strategy|root-user-action|report|build-option|use-feature|exists-action|override))$/;

function pip({ tool, args }: ToolCall): readonly ShellWord[] {
  const [action, ...names] = operandsOf(args, PIP_VALUED);
  if (action?.value !== 'install' || optionOf(args, '-c', '--constraint') !== undefined) return [];
  return (tool === 'pipx' ? names.slice(0, 1) : names).filter(
    ({ value, dynamic }) =>
      // A repository needs a revision: git+https://host/x.git@v1.
      (!dynamic &&
        /^(?:git|hg|svn|bzr)\+/.test(value) &&
        !/\/[^/]*\/.*@./.test(value.replace(/^\w+\+\w+:\/\//, 'x/'))) ||
      (!dynamic &&
        !/[=<>~!@]/.test(value) &&
        !/^[./~]|[\\/]|:\/\/|\.(?:whl|zip|tar\.\w+|tgz|txt)(?:\[.*\])?$/.test(value) &&
        value !== ''),
  );
}

const NPM_VALUED =
  /^(?:--(?:registry|prefix|cache|userconfig|globalconfig|loglevel|tag|omit|include|only|location|filter|dir|cwd|network-timeout|modules-folder|workspace|store-dir|reporter|fetch-retries|fetch-timeout|mutex|cache-folder)|-[wCF])$/;

function npm({ tool, args }: ToolCall): readonly ShellWord[] {
  const [action, ...names] = operandsOf(args, NPM_VALUED);
  const actions = tool === 'yarn' ? /^add$/ : /^(?:install|i|in|ins|add|isntall)$/;
  if (action === undefined || !actions.test(action.value)) return [];
  return names.filter(({ value, dynamic }) => {
    if (dynamic || value === '') return false;
    if (
      /^(?:git[+@:]|git:\/\/|ssh:\/\/|(?:git\+)?https?:\/\/.*\.git)/.test(value) ||
      /^(?:github|gitlab|bitbucket|gist):/.test(value)
    )
      return !/#./.test(value);
    if (/^[./~]|:\/\/|^file:|\.(?:tgz|tar|tar\.gz)$/.test(value)) return false;
    if (/^[^@][^/]*\/[^/]+$/.test(value)) return !value.includes('#');
    return !value.slice(1).includes('@');
  });
}

function gem({ args }: ToolCall): readonly ShellWord[] {
  const valued =
    /^(?:-[inPsvb]|--(?:install-dir|bindir|version|source|platform|document|trust-policy|http-proxy|build-root|file|without))$/;
  const [action, ...names] = operandsOf(args, valued);
  if (
    action === undefined ||
    !/^(?:install|i)$/.test(action.value) ||
    optionOf(args, '-v', '--version', '-g', '--file') !== undefined
  )
    return [];
  // What stands behind -- are options of the build.
  const end = args.findIndex((it) => it.value === '--');
  const last = end < 0 ? Infinity : (args[end]?.start ?? Infinity);
  return names.filter(
    (it) =>
      !it.dynamic && it.start < last && !/:\d|:['"]?[~><=]|\.gem$|^[./]/.test(it.value) && !it.value.startsWith('-v'),
  );
}

function go({ args }: ToolCall): readonly ShellWord[] {
  const [action, ...names] = operandsOf(
    args,
    /^-(?:ldflags|tags|mod|modfile|o|p|gcflags|asmflags|overlay|C|exec|toolexec|buildmode|compiler)$/,
  );
  if (action === undefined || !/^(?:install|get|run)$/.test(action.value)) return [];
  const named = action.value === 'run' ? names.slice(0, 1) : names;
  return named.filter(({ value, dynamic }) => {
    if (/\$/.test(value) && dynamic) return false;
    if (!/^[\w-]+(?:\.[\w-]+)+\//.test(value) || value.endsWith('.go')) return false;
    const version = /@(.*)$/.exec(value)?.[1];
    return version === undefined || version === 'latest' || version === 'none' || version === 'upgrade';
  });
}

function cargo({ args }: ToolCall): readonly ShellWord[] {
  const [action, ...names] = operandsOf(
    args,
    /^(?:--(?:version|vers|git|branch|tag|rev|path|root|index|registry|features|target|profile|bin|example|jobs|color|config|target-dir)|-[FjZ])$/,
  );
  if (action === undefined || !/^(?:install|binstall)$/.test(action.value)) return [];
  if (optionOf(args, '--version', '--vers', '--locked', '--path', '--rev', '--tag', '--git') !== undefined) return [];
  return names.filter((it) => !it.dynamic && !it.value.includes('@'));
}

import { defineRule } from '../../../rules/rule.ts';
import type { Anchor } from '../../../syntax/anchor.ts';
import { isForDevelopment, listed } from '../claims.ts';
import { nameOf } from '../images.ts';
import type { DockerfileStage } from '../lens.ts';
import { type PackageCall, isInstall, packageCall } from '../packages.ts';

const TOOLS =
  /^(?:build-essential|build-base|gcc(?:-\d+)?|g\+\+|clang(?:-\d+)?|make|cmake|automake|autoconf|libtool|ninja-build|alpine-sdk|python3?-dev(?:el)?|musl-dev|libc6?-dev|linux-headers|kernel-devel|gcc-c\+\+|openjdk-?\d+(?:-jdk.*)?|default-jdk|maven|gradle|golang(?:-go)?|rustc|cargo|git|subversion|gdb|strace|nmap|netcat(?:-\w+)?|telnet|tcpdump|@development.*)$/;
const SDK =
  /^(?:library\/(?:golang|rust|maven|gradle|gcc|sbt|haskell|swift|buildpack-deps|composer)|dotnet\/sdk|.*\/sdk)$/;

export default defineRule({
  id: 'dockerfile/build-tools-shipped',
  title: 'The image ships compilers or build tools',
  why: 'With a compiler, git or a package manager at hand, an intruder builds and fetches tools without bringing anything along.',
  remedy: 'Build in a stage of its own, and copy the result into a small image.',
  category: 'exposure',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1104], stride: ['E'], cis: ['Docker 4.3'] },
  equivalents: [],
  concepts: ['final-stage-keeps-build-tools'],
  visits: 'dockerfile.file',
  check(file, report) {
    const stage = file.finalStage;
    if (stage === undefined || isForDevelopment(stage)) return;
    const base = stage.rootBase;
    const started = stage.effective('CMD') ?? stage.effective('ENTRYPOINT');
    if (base.kind === 'image' && SDK.test(base.image.repository ?? '') && builds(stage)) {
      report({
        at: stage.at,
        message: `The image ships on ${nameOf(base.image)}, with compilers and package managers that the service does not need to run. Build there, and copy the result into a small image.`,
        severity: started === undefined ? 'hint' : 'info',
        ...(started === undefined ? { reason: 'The image starts nothing by itself.' } : {}),
      });
      return;
    }
    for (const { at, names } of kept(stage))
      report({
        at,
        message: `${listed(names)} ${names.length > 1 ? 'stay' : 'stays'} in the image: tools with which an intruder builds and fetches more. Install them in a stage that only builds, or remove them in the same RUN.`,
        group: {
          key: 'kept',
          message: (count) =>
            `${count} steps leave build tools in the image (here ${listed(names)}), with which an intruder builds and fetches more. Build in a stage of its own.`,
        },
      });
  },
});

/** Something is compiled or packed in the shipped stages. */
function builds({ chain }: DockerfileStage): boolean {
  return chain.some(({ commands }) =>
    commands.some(
      ({ name, instruction, values }) =>
        instruction.keyword === 'RUN' &&
        ((/^(?:go|cargo|mvn|mvnw|gradle|gradlew|dotnet|swift|sbt|make|stack|cabal)$/.test(name) &&
          values.some((it) =>
            /^(?:build|install|package|publish|assemble|bootJar|get|release|assembly|all)$|^:?\S*:(?:build|bootJar)$/.test(
              it ?? '',
            ),
          )) ||
          /^(?:gcc|g\+\+|rustc|make)$/.test(name)),
    ),
  );
}

/** Steps of the shipped stages that install tools and do not take them away again. */
function kept({ chain }: DockerfileStage): readonly { readonly at: Anchor; readonly names: readonly string[] }[] {
  return chain.flatMap(({ commands }) =>
    commands.flatMap((command) => {
      const call = packageCall(command);
      if (call === undefined || command.instruction.keyword !== 'RUN' || !isInstall(call)) return [];
      if (call.options.some((it) => /^--virtual|^-t$/.test(it.value)) && call.manager === 'apk') return [];
      const removed = command.siblings.map((it) => packageCall(it)).filter((it) => it !== undefined && isRemoval(it));
      const gone = new Set(removed.flatMap((it) => it?.operands.map((word) => word.value) ?? []));
      const all = removed.some((it) => it?.operands.some((word) => word.dynamic) === true);
      const words = call.operands.filter((it) => TOOLS.test(it.value.replace(/[=~<>].*$/, '')) && !gone.has(it.value));
      const [first] = words;
      return first === undefined || all ? [] : [{ at: command.wordAt(first), names: words.map((it) => it.value) }];
    }),
  );
}

function isRemoval({ action }: PackageCall): boolean {
  return /^(?:remove|purge|autoremove|del|erase|rm|autopurge)$/.test(action);
}

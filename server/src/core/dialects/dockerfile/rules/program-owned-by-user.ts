import { defineRule } from '../../../rules/rule.ts';
import { isRootName, userOf } from '../base-images.ts';
import { isBuilder } from '../claims.ts';
import { fix, remove } from '../repair.ts';

const DATA =
  /(?:^|\/)(?:data|uploads?|storage|cache|caches|tmp|temp|logs?|run|spool|media|var\/lib|\.cache|\.npm)(?:\/|$)/i;
const SYSTEM = /^\/(?:s?bin|lib\w*|usr|etc|boot|opt\/[^/]+\/s?bin)(?:\/|$)/;
const PROGRAM =
  /\.(?:sh|bash|jar|war|ear|so|dll|exe|bin|phar|pyz|whl)$|(?:^|\/)(?:s?bin|entrypoint|docker-entrypoint\.sh)\/?$/;

export default defineRule({
  id: 'dockerfile/program-owned-by-user',
  title: 'Program files belong to the user who runs them',
  why: 'A flaw that only writes files becomes lasting code execution when the service owns its own program.',
  remedy: 'Let root own the program, and the service only its data.',
  category: 'least-privilege',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [732, 282], stride: ['T'] },
  equivalents: [
    'kics:aa93e17f-b6db-4162-9334-c70334e7ac28',
    'kics:chown_flag_exists',
    'sonar:S6504',
    'terrascan:AC_DOCKER_00024',
  ],
  concepts: ['program-files-owned-by-runtime-user'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    const { keyword, stage, values } = instruction;
    if ((keyword !== 'COPY' && keyword !== 'ADD') || isBuilder(stage)) return;
    const flag = instruction.flag('chown');
    const owner = flag?.value?.split(':')[0];
    if (flag === undefined || owner === undefined || owner === '' || isRootName(owner)) return;
    const target = values.at(-1);
    if (target === undefined || DATA.test(target)) return;
    const program =
      SYSTEM.test(target) ||
      PROGRAM.test(target) ||
      values.slice(0, -1).some((it) => it !== undefined && PROGRAM.test(it));
    const own = userOf(stage?.effective('USER')) === owner;
    if (!program && !own && stage !== undefined) return;
    report({
      at: flag.at,
      message: `${owner} owns what is copied to ${target}${own ? ' and runs the service, so' : ':'} a flaw that writes files can replace the program. Let root own it and give ${owner} only the data.`,
      ...(program ? {} : { severity: 'hint', reason: 'It may hold data that the service has to write.' }),
      group: {
        key: program ? 'program' : 'code',
        message: (count) =>
          `${count} instructions give program files to the user who runs them, so that a flaw that writes files can replace the program. Let root own what is only read and run.`,
      },
      fixes: fix('Let root own the files', 'behaviour', [remove(flag.at)]),
    });
  },
});

import { defineRule } from '../../../rules/rule.ts';
import { mountOptions } from '../mount.ts';
import { fix, replace } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/readable-secret-mount',
  title: 'A build secret may be read by every user of the step',
  why: 'An install script that runs as another user in the same step can read the credential.',
  remedy: 'Leave mode away (0400 is the default), and give uid where another user must read it.',
  category: 'secrets',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [732], stride: ['I'], cis: ['Docker 4.10'] },
  equivalents: ['sonar:S6469'],
  concepts: ['secret-mount-permissive-mode'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    for (const { value, valueAt } of instruction.flags('mount')) {
      const options = mountOptions(value ?? undefined);
      const mode = options?.get('mode');
      if (value == null || mode === undefined || !/^(?:secret|ssh)$/.test(options?.get('type') ?? '')) continue;
      if (!/^0?o?[0-7]{3,4}$/.test(mode) || mode.endsWith('0')) continue;
      const tight = `${mode.slice(0, -1)}0`;
      report({
        at: valueAt,
        message: `With mode=${mode} every user of this step can read the ${options?.get('type') ?? ''} mount. The last digit should be 0.`,
        fixes: fix(`Set mode=${tight}`, 'behaviour', [
          replace(valueAt, value.replace(`mode=${mode}`, `mode=${tight}`)),
        ]),
      });
    }
  },
});

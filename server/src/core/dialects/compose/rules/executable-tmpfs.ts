import { defineRule } from '../../../rules/rule.ts';
import { rewriteFix, softened } from '../claims.ts';

const words = ['exec', 'suid', 'dev'];

export default defineRule({
  id: 'compose/executable-tmpfs',
  title: 'A tmpfs gives back the right to run programs',
  why: 'A writable place from which programs can be started undoes a read-only root file system.',
  remedy: 'Remove exec, suid and dev from the options: the engine switches them off by default.',
  category: 'isolation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [732], stride: ['T', 'E'] },
  equivalents: ['compose-lint:CL-0022'],
  concepts: ['tmpfs-options-weakened'],
  visits: 'compose.service',
  check(service, report) {
    for (const text of service.tmpfs) {
      const value = text.value;
      const colon = value?.indexOf(':') ?? -1;
      if (value === undefined || colon < 0 || !service.owns(text.view)) continue;
      const options = value.slice(colon + 1).split(',');
      const weak = options.filter((it) => words.includes(it.trim()));
      if (weak.length === 0) continue;
      const kept = options.filter((it) => !words.includes(it.trim()));
      const fixed = value.slice(0, colon) + (kept.length > 0 ? `:${kept.join(',')}` : '');
      report({
        at: text.view.anchor(),
        message: `The tmpfs ${value.slice(0, colon)} of service "${service.name}" allows ${weak.join(', ')}: an intruder writes a program there and runs it. Leave the options to their defaults.`,
        ...softened(service, 'info'),
        fixes:
          text.certainty === 'literal'
            ? rewriteFix(text.view, 0, value.length, fixed, `Remove ${weak.join(', ')}`)
            : [],
      });
    }
  },
});

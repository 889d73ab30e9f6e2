import { defineRule } from '../../../rules/rule.ts';
import { isBuilder, isForDevelopment } from '../claims.ts';
import { fix, replace } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/debug-mode',
  title: 'The image runs in a debug or development mode',
  why: 'Such modes show stack traces and settings to whoever asks, and some open a console that runs code.',
  remedy: 'Set the mode for production in the image, and switch others on when developing.',
  category: 'exposure',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [489, 215], stride: ['I', 'E'] },
  equivalents: ['sonar:S4507'],
  concepts: ['debug-mode-shipped'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    const { stage, keyword } = instruction;
    if (keyword !== 'ENV' || isBuilder(stage) || isForDevelopment(stage)) return;
    for (const { name, value, valueAt, raw } of instruction.pairs) {
      if (value === undefined || value === null) continue;
      const better = remedy(name, value);
      if (better === undefined) continue;
      // A later ENV of the image decides.
      const last = stage?.file.finalStage?.environment.get(name);
      if (last !== undefined && last.instruction !== instruction) continue;
      const jdwp = /jdwp/.test(value);
      report({
        at: valueAt,
        message: jdwp
          ? `${name} opens a debugger that runs code for whoever connects. Remove it from the image.`
          : `${name}=${value} ships a mode for development, which shows internals or runs code for strangers. Set it for production, and change it when developing.`,
        ...(jdwp ? { severity: 'warning', reason: 'The debugger needs no password.' } : {}),
        fixes:
          better === '' || raw?.includes('$') === true
            ? []
            : fix(`Set ${name}=${better}`, 'behaviour', [replace(valueAt, better)]),
      });
    }
  },
});

/** What the variable should say; empty when that is not known, undefined when it is fine. */
function remedy(name: string, value: string): string | undefined {
  const text = value.trim();
  if (/(?:^|_)(?:ENV|ENVIRONMENT)$/i.test(name) && /^(?:dev|devel|develop|development)$/i.test(text))
    return /^[A-Z]/.test(text) ? 'Production' : 'production';
  if (/(?:^|_)DEBUG$/i.test(name) && /^(?:true|yes|on|1)$/i.test(text)) return /^\d$/.test(text) ? '0' : 'false';
  if (/^XDEBUG_MODE$/.test(name) && !/^(?:off|)$/i.test(text)) return 'off';
  if (/^SPRING_PROFILES_ACTIVE$/.test(name) && /(?:^|,)\s*(?:dev|development|local)\s*(?:,|$)/.test(text)) return '';
  if (/^(?:JAVA_TOOL_OPTIONS|JAVA_OPTS|JDK_JAVA_OPTIONS|CATALINA_OPTS|_JAVA_OPTIONS)$/.test(name) && /jdwp/.test(text))
    return '';
  if (/^DEBUG_MODE$/i.test(name) && /^(?:true|yes|on|1)$/i.test(text)) return /^\d$/.test(text) ? '0' : 'false';
  return undefined;
}

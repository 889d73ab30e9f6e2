import { defineRule } from '../../../rules/rule.ts';
import { removeFix, softened } from '../claims.ts';
import { serviceTexts } from '../service-texts.ts';

interface Server {
  readonly pattern: RegExp;
  readonly what: string;
  /** A debugger runs code for whoever connects; a development server shows internals. */
  readonly debugger: boolean;
}

const servers: readonly Server[] = [
  {
    pattern: /(?:^|\s)--inspect(?:-brk|-wait)?(?:=(?!127\.|localhost)\S*)?(?=\s|$)/,
    what: "Node's inspector",
    debugger: true,
  },
  {
    pattern:
      /-agentlib:jdwp=\S*address=(?:\*|0\.0\.0\.0)|-agentlib:jdwp=(?=\S*server=y)\S*address=\d+(?=[,\s]|$)|-Xrunjdwp:\S+/,
    what: "Java's debugger",
    debugger: true,
  },
  {
    pattern: /\b(?:debugpy|ptvsd)\b.*--listen(?!\s*(?:127\.|localhost))|--listen\s+0\.0\.0\.0:\d+.*debugpy/,
    what: "Python's debugger",
    debugger: true,
  },
  { pattern: /\bdlv\b.*--listen=(?!127\.|localhost)\S+/, what: "Go's debugger", debugger: true },
  {
    pattern: /\bflask\b.*(?:\brun\b.*--debug|--debug\b.*\brun\b)|--debugger\b/,
    what: "Flask's debugger",
    debugger: true,
  },
  { pattern: /\bmanage\.py\s+runserver\b/, what: "Django's development server", debugger: false },
  { pattern: /\buvicorn\b.*--reload\b/, what: 'a server that reloads its code', debugger: false },
  { pattern: /\bphp\s+-S\s/, what: "PHP's development server", debugger: false },
  {
    pattern:
      /\b(?:ng\s+serve|webpack(?:-dev-server|\s+serve)|nodemon|react-scripts\s+start|vite(?:\s+(?:dev|serve))?\s+--host|next\s+dev|dotnet\s+watch)\b/,
    what: 'a development server',
    debugger: false,
  },
  {
    pattern: /\b(?:npm|pnpm|yarn)\s+(?:run\s+)?(?:dev|start:dev|serve:dev|develop)\b/,
    what: 'a development server',
    debugger: false,
  },
];

export default defineRule({
  id: 'compose/debug-server',
  title: 'Service starts a debugger or a development server',
  why: 'A debugger runs code for everybody who connects; a development server shows internals and has no limits.',
  remedy: 'Start the program as in production, and keep debugging to a profile or an override file.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [489, 1188], stride: ['E', 'I'] },
  equivalents: [],
  concepts: ['debug-server-in-command'],
  visits: 'compose.service',
  check(service, report) {
    // Files and profiles for development are the place for it.
    if (service.project.development || service.profiles.some((it) => /dev|debug|test/i.test(it))) return;
    const texts = serviceTexts(service);
    const words = texts.filter((it) => it.kind === 'command');
    const line = words
      .map((it) => it.text.filled(() => ''))
      .join(' ')
      .slice(0, 4000);
    const first = words[0];
    const running = servers.find((it) => it.pattern.test(line));
    if (running && first) {
      report({
        at: first.text.view.anchor(),
        message: `Service "${service.name}" starts ${running.what}${running.debugger ? ', which runs code for everybody who connects' : ', which shows internals and has no limits'}. Start the program as in production, and keep this for an override file.`,
        ...softened(service, running.debugger ? 'warning' : 'info'),
        confidence: 'medium',
        fixes: words
          .filter((it) => it.text.source.startsWith('--inspect') && it.text.view.parent?.isList === true)
          .flatMap((it) => removeFix(it.text.view, `Remove ${it.text.source}`)),
      });
    }
    for (const { text, place, key, kind } of texts) {
      if (kind !== 'environment' || key === undefined || !/(?:OPTS|OPTIONS|ARGS|FLAGS)$/.test(key)) continue;
      const found = servers.find((it) => it.debugger && it.pattern.test(text.filled(() => '')));
      if (!found) continue;
      report({
        at: text.view.anchor(),
        message: `In service "${service.name}", ${place} opens ${found.what}, which runs code for everybody who connects. Keep this for an override file.`,
        ...softened(service, 'warning'),
        fixes: [],
      });
    }
  },
});

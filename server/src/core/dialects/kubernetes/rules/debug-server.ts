import { defineRule } from '../../../rules/rule.ts';
import { containerTexts } from '../container-texts.ts';

const servers: readonly { readonly pattern: RegExp; readonly what: string; readonly debugger: boolean }[] = [
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
  { pattern: /\b(?:debugpy|ptvsd)\b.*--listen(?!\s*(?:127\.|localhost))/, what: "Python's debugger", debugger: true },
  { pattern: /\bdlv\b.*--listen=(?!127\.|localhost)\S+/, what: "Go's debugger", debugger: true },
  { pattern: /\bmanage\.py\s+runserver\b/, what: "Django's development server", debugger: false },
  {
    pattern: /\bflask\b.*\brun\b.*--debug\b|\buvicorn\b.*--reload\b|\bphp\s+-S\s/,
    what: 'a development server',
    debugger: false,
  },
  {
    pattern: /\b(?:webpack(?:-dev-server|\s+serve)|nodemon|react-scripts\s+start|next\s+dev|dotnet\s+watch)\b/,
    what: 'a development server',
    debugger: false,
  },
  {
    pattern: /\b(?:npm|pnpm|yarn)\s+(?:run\s+)?(?:dev|start:dev|serve:dev|develop)\b/,
    what: 'a development server',
    debugger: false,
  },
];

/** Variables that switch a debugger on. */
const switches: readonly (readonly [name: RegExp, value: RegExp])[] = [
  [/^(?:FLASK_DEBUG|DJANGO_DEBUG|WERKZEUG_DEBUG)$/, /^(?:1|true|yes|on)$/i],
  [/^FLASK_ENV$/, /^development$/i],
];

export default defineRule({
  id: 'kubernetes/debug-server',
  title: 'Container starts a debugger or a development server',
  why: 'A debugger runs code for everybody who connects; a development server shows internals and has no limits.',
  remedy: 'Start the program as in production, and keep debugging to an overlay.',
  category: 'exposure',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [489], stride: ['E', 'I'] },
  equivalents: [],
  concepts: ['debug-server-in-command', 'management-port-exposed-by-service'],
  visits: 'kubernetes.container',
  check(container, report) {
    const texts = containerTexts(container);
    const words = texts.filter((it) => it.name === undefined);
    const named = `${container.title} of ${container.workload.object.title}`;
    const first = words[0];
    const line = words.map((it) => it.text).join(' ');
    const server = servers.find((it) => it.pattern.test(line));
    if (server && first) {
      const word = words.find((it) => server.pattern.test(it.text)) ?? first;
      report({
        at: word.view.anchor(),
        message: messageOf(named, server.what, server.debugger),
        severity: server.debugger ? 'error' : 'warning',
      });
    }
    for (const { name, text, view } of texts) {
      if (name === undefined) continue;
      const agent = servers.find((it) => it.debugger && /OPTIONS$|OPTS$/.test(name) && it.pattern.test(text));
      const on = switches.some(([key, value]) => key.test(name) && value.test(text.trim()));
      if (!agent && !on) continue;
      report({ at: view.anchor(), message: messageOf(named, agent?.what ?? `a debugger (${name})`, true) });
    }
  },
});

function messageOf(named: string, what: string, runsCode: boolean): string {
  return `${named} starts ${what}: ${runsCode ? 'whoever connects to it runs code in the container' : 'it shows internals to its callers and was never built for many of them'}. Start the program as in production.`;
}

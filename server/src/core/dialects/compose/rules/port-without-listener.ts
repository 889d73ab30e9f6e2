import { defineRule } from '../../../rules/rule.ts';
import { exposedPorts } from '../built-ports.ts';

export default defineRule({
  id: 'compose/port-without-listener',
  title: 'Published port is none that the image exposes',
  why: 'Requests reach the host and nobody behind it, or a port that was meant to stay inside, such as a debugger.',
  remedy: 'Publish the port that the program listens on, or name this one in the Dockerfile.',
  category: 'contract',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D'] },
  equivalents: [],
  concepts: [],
  visits: 'compose.service',
  check(service, report) {
    const tree = service.dockerfile;
    const exposed = tree && exposedPorts(tree);
    // Variables that are given elsewhere may say on which port it listens.
    const asked = service.environment.some((it) => /PORT|LISTEN|BIND|ADDR/i.test(it.key) && !it.value?.value);
    if (!tree || !exposed || asked || service.partial || service.envFiles.length > 0) return;
    for (const port of service.ports) {
      const target = port.target;
      if (!target || target.from !== target.to || port.protocol !== 'tcp' || !service.owns(port.view)) continue;
      if (
        exposed.includes(target.from) ||
        tells(tree.text, target.from) ||
        service.textsOfStart.some((it) => tells(it, target.from))
      )
        continue;
      report({
        at: port.view.anchor(port.syntax === 'long' ? 'whole' : 'value'),
        message: `Service "${service.name}" publishes port ${target.from} of its container, and its Dockerfile exposes ${exposed.length === 1 ? 'only port' : 'only the ports'} ${exposed.join(', ')}: requests meet nobody, or a port that was meant to stay inside. Publish the port that the program listens on, or name this one in the Dockerfile.`,
        confidence: 'medium',
        reason: 'a program may listen on a port that its image does not expose',
      });
    }
  },
});

/** Does a text speak of the number anywhere, as in `--port 3000` or `PORT=3000`? */
function tells(text: string, port: number): boolean {
  return new RegExp(`(?<!\\d)${port}(?!\\d)`).test(text);
}

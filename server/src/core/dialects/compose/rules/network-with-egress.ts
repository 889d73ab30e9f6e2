import { defineRule } from '../../../rules/rule.ts';
import { setFix } from '../claims.ts';
import { storeOf } from '../stores.ts';
import { serviceTexts } from '../service-texts.ts';

export default defineRule({
  id: 'compose/network-with-egress',
  title: 'Network of internal services has a way to the outside',
  why: 'A store or worker that was taken over can send data out and fetch tools.',
  remedy: 'Set internal: true on the network.',
  category: 'isolation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [653], stride: ['I'] },
  equivalents: [],
  concepts: ['backend-network-not-internal'],
  visits: 'compose.project',
  check(project, report) {
    if (project.override) return;
    for (const { name, view, internal, external, driver } of project.networks) {
      if (!view || internal !== false || external || (driver !== undefined && !/^(?:bridge|overlay)$/.test(driver)))
        continue;
      const members = project.services.filter((it) => it.networks.some((on) => on.name === name));
      if (members.length === 0 || members.some((it) => it.partial)) continue;
      const named = /(?:^|[-_])(?:back(?:end|-?tier)?|data(?:base)?|db|internal|private)(?:$|[-_])/i.test(name);
      // Only stores, or a name that promises as much: whether a program of one's own calls the outside is not known.
      if (!members.every((it) => storeOf(it)) && !named) continue;
      // A published port needs a network with a way to the outside, and so does whoever calls it.
      if (members.some((it) => needsOutside(it) && it.networks.length === 1)) continue;
      report({
        at: view.anchor('key'),
        message: `The network "${name}" serves ${members.length === 1 ? 'one internal service' : `${members.length} internal services`} and still has a way to the outside: whoever takes one over can send data out. Set internal: true.`,
        confidence: 'medium',
        fixes: setFix(
          view.isNull ? view : view.get('internal'),
          view.isNull ? { internal: true } : true,
          `Close the network "${name}" to the outside`,
        ),
      });
    }
  },
});

function needsOutside(service: Parameters<typeof storeOf>[0]): boolean {
  return (
    service.ports.length > 0 ||
    serviceTexts(service).some((it) => it.kind !== 'label' && /:\/\/[\w-]+\.[\w.-]+/.test(it.text.holed)) ||
    !storeOf(service)
  );
}

import { defineRule } from '../../../rules/rule.ts';
import { fix, softened } from '../claims.ts';
import { plaintextIn } from '../connections.ts';
import { serviceTexts } from '../service-texts.ts';

export default defineRule({
  id: 'compose/plaintext-connection',
  title: 'Services talk to each other in clear text',
  why: 'One compromised container, or whoever is on the network between hosts, reads passwords, sessions and personal data of all calls, and can change them.',
  remedy: 'Let the server offer TLS, and use the scheme or setting that asks for it.',
  category: 'transport',
  outgoing: true,
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [319], stride: ['I', 'T', 'S'] },
  equivalents: [],
  concepts: ['plaintext-service-connection'],
  visits: 'compose.service',
  check(service, report) {
    for (const { text, place, key, kind } of serviceTexts(service)) {
      if (kind === 'healthcheck' || kind === 'label') continue;
      for (const found of plaintextIn(text, key)) {
        const peer = service.project.serviceAt(found.host);
        if (peer === service || (!peer && !found.host.includes('.'))) continue;
        const shared = peer?.networks.filter((it) => service.networks.some((own) => own.name === it.name)) ?? [];
        const inside =
          peer !== undefined &&
          shared.length > 0 &&
          shared.every((it) => service.project.network(it.name)?.internal === true);
        const telemetry = /otel|zipkin|jaeger|tracing|telemetry|metrics|loki|statsd|prometheus|pushgateway/i.test(
          `${key ?? ''} ${found.host}`,
        );
        const target = peer ? `service "${peer.name}"` : `"${found.host}"`;
        report({
          at: text.view.anchor(),
          message: `Service "${service.name}" talks to ${target} in clear text (${found.how}, in ${place}): whoever listens between them reads and changes what is said. Use TLS${found.secure ? `, ${found.secure.text}` : ''}.`,
          ...softened(service, !peer ? 'error' : inside || telemetry ? 'info' : 'warning'),
          ...(!peer
            ? { reason: 'The other side is outside the project.' }
            : inside
              ? { reason: 'Both are on an internal network only.' }
              : {}),
          fixes:
            found.secure && !text.view.inherited
              ? fix(`Use ${found.secure.text} for "${found.host}"`, 'behaviour', {
                  op: 'rewrite',
                  at: { ...text.view.anchor(), span: found.secure.span },
                  text: found.secure.text,
                })
              : [],
          group: {
            key: `${found.host} ${found.how}`,
            message: (count) =>
              `${count} connections to ${target} are in clear text (${found.how}): whoever listens between them reads and changes what is said. Use TLS${found.secure ? `, ${found.secure.text}` : ''}.`,
          },
        });
      }
    }
  },
});

import { defineRule } from '../../../rules/rule.ts';
import { softened } from '../claims.ts';
import { loopbackFix } from '../port-fixes.ts';
import { inRange } from '../ports.ts';
import { serviceTexts } from '../service-texts.ts';

export default defineRule({
  id: 'compose/engine-over-tcp',
  title: 'Container engine is spoken to without TLS',
  why: 'Port 2375 asks nobody who he is: everybody on the network is root on the engine and whatever it runs on.',
  remedy: 'Use port 2376 with certificates on both sides, or the socket of a filtering proxy.',
  category: 'authentication',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [306, 319], stride: ['E', 'S', 'T'], cis: ['Docker 2.7'] },
  equivalents: [],
  concepts: ['engine-api-over-tcp'],
  visits: 'compose.service',
  check(service, report) {
    const proxy = /(?:socket|docker)-?proxy/i.test(`${service.name} ${service.imageReference?.shortName ?? ''}`);
    for (const port of service.ports) {
      if (!inRange(port.target, 2375) || port.reach === 'loopback' || !service.owns(port.view)) continue;
      report({
        at: port.view.anchor(port.syntax === 'long' ? 'whole' : 'value'),
        message: `Service "${service.name}" publishes the engine's port 2375, which asks nobody who he is: whoever reaches it is root on the engine. Bind it to 127.0.0.1, or use 2376 with certificates.`,
        ...softened(service, 'error'),
        fixes: loopbackFix(port),
      });
    }
    for (const { text, key, kind, place } of serviceTexts(service)) {
      const value = text.value;
      if (value === undefined) continue;
      const empty = key === 'DOCKER_TLS_CERTDIR' && value === '';
      const client = key === 'DOCKER_HOST' && /^tcp:\/\/(?!127\.|localhost)[^:/]+:2375\b/.test(value) && !proxy;
      const through = client && /socket-?proxy|docker-?proxy/i.test(value);
      const daemon = kind === 'command' && /tcp:\/\/(?:0\.0\.0\.0|\[::\]|:)?:?\d*/.test(value) && /2375/.test(value);
      if (!empty && !client && !daemon) continue;
      report({
        at: text.view.anchor(),
        message: empty
          ? `In service "${service.name}", the empty ${key ?? ''} makes the engine listen without TLS: every service on its network is root there. Remove it, and let the clients use the certificates.`
          : `In service "${service.name}", ${place} speaks to an engine without TLS: every service on that network can do the same, as root. Use port 2376 with certificates.`,
        ...softened(service, through ? 'hint' : 'error'),
        ...(through ? { reason: 'It goes to a proxy that filters what may be asked.' } : {}),
        fixes: [],
      });
    }
  },
});

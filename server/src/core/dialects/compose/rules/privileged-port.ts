import { defineRule } from '../../../rules/rule.ts';
import { rewriteFix, setFix, softened } from '../claims.ts';
import { isGateway } from '../known-images.ts';

export default defineRule({
  id: 'compose/privileged-port',
  title: 'Host port below 1024 is published',
  why: 'Well-known ports are the first that scanners try, and they let a service pass for one of the host.',
  remedy: 'Publish a port above 1023, and leave 80 and 443 to the gateway.',
  category: 'exposure',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [269, 1327], stride: ['E'], cis: ['Docker 5.8'] },
  equivalents: ['kics:bc2908f3-f73c-40a9-8793-c1b7d5544f79', 'docker-bench:5.8'],
  concepts: ['privileged-port-published'],
  visits: 'compose.service',
  check(service, report) {
    if (service.networkMode === 'host') return;
    for (const port of service.ports) {
      const host = port.published;
      if (!host || host.from >= 1024 || host.from === 0 || port.reach === 'loopback' || !service.owns(port.view))
        continue;
      if ((host.from === 80 || host.from === 443) && isGateway(service)) continue;
      const other = host.from === 80 ? 8080 : host.from === 443 ? 8443 : 10_000 + host.from;
      const text = port.view.text;
      const at = text === undefined ? -1 : text.search(new RegExp(`(?:^|:)${host.from}:`));
      const start = at < 0 || text?.[at] !== ':' ? at : at + 1;
      const fixes =
        host.from !== host.to
          ? []
          : port.syntax === 'long'
            ? setFix(port.view.get('published'), String(other), `Publish port ${other} instead`)
            : start < 0
              ? []
              : rewriteFix(
                  port.view,
                  start,
                  start + String(host.from).length,
                  String(other),
                  `Publish port ${other} instead`,
                );
      report({
        at: (port.syntax === 'long' ? port.view.get('published') : port.view).anchor(),
        message: `Service "${service.name}" takes the host's port ${host.from}, one of the well-known ports that are scanned first. Publish a port above 1023 unless this service is meant to be found there.`,
        ...softened(service, 'info'),
        fixes,
      });
    }
  },
});

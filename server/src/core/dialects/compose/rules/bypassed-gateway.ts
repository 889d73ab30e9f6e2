import { defineRule } from '../../../rules/rule.ts';
import { fix, softenedInDevelopment } from '../claims.ts';
import { allInterfacesEquivalents, portConcern } from '../port-concern.ts';
import { loopbackFix } from '../port-fixes.ts';

export default defineRule({
  id: 'compose/bypassed-gateway',
  title: 'Service is published beside its gateway',
  why: 'What the gateway does for the service, such as login, rate limits and logging, is skipped by calling its own port.',
  remedy: 'Publish only the gateway; it reaches the service by its name.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [288, 668], stride: ['S', 'E', 'I'], cis: ['Docker 5.9'] },
  equivalents: allInterfacesEquivalents,
  concepts: ['gateway-bypassed'],
  visits: 'compose.service',
  check(service, report) {
    if (service.networkMode === 'host') return;
    for (const port of service.ports) {
      const concern = portConcern(service, port);
      if (concern.kind !== 'beside-gateway' || port.reach !== 'all-interfaces' || !service.owns(port.view)) continue;
      const { gateway } = concern;
      const lone = service.ports.length === 1 && service.lacks('expose') && port.target && !port.view.inherited;
      report({
        at: port.view.anchor(port.syntax === 'long' ? 'whole' : 'value'),
        message: `Service "${service.name}" is published beside the gateway "${gateway.name}": calling port ${port.label} skips whatever the gateway checks. Let only the gateway publish ports.`,
        related: [{ message: `The gateway "${gateway.name}"`, at: gateway.at }],
        confidence: 'medium',
        ...softenedInDevelopment(service, 'warning'),
        fixes: lone
          ? fix(
              `Expose ${port.target?.from ?? ''} to other services only`,
              'behaviour',
              { op: 'remove', at: service.view.get('ports').anchor() },
              { op: 'set', at: service.view.get('expose').anchor(), value: [String(port.target?.from ?? '')] },
            )
          : loopbackFix(port),
      });
    }
  },
});

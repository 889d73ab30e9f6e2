import { defineRule } from '../../../rules/rule.ts';

export default defineRule({
  id: 'mesh/addressless-service-entry',
  title: 'TCP service entry has no address',
  why: 'TCP carries no host name: without an address the proxy takes all traffic on that port for this service, and judges it by the wrong rules.',
  remedy: 'Give it addresses, or say which protocol with a host name is spoken.',
  category: 'exposure',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [923], stride: ['S'] },
  equivalents: ['istio:IST0134'],
  concepts: ['service-entry-address-missing'],
  visits: 'mesh.resource',
  check(object, report) {
    if (!object.isIstio('ServiceEntry')) return;
    const addresses = object.spec.get('addresses');
    if (!addresses.missing && !addresses.isNull && addresses.items.length > 0) return;
    if (!addresses.missing && !addresses.isNull && !addresses.isList) return;
    for (const port of object.spec.get('ports').items) {
      const protocol = port.get('protocol');
      const silent = protocol.missing || protocol.isNull || protocol.text === '';
      if (!silent && protocol.text?.toUpperCase() !== 'TCP') continue;
      report({
        at: silent ? (port.get('number').exists ? port.get('number').anchor() : port.anchor()) : protocol.anchor(),
        message: `${object.title} ${silent ? 'does not say which protocol it speaks, which means TCP,' : 'speaks TCP'} and has no address: the proxy cannot tell it from any other connection to that port. Add addresses, or the protocol if it carries a host name (TLS, HTTPS, HTTP).`,
      });
      return;
    }
  },
});

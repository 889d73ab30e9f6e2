import { defineRule } from '../../../rules/rule.ts';
import { readText } from '../setting.ts';

/** Loopback (RFC 1122, 3.2.1.3) and what the names of it are. */
const loopback = /^(?:localhost|.+\.localhost|localhost\.localdomain|127(?:\.\d+){1,3}|0\.0\.0\.0|\[?::1\]?)\.?$/i;
/** Link-local (RFC 3927): there the clouds hand out credentials of the node. */
const metadata = /^(?:169\.254(?:\.\d+){2}|metadata(?:\.google)?\.internal|metadata\.azure\.com)\.?$/i;

export default defineRule({
  id: 'kubernetes/local-external-name',
  title: 'Service is another name for the machine that asks',
  why: 'A controller or a proxy that follows the name talks to itself or to its cloud, with the rights that it has there.',
  remedy: 'Name the host that is meant, or remove the Service.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [441, 918], stride: ['S', 'E', 'I'] },
  equivalents: ['kyverno:disallow-localhost-services'],
  concepts: ['external-name-service'],
  visits: 'kubernetes.resource',
  check(object, report) {
    const name = readText(object.spec, 'externalName');
    if (!object.isA('', 'Service') || object.spec.get('type').text !== 'ExternalName' || name.state !== 'set') return;
    const toCloud = metadata.test(name.value);
    if (!toCloud && !loopback.test(name.value)) return;
    report({
      at: name.view.anchor(),
      message: toCloud
        ? `${object.title} is another name for ${name.value}, where a cloud hands out the credentials of the node: an ingress or a route to it gives them to whoever asks. Name the host that is meant, or remove the Service.`
        : `${object.title} is another name for ${name.value}: an ingress controller or a proxy that follows it calls itself, and so its own admin port. Name the host that is meant, or remove the Service.`,
      ...(toCloud ? { severity: 'error', reason: 'the address gives out credentials' } : {}),
      equivalents: toCloud ? [] : this.equivalents,
    });
  },
});

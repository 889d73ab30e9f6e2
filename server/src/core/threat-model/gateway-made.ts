import type { Lookup, Space } from './lookup.ts';
import { dig, textMapOf, textOf } from './plain.ts';

/**
 * What the controller of a Gateway makes for it, and so no file shows: pods with the Gateway's name as a label, and
 * objects that are called by the Gateway and its class (Gateway API, GEP-1762).
 */

/** Does the selector choose the pods of a Gateway that a file declares? `space` undefined: of any namespace. */
export function selectsGatewayPods(lookup: Lookup, selector: unknown, space: Space | undefined): boolean {
  const name = textMapOf(dig(selector, 'matchLabels'))['gateway.networking.k8s.io/gateway-name'];
  return name !== undefined && lookup.named('Gateway', space ?? null, name).length > 0;
}

/** Is the service account that of a Gateway which a file declares, such as `front-door-istio`? */
export function isGatewayAccount(lookup: Lookup, account: string, space: Space): boolean {
  return lookup.ofKind('Gateway', space).some((it) => {
    const className = textOf(dig(it.spec, 'gatewayClassName'));
    return className === null ? account.startsWith(`${it.name}-`) : account === `${it.name}-${className}`;
  });
}

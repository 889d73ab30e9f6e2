import { type KnownConsole, consoleOf, isGateway, isObserver } from './known-images.ts';
import { type KnownStore, storeOf, storeOfPort } from './stores.ts';
import { type ComposePort, inRange } from './ports.ts';
import type { ComposeService } from './service.ts';

/** What a published port means: one decision, so that one rule alone reports it. */
export type PortConcern =
  | { readonly kind: 'store'; readonly store: KnownStore; readonly sure: boolean }
  | { readonly kind: 'console'; readonly console: KnownConsole }
  | { readonly kind: 'beside-gateway'; readonly gateway: ComposeService }
  | { readonly kind: 'port' };

/** What every rule about ports on all interfaces answers for other tools. */
export const allInterfacesEquivalents: readonly string[] = [
  'compose-lint:CL-0005',
  'kics:451d79dc-0588-476a-ad03-3c7f0320abb3',
  'dclint:no-unbound-port-interfaces',
  'docker-bench:5.14',
];

export function portConcern(service: ComposeService, port: ComposePort): PortConcern {
  const target = port.target?.from;
  const store = storeOf(service);
  if (store?.ports.some((it) => inRange(port.target, it))) return { kind: 'store', store, sure: true };
  const byPort = store || target === undefined ? undefined : storeOfPort(target);
  if (byPort) return { kind: 'store', store: byPort, sure: false };
  const known = consoleOf(service, target);
  if (known) return { kind: 'console', console: known };
  const gateway = store || isGateway(service) || isObserver(service) ? undefined : publishedGateway(service);
  return gateway ? { kind: 'beside-gateway', gateway } : { kind: 'port' };
}

function publishedGateway({ project }: ComposeService): ComposeService | undefined {
  return project.once('published gateway', () =>
    project.services.find((it) => isGateway(it) && it.ports.some((port) => port.reach === 'all-interfaces')),
  );
}

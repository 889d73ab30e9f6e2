import type { Role } from '../fact.ts';
import type { Evidence, Tri } from '../model.ts';
import type { Node } from './node.ts';

/** That one node calls another, by one line of one file. Links of one pair become a flow. */
export interface Link {
  readonly from: Node;
  readonly to: Node;
  readonly role: Role;
  readonly scheme: string | null;
  readonly port: number | null;
  readonly encrypted: Tri;
  readonly authenticated: Tri;
  readonly evidence: Evidence;
}

/** A way in from outside the system. */
export interface Entry {
  readonly node: Node;
  /** `internet`: whoever reaches the machine or the load balancer; `host`: only the machine itself; `network`: the private network around it. */
  readonly from: 'internet' | 'host' | 'network';
  readonly how: 'published-port' | 'host-network' | 'load-balancer' | 'node-port' | 'host-port' | 'gateway';
  readonly port: number | null;
  readonly encrypted: Tri;
  readonly evidence: Evidence;
}

import { type ClusterView, type ClusterWorkload, containersOf } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { dig, listOf, numberOf, textOf } from '../plain.ts';
import { matchesSelector } from '../selector.ts';
import { indexOf, listsOf } from './asked-cluster.ts';
import { pushTo } from './node.ts';
import { marksOf } from './pod-marks.ts';
import type { Accounts, Admission } from './policies.ts';

/**
 * Linkerd's inbound policy (Linkerd reference, "Authorization Policy"). A Server takes over a port of some pods: who is
 * not authorized there is turned away. Ports that no Server selects follow the default of the pod, else of its namespace;
 * what the whole mesh was installed with no file tells, and Linkerd installs with "all-unauthenticated".
 */
export interface InboundPolicy {
  /** True when every caller has to show the identity of its pod. */
  readonly identified: boolean;
  /** The objects that decide it. */
  readonly by: readonly KubernetesObjectFact[];
}

/** What decides about connections to a port of a workload's containers; every port when it is null. */
export function inboundPolicyOf(cluster: ClusterView, workload: ClusterWorkload, port: number | null): InboundPolicy {
  const servers = serversOf(cluster, workload).filter((it) => port === null || selects(it, workload, port));
  const rest = port === null || servers.length === 0 ? defaultOf(cluster, workload) : undefined;
  // Of a port that is not known any may be meant: each has to ask.
  if (servers.length === 0) return rest ?? open;
  const decided = servers.map((it) => serverPolicy(cluster, it));
  const all = rest === undefined ? decided : [...decided, rest];
  return { identified: all.every((it) => it.identified), by: [...new Set(all.flatMap((it) => it.by))] };
}

const open: InboundPolicy = { identified: false, by: [] };

/** Servers by the workloads that they select, found from the Servers' end, which is indexed by labels. */
const serversOf = listsOf((cluster: ClusterView): ReadonlyMap<ClusterWorkload, readonly KubernetesObjectFact[]> => {
  const found = new Map<ClusterWorkload, KubernetesObjectFact[]>();
  for (const server of cluster.ofKind('Server')) {
    if (!isPolicy(server) || !selectsPods(server)) continue;
    for (const it of cluster.matchedBy(dig(server.spec, 'podSelector'), server.namespace)) pushTo(found, it, server);
  }
  return found;
});

function isPolicy({ apiVersion }: KubernetesObjectFact): boolean {
  return apiVersion.startsWith('policy.linkerd.io/');
}

/** A Server may select machines outside of the cluster instead. */
function selectsPods(server: KubernetesObjectFact): boolean {
  return dig(server.spec, 'podSelector') !== undefined;
}

/** A Server names a port by its number, or by the name that containers give it. */
function selects(server: KubernetesObjectFact, workload: ClusterWorkload, port: number): boolean {
  const wanted = dig(server.spec, 'port');
  const number = numberOf(wanted);
  if (number !== null) return number === port;
  return containersOf(workload).some(({ container }) =>
    listOf(dig(container, 'ports')).some(
      (it) => textOf(dig(it, 'name')) === wanted && numberOf(dig(it, 'containerPort')) === port,
    ),
  );
}

function defaultOf(cluster: ClusterView, workload: ClusterWorkload): InboundPolicy | undefined {
  for (const { marks, by } of marksOf(cluster, workload)) {
    const policy = marks['config.linkerd.io/default-inbound-policy'];
    if (policy === undefined) continue;
    return { identified: closed.has(policy), by: [by] };
  }
  return undefined;
}

/** Policies that let nobody in without an identity; `audit` lets everybody in and writes it down. */
const closed: ReadonlySet<string> = new Set(['all-authenticated', 'cluster-authenticated', 'deny']);

function serverPolicy(cluster: ClusterView, server: KubernetesObjectFact): InboundPolicy {
  const access = textOf(dig(server.spec, 'accessPolicy'));
  const grants = grantsOf(cluster, server);
  return {
    // Who is not authorized is denied unless `accessPolicy` lets him in all the same.
    identified: (access === null || closed.has(access)) && grants.every((it) => it.identified),
    by: [server, ...grants.map((it) => it.policy)],
  };
}

/**
 * The objects that turn a caller away at every port that he may mean: a Server of which no authorization names him, or
 * a default that lets nobody in. Undefined where he may pass.
 */
export function linkerdRefusal(
  cluster: ClusterView,
  { from, to, served }: { from: ClusterWorkload; to: ClusterWorkload; served: readonly number[] },
): readonly KubernetesObjectFact[] | undefined {
  const all = serversOf(cluster, to);
  // Of a port that is not known some may have no Server, and what holds there is not looked for.
  if (served.length === 0 && all.length > 0) return undefined;
  const found: KubernetesObjectFact[] = [];
  for (const port of served.length === 0 ? [null] : served) {
    const servers = all.filter((it) => port !== null && selects(it, to, port));
    const own = servers.length === 0 ? denyingDefault(cluster, to) : undefined;
    if (own) found.push(own);
    else if (servers.length === 0 || !servers.every((it) => turnsAway(cluster, it, from))) return undefined;
    found.push(...servers);
  }
  return [...new Set(found)];
}

function denyingDefault(cluster: ClusterView, workload: ClusterWorkload): KubernetesObjectFact | undefined {
  for (const { marks, by } of marksOf(cluster, workload)) {
    const policy = marks['config.linkerd.io/default-inbound-policy'];
    if (policy !== undefined) return policy === 'deny' ? by : undefined;
  }
  return undefined;
}

function turnsAway(cluster: ClusterView, server: KubernetesObjectFact, from: ClusterWorkload): boolean {
  const access = textOf(dig(server.spec, 'accessPolicy'));
  if (access !== null && access !== 'deny') return false;
  const { namespace } = from.object;
  const account = textOf(dig(from.pod, 'serviceAccountName')) ?? 'default';
  const maybe = (it: Account): boolean =>
    it.name === account && (it.namespace === namespace || it.namespace === null || namespace === null);
  return grantsOf(cluster, server).every((it) => it.complete && !it.accounts.some(maybe));
}

/** One authorization of a Server: whom it lets in. */
interface Grant {
  readonly policy: KubernetesObjectFact;
  readonly identified: boolean;
  /** Service accounts that it names, each with the route to the line; it may let others in as well. */
  readonly accounts: readonly Account[];
  /** True when it lets in nobody else. */
  readonly complete: boolean;
}

interface Account {
  readonly namespace: string | null;
  readonly name: string;
  readonly in: KubernetesObjectFact;
  readonly path: readonly (string | number)[];
}

/** Every authorization, by what it is for: a Server by namespace and name, or all that is in a namespace. */
interface Grants {
  readonly servers: ReadonlyMap<string, readonly Grant[]>;
  readonly spaces: ReadonlyMap<string | null, readonly Grant[]>;
  /** Of the form of 2021, which may choose Servers by their labels. */
  readonly selecting: ReadonlyMap<string | null, readonly { readonly selector: unknown; readonly grant: Grant }[]>;
}

const allGrants = (cluster: ClusterView): Grants => {
  const servers = new Map<string, Grant[]>();
  const spaces = new Map<string | null, Grant[]>();
  const selecting = new Map<string | null, { readonly selector: unknown; readonly grant: Grant }[]>();
  for (const policy of cluster.ofKind('ServerAuthorization')) {
    if (!isPolicy(policy)) continue;
    const grant = oldGrant(policy);
    const name = textOf(dig(policy.spec, 'server', 'name'));
    const selector = dig(policy.spec, 'server', 'selector');
    if (name !== null) pushTo(servers, serverKey(policy.namespace, name), grant);
    else if (selector !== undefined) pushTo(selecting, policy.namespace, { selector, grant });
  }
  for (const policy of cluster.ofKind('AuthorizationPolicy')) {
    if (!isPolicy(policy)) continue;
    const kind = textOf(dig(policy.spec, 'targetRef', 'kind'));
    const name = textOf(dig(policy.spec, 'targetRef', 'name'));
    const grant = grantOf(cluster, policy);
    if (kind === 'Namespace') pushTo(spaces, policy.namespace, grant);
    else if (kind === 'Server' && name !== null) pushTo(servers, serverKey(policy.namespace, name), grant);
    else if ((kind === 'HTTPRoute' || kind === 'GRPCRoute') && name !== null)
      for (const it of serversOfRoute(cluster, kind, policy.namespace, name))
        pushTo(servers, serverKey(policy.namespace, it), grant);
  }
  return { servers, spaces, selecting };
};

/** What is made anew is another one. */
const knownGrants = indexOf((cluster) => new Map([['', allGrants(cluster)]]), Object.is);
const noGrants: Grants = { servers: new Map(), spaces: new Map(), selecting: new Map() };

const serverKey = (namespace: string | null, name: string): string => `${namespace ?? ''}\n${name}`;

/** A route is attached to Servers, whose requests it tells apart. */
function serversOfRoute(cluster: ClusterView, kind: string, namespace: string | null, name: string): readonly string[] {
  const parents = cluster.named(kind, namespace, name).flatMap((it) => listOf(dig(it.spec, 'parentRefs')));
  return parents.flatMap((it) => (textOf(dig(it, 'kind')) === 'Server' ? (textOf(dig(it, 'name')) ?? []) : []));
}

function grantsOf(cluster: ClusterView, { namespace, name, labels }: KubernetesObjectFact): readonly Grant[] {
  const { servers, spaces, selecting } = knownGrants(cluster, '') ?? noGrants;
  return [
    ...(servers.get(serverKey(namespace, name)) ?? []),
    ...(spaces.get(namespace) ?? []),
    ...(selecting.get(namespace) ?? []).flatMap((it) => (matchesSelector(it.selector, labels) ? [it.grant] : [])),
  ];
}

/** The form of 2021: one client, with identities, with any identity, or with none. */
function oldGrant(policy: KubernetesObjectFact): Grant {
  const client = dig(policy.spec, 'client');
  const tls = dig(client, 'meshTLS');
  const identified =
    dig(client, 'unauthenticated') !== true && tls !== undefined && dig(tls, 'unauthenticatedTLS') !== true;
  const listed = listOf(dig(tls, 'serviceAccounts')).flatMap((it, i): readonly Account[] => {
    const name = textOf(dig(it, 'name'));
    const path = ['spec', 'client', 'meshTLS', 'serviceAccounts', i];
    return name === null
      ? []
      : [{ namespace: textOf(dig(it, 'namespace')) ?? policy.namespace, name, in: policy, path }];
  });
  const named = identitiesOf(policy, dig(tls, 'identities'), ['spec', 'client', 'meshTLS', 'identities']);
  const accounts = [...listed, ...named];
  const count = listOf(dig(tls, 'serviceAccounts')).length + listOf(dig(tls, 'identities')).length;
  return { policy, identified, accounts, complete: identified && count > 0 && accounts.length === count };
}

/** All authentications that a policy requires have to hold; one by TLS is enough to know every caller. */
function grantOf(cluster: ClusterView, policy: KubernetesObjectFact): Grant {
  const accounts: Account[] = [];
  let identified = false;
  let complete = true;
  listOf(dig(policy.spec, 'requiredAuthenticationRefs')).forEach((reference, i) => {
    const kind = textOf(dig(reference, 'kind'));
    const name = textOf(dig(reference, 'name'));
    const namespace = textOf(dig(reference, 'namespace')) ?? policy.namespace;
    if (name === null) return;
    if (kind === 'ServiceAccount') {
      identified = true;
      accounts.push({ namespace, name, in: policy, path: ['spec', 'requiredAuthenticationRefs', i] });
    }
    // One that is not here asks for some identity all the same, whichever it is.
    if (kind !== 'MeshTLSAuthentication') return;
    identified = true;
    const found = cluster.named('MeshTLSAuthentication', namespace, name);
    complete &&= found.length > 0;
    for (const it of found) {
      const named = accountsOf(it);
      const count = listOf(dig(it.spec, 'identityRefs')).length + listOf(dig(it.spec, 'identities')).length;
      complete &&= count > 0 && named.length === count;
      accounts.push(...named);
    }
  });
  return { policy, identified, accounts, complete: identified && complete };
}

function accountsOf(authentication: KubernetesObjectFact): readonly Account[] {
  const { spec } = authentication;
  const listed = listOf(dig(spec, 'identityRefs')).flatMap((it, i): readonly Account[] => {
    const name = textOf(dig(it, 'name'));
    if (textOf(dig(it, 'kind')) !== 'ServiceAccount' || name === null) return [];
    const namespace = textOf(dig(it, 'namespace')) ?? authentication.namespace;
    return [{ namespace, name, in: authentication, path: ['spec', 'identityRefs', i] }];
  });
  return [...listed, ...identitiesOf(authentication, dig(spec, 'identities'), ['spec', 'identities'])];
}

/** `web.shop.serviceaccount.identity.linkerd.cluster.local`: the account and its namespace. */
function identitiesOf(
  holder: KubernetesObjectFact,
  list: unknown,
  path: readonly (string | number)[],
): readonly Account[] {
  return listOf(list).flatMap((it, i): readonly Account[] => {
    const [, name, namespace] = /^([^.*]+)\.([^.]+)\.serviceaccount\.identity\./.exec(textOf(it) ?? '') ?? [];
    return name === undefined || namespace === undefined ? [] : [{ namespace, name, in: holder, path: [...path, i] }];
  });
}

/** More callers than this are no statement about any of them. */
const few = 6;

/** The callers that authorizations of a Server name by their service accounts: they are there to call. */
export function linkerdAdmissionsOf(
  cluster: ClusterView,
  server: KubernetesObjectFact,
  accountsOf: Accounts,
): readonly Admission[] {
  if (!isPolicy(server) || !selectsPods(server)) return [];
  const to = cluster.matchedBy(dig(server.spec, 'podSelector'), server.namespace);
  if (to.length === 0) return [];
  const found: Admission[] = [];
  for (const { accounts } of grantsOf(cluster, server)) {
    for (const { in: policy, path, namespace, name } of accounts) {
      const from = accountsOf(`${namespace ?? ''}/${name}`);
      if (from.length > 0 && from.length <= few) found.push({ policy, path, from, to });
    }
  }
  return found;
}

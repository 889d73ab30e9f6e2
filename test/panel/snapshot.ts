/** A made-up shop for the panel's tests: nested boundaries, every kind of node, every state of flow and threat. */
import type {
  PanelBoundary,
  PanelComponent,
  PanelFlow,
  PanelLocation,
  PanelSnapshot,
  PanelThreat,
} from '../../client/panel/contract.ts';

export function at(file: string, line: number): PanelLocation {
  const row = line - 1;
  return {
    uri: `file:///shop/${file}`,
    range: { start: { line: row, character: 2 }, end: { line: row, character: 20 } },
  };
}

export function component(id: string, change: Partial<PanelComponent> = {}): PanelComponent {
  return {
    id,
    name: id,
    aliases: [],
    type: 'process',
    technology: null,
    exposure: 'namespace',
    exposedBy: [],
    boundary: null,
    location: at(`k8s/${id}.yaml`, 1),
    parts: [],
    findings: [],
    ...change,
  };
}

export function flow(from: string, to: string, change: Partial<PanelFlow> = {}): PanelFlow {
  return {
    id: `${from}>${to}`,
    from,
    to,
    protocol: 'http',
    port: 8080,
    encrypted: 'yes',
    authenticated: 'unknown',
    crosses: [],
    evidence: [{ text: `${from} names ${to} in its environment`, location: at(`k8s/${from}.yaml`, 30) }],
    ...change,
  };
}

const boundaries: readonly PanelBoundary[] = [
  { id: 'internet', name: 'Internet', kind: 'internet', parent: null },
  { id: 'prod', name: 'prod', kind: 'cluster', parent: null },
  { id: 'prod/edge', name: 'edge', kind: 'namespace', parent: 'prod' },
  { id: 'prod/shop', name: 'shop', kind: 'namespace', parent: 'prod' },
  { id: 'prod/data', name: 'data', kind: 'namespace', parent: 'prod' },
  { id: 'third-party', name: 'Third parties', kind: 'third-party', parent: null },
];

const components: readonly PanelComponent[] = [
  component('user', {
    name: 'Anyone',
    type: 'external-entity',
    boundary: 'internet',
    exposure: 'unknown',
    location: null,
  }),
  component('gateway', {
    technology: 'Envoy',
    boundary: 'prod/edge',
    exposure: 'internet',
    location: at('k8s/gateway.yaml', 4),
    exposedBy: [
      { text: 'Gateway public listens on *:80', location: at('k8s/gateway.yaml', 11) },
      { text: 'Service gateway is of type LoadBalancer', location: at('k8s/gateway.yaml', 42) },
    ],
    parts: [
      { text: 'Gateway public', location: at('k8s/gateway.yaml', 4) },
      { text: 'Deployment gateway', location: at('k8s/gateway.yaml', 20) },
    ],
    findings: [
      {
        rule: 'kubernetes/gateway-without-tls',
        message: 'Listener http of Gateway public takes plain HTTP from the internet.',
        level: 'error',
        location: at('k8s/gateway.yaml', 11),
      },
    ],
  }),
  component('web', {
    technology: 'nginx 1.27',
    boundary: 'prod/shop',
    exposure: 'internet',
    exposedBy: [{ text: 'HTTPRoute shop sends / to web', location: at('k8s/routes.yaml', 12) }],
  }),
  component('orders', {
    aliases: ['orders-api', 'orders.shop.svc'],
    technology: 'Node.js 20',
    boundary: 'prod/shop',
    exposure: 'internet',
    location: at('k8s/orders.yaml', 5),
    exposedBy: [
      { text: 'Gateway public listens on *:80', location: at('k8s/gateway.yaml', 11) },
      { text: 'HTTPRoute shop sends /orders to orders', location: at('k8s/routes.yaml', 18) },
      { text: 'Service orders selects app=orders', location: at('k8s/orders.yaml', 60) },
    ],
    parts: [
      { text: 'Deployment orders', location: at('k8s/orders.yaml', 5) },
      { text: 'Service orders', location: at('k8s/orders.yaml', 54) },
      { text: 'OpenAPI Orders API', location: at('api/orders.openapi.yaml', 3) },
      { text: 'Dockerfile', location: at('orders/Dockerfile', 1) },
    ],
    findings: [
      {
        rule: 'openapi/operation-without-security',
        message: 'DELETE /orders/{id} asks for no authentication, and nothing on the way from the internet does.',
        level: 'error',
        location: at('api/orders.openapi.yaml', 88),
      },
      {
        rule: 'kubernetes/privileged-container',
        message: 'Container orders runs privileged.',
        level: 'error',
        location: at('k8s/orders.yaml', 27),
      },
      {
        rule: 'openapi/unbounded-array',
        message: 'GET /orders answers with as many orders as there are.',
        level: 'warning',
        location: at('api/orders.openapi.yaml', 41),
      },
    ],
  }),
  component('catalogue', {
    technology: 'Go',
    boundary: 'prod/shop',
    findings: [
      {
        rule: 'kubernetes/missing-limits',
        message: 'Container catalogue may take all memory of its node.',
        level: 'warning',
        location: at('k8s/catalogue.yaml', 19),
      },
    ],
  }),
  component('payments', {
    technology: 'Java 21',
    boundary: 'prod/shop',
    exposure: 'cluster',
    location: at('k8s/payments.yaml', 7),
  }),
  component('mailer', { technology: 'Python', boundary: 'prod/shop', exposure: 'isolated' }),
  component('postgres', {
    type: 'data-store',
    technology: 'PostgreSQL 16',
    boundary: 'prod/data',
    exposure: 'cluster',
    findings: [
      {
        rule: 'kubernetes/secret-in-environment',
        message: 'POSTGRES_PASSWORD is written in the manifest.',
        level: 'error',
        location: at('k8s/postgres.yaml', 24),
      },
    ],
  }),
  component('redis', { type: 'data-store', technology: 'Redis 7', boundary: 'prod/data', exposure: 'cluster' }),
  component('stripe', {
    name: 'api.stripe.com',
    type: 'external-entity',
    technology: 'Stripe',
    boundary: 'third-party',
    exposure: 'unknown',
    location: null,
  }),
];

const flows: readonly PanelFlow[] = [
  flow('user', 'gateway', { port: 80, encrypted: 'no', authenticated: 'no', crosses: ['internet', 'prod'] }),
  flow('gateway', 'web', { port: 80, encrypted: 'no', authenticated: 'no', crosses: ['prod/edge', 'prod/shop'] }),
  flow('gateway', 'orders', { encrypted: 'no', authenticated: 'no', crosses: ['prod/edge', 'prod/shop'] }),
  flow('gateway', 'catalogue', {
    protocol: 'grpc',
    port: 9090,
    authenticated: 'yes',
    crosses: ['prod/edge', 'prod/shop'],
  }),
  flow('orders', 'payments', { protocol: 'grpc', port: 9091, authenticated: 'yes' }),
  flow('orders', 'postgres', {
    protocol: 'postgresql',
    port: 5432,
    encrypted: 'no',
    authenticated: 'yes',
    crosses: ['prod/shop', 'prod/data'],
  }),
  flow('orders', 'mailer', { protocol: 'amqp', port: null, encrypted: 'unknown' }),
  flow('catalogue', 'postgres', { protocol: 'postgresql', port: 5432, encrypted: 'unknown', authenticated: 'yes' }),
  flow('catalogue', 'redis', { protocol: 'redis', port: 6379, encrypted: 'unknown', authenticated: 'no' }),
  flow('payments', 'stripe', { protocol: 'https', port: 443, authenticated: 'yes', crosses: ['prod', 'third-party'] }),
];

const threats: readonly PanelThreat[] = [
  {
    id: 't1',
    stride: 'S',
    element: 'orders',
    title:
      'Anyone on the internet can call DELETE /orders/{id} of orders: no authentication in the contract, none at the gateway.',
    state: 'open',
    evidence: [
      { text: 'The operation has no security', location: at('api/orders.openapi.yaml', 88) },
      { text: 'HTTPRoute shop has no filter that authenticates', location: at('k8s/routes.yaml', 18) },
    ],
    rule: 'openapi/operation-without-security',
  },
  {
    id: 't2',
    stride: 'I',
    element: 'user>gateway',
    title: 'Whoever is on the way can read what people send to the shop: the gateway takes plain HTTP.',
    state: 'open',
    evidence: [{ text: 'Listener http has no TLS', location: at('k8s/gateway.yaml', 11) }],
    rule: 'kubernetes/gateway-without-tls',
  },
  {
    id: 't3',
    stride: 'E',
    element: 'orders',
    title: 'Who breaks into orders owns its node: the container runs privileged.',
    state: 'open',
    evidence: [{ text: 'privileged: true', location: at('k8s/orders.yaml', 27) }],
    rule: 'kubernetes/privileged-container',
  },
  {
    id: 't4',
    stride: 'T',
    element: 'payments',
    title: 'A service of another team could ask payments to pay.',
    state: 'mitigated',
    evidence: [{ text: 'AuthorizationPolicy payments lets only orders in', location: at('k8s/policies.yaml', 9) }],
    rule: null,
  },
  {
    id: 't5',
    stride: 'D',
    element: 'catalogue',
    title: 'Catalogue may take all memory of its node.',
    state: 'accepted',
    evidence: [
      { text: 'Accepted by the shop team until 2027-01-31: the node is its own', location: at('.parapet.yaml', 14) },
    ],
    rule: 'kubernetes/missing-limits',
  },
];

export const SHOP: PanelSnapshot = {
  components,
  flows,
  boundaries,
  threats,
  looseEnds: [
    { text: 'mailer names smtp.internal, which no file declares', location: at('k8s/mailer.yaml', 22) },
    { text: 'Service legacy selects app=legacy, but nothing has that label', location: at('k8s/legacy.yaml', 9) },
  ],
  coverage: '41 of 44 files analysed, 3 left out',
};

export const EMPTY: PanelSnapshot = {
  components: [],
  flows: [],
  boundaries: [],
  threats: [],
  looseEnds: [],
  coverage: 'No files of a known kind',
};

/** A system of `size` components in namespaces of eight; the same size gives the same system. */
export function generatedSystem(size: number): PanelSnapshot {
  const namespace = (index: number): string => `team-${Math.floor(index / 8)}`;
  const names = Array.from(
    { length: size },
    (_, index) =>
      `${['cart', 'mail', 'search', 'stock', 'price', 'user', 'audit', 'store'][index % 8] ?? 'x'}-${Math.floor(index / 8)}`,
  );
  const many = names.map((name, index) =>
    component(name, {
      type: index % 8 === 7 ? 'data-store' : 'process',
      technology: index % 8 === 7 ? 'PostgreSQL' : 'Go',
      boundary: namespace(index),
      exposure: index % 16 === 0 ? 'internet' : 'namespace',
    }),
  );
  const links = names.flatMap((name, index) => {
    const next = names[index + 1];
    const far = names[(index * 7 + 11) % size];
    const store = names[Math.min(size - 1, index - (index % 8) + 7)];
    return [
      index % 3 === 0 && next !== undefined ? flow(name, next, { encrypted: index % 2 === 0 ? 'no' : 'yes' }) : null,
      index % 8 === 2 && far !== undefined && far !== name
        ? flow(name, far, { id: `far ${name}`, encrypted: 'unknown' })
        : null,
      index % 8 < 4 && store !== undefined && store !== name && store !== next
        ? flow(name, store, { id: `store ${name}`, protocol: 'postgresql' })
        : null,
    ].filter((it) => it !== null);
  });
  const zones = [...new Set(names.map((_, index) => namespace(index)))];
  return {
    components: many,
    flows: links,
    boundaries: [
      { id: 'cluster', name: 'cluster', kind: 'cluster', parent: null },
      ...zones.map((id): PanelBoundary => ({ id, name: id, kind: 'namespace', parent: 'cluster' })),
    ],
    threats: [],
    looseEnds: [],
    coverage: `${size} files analysed`,
  };
}

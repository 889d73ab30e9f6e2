/** A made-up shop for the panel's tests: nested boundaries, every kind of node, every state of flow and threat. */
import type {
  PanelAttacks,
  PanelBlast,
  PanelBoundary,
  PanelComponent,
  PanelControl,
  PanelFinding,
  PanelFlow,
  PanelInventory,
  PanelLocation,
  PanelOffer,
  PanelPosture,
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
    blast: NO_BLAST,
    ...change,
  };
}

const NO_BLAST: PanelBlast = { reaches: [], reachesTotal: 0, reachedBy: [], reachedByTotal: 0, machine: false };

export function finding(
  rule: string,
  level: PanelFinding['level'],
  message: string,
  location: PanelLocation,
  mayFix = false,
): PanelFinding {
  return { finding: `${rule} ${location.uri}`, mayFix, rule, level, message, location };
}

export function threat(id: string, change: Partial<PanelThreat> = {}): PanelThreat {
  return {
    id,
    stride: 'S',
    element: 'orders',
    title: id,
    state: 'open',
    likelihood: 'medium',
    impact: 'medium',
    evidence: [],
    against: [],
    accepted: null,
    rule: null,
    remedy: null,
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
      finding(
        'kubernetes/gateway-without-tls',
        'error',
        'Listener http of Gateway public takes plain HTTP from the internet.',
        at('k8s/gateway.yaml', 11),
        true,
      ),
    ],
  }),
  component('web', {
    technology: 'nginx 1.27',
    boundary: 'prod/shop',
    exposure: 'internet',
    exposedBy: [{ text: 'HTTPRoute shop sends / to web', location: at('k8s/routes.yaml', 12) }],
  }),
  component('orders', {
    blast: {
      reaches: ['payments', 'mailer', 'postgres'],
      reachesTotal: 3,
      reachedBy: ['gateway'],
      reachedByTotal: 1,
      machine: true,
    },
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
      finding(
        'openapi/operation-without-security',
        'error',
        'DELETE /orders/{id} asks for no authentication, and nothing on the way from the internet does.',
        at('api/orders.openapi.yaml', 88),
      ),
      finding(
        'kubernetes/privileged-container',
        'error',
        'Container orders runs privileged.',
        at('k8s/orders.yaml', 27),
        true,
      ),
      finding(
        'openapi/unbounded-array',
        'warning',
        'GET /orders answers with as many orders as there are.',
        at('api/orders.openapi.yaml', 41),
      ),
    ],
  }),
  component('catalogue', {
    technology: 'Go',
    boundary: 'prod/shop',
    findings: [
      finding(
        'kubernetes/missing-limits',
        'warning',
        'Container catalogue may take all memory of its node.',
        at('k8s/catalogue.yaml', 19),
      ),
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
      finding(
        'kubernetes/secret-in-environment',
        'error',
        'POSTGRES_PASSWORD is written in the manifest.',
        at('k8s/postgres.yaml', 24),
      ),
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
  flow('catalogue', 'redis', {
    protocol: 'redis',
    port: 6379,
    encrypted: 'unknown',
    authenticated: 'no',
    blocked: true,
  }),
  flow('payments', 'stripe', { protocol: 'https', port: 443, authenticated: 'yes', crosses: ['prod', 'third-party'] }),
];

const threats: readonly PanelThreat[] = [
  threat('t1', {
    stride: 'S',
    element: 'orders',
    title:
      'Anyone on the internet can call DELETE /orders/{id} of orders: no authentication in the contract, none at the gateway.',
    state: 'open',
    evidence: [
      { text: 'The operation has no security', location: at('api/orders.openapi.yaml', 88) },
      { text: 'HTTPRoute shop has no filter that authenticates', location: at('k8s/routes.yaml', 18) },
    ],
    likelihood: 'high',
    impact: 'high',
    against: [{ text: 'A rate limit at the gateway slows a stranger down', location: at('k8s/routes.yaml', 30) }],
    rule: 'openapi/operation-without-security',
    remedy: { finding: 'openapi/operation-without-security file:///shop/api/orders.openapi.yaml', mayFix: true },
  }),
  threat('t2', {
    stride: 'I',
    element: 'user>gateway',
    title: 'Whoever is on the way can read what people send to the shop: the gateway takes plain HTTP.',
    state: 'open',
    evidence: [{ text: 'Listener http has no TLS', location: at('k8s/gateway.yaml', 11) }],
    rule: 'kubernetes/gateway-without-tls',
  }),
  threat('t3', {
    stride: 'E',
    element: 'orders',
    title: 'Who breaks into orders owns its node: the container runs privileged.',
    state: 'open',
    evidence: [{ text: 'privileged: true', location: at('k8s/orders.yaml', 27) }],
    impact: 'high',
    rule: 'kubernetes/privileged-container',
    remedy: { finding: 'kubernetes/privileged-container file:///shop/k8s/orders.yaml', mayFix: true },
  }),
  threat('t4', {
    stride: 'T',
    element: 'payments',
    title: 'A service of another team could ask payments to pay.',
    state: 'mitigated',
    evidence: [{ text: 'AuthorizationPolicy payments lets only orders in', location: at('k8s/policies.yaml', 9) }],
    rule: null,
  }),
  threat('t5', {
    stride: 'D',
    element: 'catalogue',
    title: 'Catalogue may take all memory of its node.',
    state: 'accepted',
    evidence: [
      { text: 'Accepted by the shop team until 2027-01-31: the node is its own', location: at('.parapet.yaml', 14) },
    ],
    accepted: { reason: 'the node is its own', owner: 'the shop team', until: '2027-01-31' },
    rule: 'kubernetes/missing-limits',
  }),
];

const attacks: PanelAttacks = {
  paths: [
    {
      entry: 'gateway',
      target: 'postgres',
      openThreats: 3,
      hops: [
        {
          from: null,
          to: 'gateway',
          by: 'entry',
          flow: 'user>gateway',
          threats: ['t2'],
          evidence: [{ text: 'Gateway public listens on *:80', location: at('k8s/gateway.yaml', 11) }],
        },
        {
          from: 'gateway',
          to: 'orders',
          by: 'flow',
          flow: 'gateway>orders',
          threats: ['t1', 't3'],
          evidence: [{ text: 'HTTPRoute shop sends /orders to orders', location: at('k8s/routes.yaml', 18) }],
        },
        {
          from: 'orders',
          to: 'postgres',
          by: 'flow',
          flow: 'orders>postgres',
          threats: [],
          evidence: [{ text: 'orders names postgres in its environment', location: at('k8s/orders.yaml', 30) }],
        },
      ],
    },
    {
      entry: 'gateway',
      target: 'redis',
      openThreats: 1,
      hops: [
        { from: null, to: 'gateway', by: 'entry', flow: 'user>gateway', threats: ['t2'], evidence: [] },
        { from: 'gateway', to: 'catalogue', by: 'flow', flow: 'gateway>catalogue', threats: [], evidence: [] },
        { from: 'catalogue', to: 'redis', by: 'machine', flow: null, threats: [], evidence: [] },
      ],
    },
  ],
  total: 2,
  cuts: [
    {
      title: 'Close: the gateway takes plain HTTP',
      breaks: 2,
      of: 2,
      threat: 't2',
      location: at('k8s/gateway.yaml', 11),
      remedy: { finding: 'kubernetes/gateway-without-tls file:///shop/k8s/gateway.yaml', mayFix: true },
    },
    {
      title: 'Close: anyone can call DELETE /orders/{id} of orders',
      breaks: 1,
      of: 2,
      threat: 't1',
      location: at('api/orders.openapi.yaml', 88),
      remedy: { finding: 'openapi/operation-without-security file:///shop/api/orders.openapi.yaml', mayFix: true },
    },
  ],
};

const CONTROLS: readonly (readonly [PanelControl['phase'], string])[] = [
  ['prevention', 'authentication'],
  ['prevention', 'encryption'],
  ['prevention', 'isolation'],
  ['detection', 'logs'],
  ['detection', 'metrics'],
  ['detection', 'traces'],
  ['detection', 'probes'],
  ['detection', 'scanning'],
  ['response', 'alerts'],
  ['response', 'rate-limit'],
  ['response', 'circuit-breaker'],
  ['response', 'rollback'],
  ['recovery', 'replicas'],
  ['recovery', 'disruption-budget'],
  ['recovery', 'backup'],
  ['recovery', 'restore'],
];

/** A posture in which each control is `y`es, `n`o or unknown, in their order. */
export function posture(component: string, states: string): PanelPosture {
  return {
    component,
    controls: CONTROLS.map(([phase, control], index) => {
      const state = states[index] === 'y' ? 'yes' : states[index] === 'n' ? 'no' : 'unknown';
      const evidence = [{ text: `${component} shows ${control}`, location: at(`k8s/${component}.yaml`, 40 + index) }];
      return { phase, control, state, evidence: state === 'yes' ? evidence : [] };
    }),
  };
}

const inventory: PanelInventory = {
  images: [
    {
      image: 'node:16-bullseye',
      base: true,
      uses: [{ component: 'orders', location: at('orders/Dockerfile', 1) }],
      lines: [
        { name: 'Node.js 16', end: '2023-09-11', state: 'ended' },
        { name: 'Debian 11', end: '2026-08-31', state: 'ending' },
      ],
    },
    {
      image: 'postgres:16.2',
      base: false,
      uses: [{ component: 'postgres', location: at('k8s/postgres.yaml', 18) }],
      lines: [{ name: 'PostgreSQL 16', end: '2028-11-09', state: 'supported' }],
    },
    {
      image: 'ghcr.io/acme/mailer:3',
      base: false,
      uses: [{ component: null, location: at('k8s/mailer.yaml', 18) }],
      lines: [],
    },
  ],
  endpoints: [
    {
      method: 'GET',
      path: '/orders',
      secured: 'yes',
      component: 'orders',
      location: at('api/orders.openapi.yaml', 41),
    },
    {
      method: 'DELETE',
      path: '/orders/{id}',
      secured: 'no',
      component: 'orders',
      location: at('api/orders.openapi.yaml', 88),
    },
    { method: 'POST', path: '/pay', secured: 'unknown', component: null, location: at('api/pay.openapi.yaml', 9) },
  ],
  endpointsTotal: 3,
  entries: [
    {
      component: 'gateway',
      evidence: [
        { text: 'Gateway public listens on *:80', location: at('k8s/gateway.yaml', 11) },
        { text: 'Service gateway is of type LoadBalancer', location: at('k8s/gateway.yaml', 42) },
      ],
    },
  ],
};

export const SHOP: PanelSnapshot = {
  components,
  flows,
  boundaries,
  threats,
  attacks,
  posture: [
    posture('gateway', 'nnyyy?y?yy?y?y??'),
    posture('orders', 'nnnyn?n?nnnynn??'),
    posture('catalogue', 'yyynnnnn????yn??'),
    posture('payments', 'yyyyyyyyyyyyyyyy'),
    posture('postgres', 'yn??n???nnn?nnnn'),
  ],
  inventory,
  looseEnds: [
    { text: 'mailer names smtp.internal, which no file declares', location: at('k8s/mailer.yaml', 22) },
    { text: 'Service legacy selects app=legacy, but nothing has that label', location: at('k8s/legacy.yaml', 9) },
  ],
  coverage: '41 of 44 files analysed, 3 left out',
};

/** What the host proves of the shop's fixes. */
export const OFFERS: readonly PanelOffer[] = [
  {
    finding: 'openapi/operation-without-security file:///shop/api/orders.openapi.yaml',
    titles: ['Require bearer authentication for DELETE /orders/{id}'],
  },
  {
    finding: 'kubernetes/privileged-container file:///shop/k8s/orders.yaml',
    titles: ['Set privileged to false', 'Remove privileged'],
  },
  { finding: 'kubernetes/gateway-without-tls file:///shop/k8s/gateway.yaml', titles: [] },
];

export const EMPTY: PanelSnapshot = {
  components: [],
  flows: [],
  boundaries: [],
  threats: [],
  attacks: { paths: [], total: 0, cuts: [] },
  posture: [],
  inventory: { images: [], endpoints: [], endpointsTotal: 0, entries: [] },
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
    ...EMPTY,
    components: many,
    flows: links,
    boundaries: [
      { id: 'cluster', name: 'cluster', kind: 'cluster', parent: null },
      ...zones.map((id): PanelBoundary => ({ id, name: id, kind: 'namespace', parent: 'cluster' })),
    ],
    posture: names.map((name, index) => posture(name, ['ynyynyn?nynyynyn', 'nnnnnnnnnnnnnnnn'][index % 2] ?? '')),
    coverage: `${size} files analysed`,
  };
}

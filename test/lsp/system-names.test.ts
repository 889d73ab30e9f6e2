// The system in the editor: what a name means, who talks to it, where it is declared, and who else names it.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  DefinitionRequest,
  type Hover,
  HoverRequest,
  type Location,
  type Position,
  ReferencesRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver-protocol/node';
import { TestClient } from '../support/lsp.ts';

const files: Readonly<Record<string, string>> = {
  'compose.yaml': `services:
  web:
    image: nginx:1.27
    ports: ["80:80"]
    volumes: ["./web/nginx.conf:/etc/nginx/nginx.conf"]
    depends_on: [orders]
  orders:
    build: ./orders
    image: ghcr.io/acme/orders:1.2.0
    environment:
      PAYMENTS_URL: http://payments:hunter2@payments:8080/payments
      DATABASE_URL: postgres://orders:hunter2@orders-db:5432/orders
    depends_on:
      orders-db: { condition: service_started }
  payments:
    image: ghcr.io/acme/payments:2.0.0
    environment: ["BROKERS=kafka:9092,orders:8080"]
  orders-db:
    image: postgres:16
  kafka:
    image: apache/kafka:3.9.0
  base:
    build: ./base
    image: ghcr.io/acme/base:1
`,
  'base/Dockerfile': 'FROM debian:12-slim\nUSER 10001\nCMD ["/base"]\n',
  'orders/Dockerfile': 'FROM ghcr.io/acme/base:1\nUSER 10001\nEXPOSE 8080\nCMD ["/orders"]\n',
  'orders/openapi.yaml': `openapi: 3.1.0
info: { title: Orders, version: "1" }
servers: [{ url: "http://orders:8080" }]
paths:
  /orders:
    get:
      security: [{ token: [] }]
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
  /orders/{id}:
    $ref: parts.yaml#/Item
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
  schemas:
    Order: { type: object, properties: { parent: { $ref: "#/components/schemas/Order" } } }
    Orders: { type: array, items: { $ref: "#/components/schemas/Order" } }
`,
  'orders/parts.yaml': `Item:
  get:
    responses:
      "200":
        description: ok
        content: { application/json: { schema: { $ref: "openapi.yaml#/components/schemas/Order" } } }
`,
  'payments/src/main/resources/application.yml': `spring:
  application:
    name: payments
orders:
  url: http://orders:8080/api
`,
  'web/nginx.conf': 'server {\n  location / {\n    proxy_pass http://orders:8080;\n  }\n}\n',
  'k8s/orders.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: orders, namespace: shop }
spec:
  selector: { matchLabels: { app: orders } }
  template:
    metadata: { labels: { app: orders } }
    spec:
      serviceAccountName: orders-runner
      containers:
        - name: orders
          image: ghcr.io/acme/orders:1.2.0
          env:
            - name: PASSWORD
              valueFrom: { secretKeyRef: { name: orders-secrets, key: password } }
            - name: PAYMENTS_URL
              value: https://payments.shop.svc.cluster.local:8443/pay
          envFrom: [{ configMapRef: { name: orders-settings } }]
      volumes:
        - { name: data, persistentVolumeClaim: { claimName: orders-data } }
---
apiVersion: v1
kind: Service
metadata: { name: orders, namespace: shop }
spec: { selector: { app: orders }, ports: [{ port: 8080 }] }
---
apiVersion: v1
kind: Secret
metadata: { name: orders-secrets, namespace: shop }
stringData: { password: hunter2 }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: orders-settings, namespace: shop }
data:
  PAYMENTS_HOST: payments
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: orders-runner, namespace: shop }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: orders-data, namespace: shop }
spec: { accessModes: [ReadWriteOnce] }
`,
  'k8s/payments.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: payments, namespace: shop }
spec:
  selector: { matchLabels: { app: payments } }
  template:
    metadata: { labels: { app: payments } }
    spec: { containers: [{ name: payments, image: "ghcr.io/acme/payments:2.0.0" }] }
---
apiVersion: v1
kind: Service
metadata: { name: payments, namespace: shop }
spec: { selector: { app: payments }, ports: [{ port: 8443 }] }
---
apiVersion: v1
kind: Secret
metadata: { name: orders-secrets, namespace: other }
stringData: { password: hunter2 }
`,
  'k8s/routes.yaml': `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front, namespace: shop }
spec:
  rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: orders, port: { number: 8080 } } } }] } }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: by-edge, namespace: shop }
spec:
  parentRefs: [{ name: edge }]
  rules: [{ backendRefs: [{ name: payments, port: 8443 }] }]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: mesh-edge, namespace: shop }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, protocol: HTTP, name: http }, hosts: ["*"] }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: by-mesh, namespace: shop }
spec:
  hosts: ["shop.example"]
  gateways: [mesh-edge]
  http: [{ route: [{ destination: { host: orders.shop.svc.cluster.local } }] }]
`,
};

describe('the system in the editor', () => {
  let folder: string;
  let client: TestClient;
  const uri = (name: string): string => pathToFileURL(join(folder, name)).href;
  const name = (of: string): string => of.slice(uri('').length).replace(/^\//, '');
  const textOf = (file: string): string => {
    const text = files[file];
    assert.ok(text !== undefined, file);
    return text;
  };
  /** The position inside `part`, so many characters in, in the first place of `context` that holds it. */
  const at = (file: string, context: string, part = context): Position => {
    const start = textOf(file).indexOf(context);
    assert.ok(start >= 0, context);
    const index = textOf(file).indexOf(part, start);
    assert.ok(index >= 0, part);
    const before = textOf(file)
      .slice(0, index + 1)
      .split('\n');
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  };
  /** The words that a place covers. */
  const words = ({ uri: of, range }: Location): string => {
    const lines = textOf(name(of)).split('\n');
    return (lines[range.start.line] ?? '').slice(range.start.character, range.end.character);
  };
  const places = (found: readonly Location[]): string[] =>
    found.map((it) => `${name(it.uri)}:${it.range.start.line + 1} ${words(it)}`);
  const hover = (file: string, position: Position): Promise<Hover | null> =>
    client.connection.sendRequest(HoverRequest.type, { textDocument: { uri: uri(file) }, position });
  const markdown = async (file: string, position: Position): Promise<string> => {
    const answer = await hover(file, position);
    return answer && typeof answer.contents === 'object' && 'value' in answer.contents ? answer.contents.value : '';
  };
  const definition = async (file: string, position: Position): Promise<string[]> => {
    const answer = await client.connection.sendRequest(DefinitionRequest.type, {
      textDocument: { uri: uri(file) },
      position,
    });
    return places((Array.isArray(answer) ? answer : answer ? [answer] : []) as Location[]);
  };
  const references = async (file: string, position: Position, includeDeclaration = true): Promise<string[]> => {
    const answer = await client.connection.sendRequest(ReferencesRequest.type, {
      textDocument: { uri: uri(file) },
      position,
      context: { includeDeclaration },
    });
    return places(answer ?? []);
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-names-'));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    client = await TestClient.start({ root: pathToFileURL(folder).href });
  });
  after(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  const orders = [
    'compose.yaml:7 orders',
    'k8s/orders.yaml:3 orders',
    'k8s/orders.yaml:24 orders',
    'orders/Dockerfile:1 FROM',
    'orders/openapi.yaml:1 openapi',
  ];

  it('tells on a name what it is, how it is reached, whom it talks to and what threatens it', async () => {
    const card = await markdown('compose.yaml', at('compose.yaml', '  orders:', 'orders'));
    assert.match(card, /^\*\*orders\*\* · process/);
    assert.match(
      card,
      /- Reachable from the internet:\n {2}- port 80 is published .* · compose\.yaml:4\n {2}- .*nginx\.conf:3/,
    );
    assert.match(card, /- Called by .*payments \\\(http\\\).*web \\\(http, not encrypted\\\)/);
    assert.match(card, /- Calls payments .*orders-db \\\(postgres/);
    assert.match(card, /- Also declared by Deployment orders, Service orders, Dockerfile, API contract Orders/);
    assert.match(card, /- \d+ open threats?: .*Anyone on the internet can call GET/);
    const store = await markdown('compose.yaml', at('compose.yaml', '  orders-db:\n    image', 'orders-db'));
    assert.match(store, /^\*\*orders-db\*\* · data store · PostgreSQL/);
    assert.match(store, /- Reachable in its namespace/);
  });

  it('takes the name under the cursor exactly, and never shows what stands before an @', async () => {
    const url = 'http://payments:hunter2@payments:8080/payments';
    const line = textOf('compose.yaml')
      .split('\n')
      .findIndex((it) => it.includes(url));
    const start = (textOf('compose.yaml').split('\n')[line] ?? '').indexOf('@payments') + 1;
    const found = await hover('compose.yaml', { line, character: start + 3 });
    assert.deepEqual(found?.range, { start: { line, character: start }, end: { line, character: start + 8 } });
    assert.match(await markdown('compose.yaml', { line, character: start + 3 }), /^\*\*payments\*\*/);
    for (const part of ['payments:hunter2', 'hunter2', '/payments']) {
      const position = at('compose.yaml', url, part);
      assert.doesNotMatch(await markdown('compose.yaml', position), /\*\*payments\*\*/, part);
      assert.deepEqual(await definition('compose.yaml', position), [], part);
    }
    for (const position of [{ line, character: start + 3 }, at('compose.yaml', url, 'hunter2')])
      assert.doesNotMatch(await markdown('compose.yaml', position), /hunter2/);
  });

  const names: readonly (readonly [what: string, file: string, context: string, part: string])[] = [
    ['an item of depends_on', 'compose.yaml', '[orders]', 'orders'],
    ['one of several addresses of a variable', 'compose.yaml', 'kafka:9092,orders', 'orders'],
    ["an Ingress's backend", 'k8s/routes.yaml', 'name: orders,', 'orders'],
    ["a VirtualService's destination", 'k8s/routes.yaml', 'host: orders.shop', 'orders.shop'],
    ["nginx's proxy_pass", 'web/nginx.conf', 'orders:8080', 'orders'],
    ["a Spring program's settings", 'payments/src/main/resources/application.yml', 'http://orders', 'orders'],
    ["a contract's server", 'orders/openapi.yaml', 'http://orders', 'orders'],
    ['an image that is built here', 'k8s/orders.yaml', 'ghcr.io/acme/orders', 'ghcr.io'],
  ];
  for (const [what, file, context, part] of names) {
    it(`goes from ${what} to everything that makes the component`, async () => {
      const position = at(file, context, part);
      assert.deepEqual(await definition(file, position), orders);
      assert.match(await markdown(file, position), /^\*\*orders\*\*/);
    });
  }

  it('knows the long and the short names of a cluster, and routes of Gateway API', async () => {
    const payments = [
      'compose.yaml:15 payments',
      'k8s/payments.yaml:3 payments',
      'k8s/payments.yaml:12 payments',
      'payments/src/main/resources/application.yml:3 payments',
    ];
    assert.deepEqual(await definition('k8s/orders.yaml', at('k8s/orders.yaml', 'payments.shop.svc')), payments);
    assert.deepEqual(
      await definition('k8s/orders.yaml', at('k8s/orders.yaml', 'PAYMENTS_HOST: payments', ' payments')),
      payments,
    );
    assert.deepEqual(
      await definition('k8s/routes.yaml', at('k8s/routes.yaml', 'backendRefs: [{ name: payments', 'payments')),
      payments,
    );
  });

  it('leaves out where one stands', async () => {
    const from = at('k8s/orders.yaml', 'metadata: { name: orders,', 'orders');
    assert.deepEqual(
      await definition('k8s/orders.yaml', from),
      orders.filter((it) => it !== 'k8s/orders.yaml:3 orders'),
    );
  });

  it('goes from a Dockerfile to the image of the workspace that it stands on', async () => {
    const base = at('orders/Dockerfile', 'ghcr.io/acme/base:1');
    assert.deepEqual(await definition('orders/Dockerfile', base), ['compose.yaml:22 base', 'base/Dockerfile:1 FROM']);
    assert.match(await markdown('orders/Dockerfile', base), /^\*\*base\*\*/);
    assert.match(await markdown('orders/Dockerfile', { line: 0, character: 1 }), /^\*\*orders\*\*/);
  });

  it('finds all places that name a component, with its declarations or without', async () => {
    const from = at('web/nginx.conf', 'orders:8080', 'orders');
    const others = [
      'compose.yaml:6 orders',
      'compose.yaml:8 ./orders',
      'compose.yaml:9 ghcr.io/acme/orders:1.2.0',
      'compose.yaml:17 orders',
      'k8s/orders.yaml:12 ghcr.io/acme/orders:1.2.0',
      'k8s/routes.yaml:5 orders',
      'k8s/routes.yaml:30 orders.shop.svc.cluster.local',
      'orders/openapi.yaml:3 orders',
      'payments/src/main/resources/application.yml:5 orders',
      'web/nginx.conf:3 orders',
    ];
    assert.deepEqual(await references('web/nginx.conf', from, false), others);
    assert.deepEqual((await references('web/nginx.conf', from)).sort(), [...others, ...orders].sort());
  });

  const objects: readonly (readonly [kind: string, name: string, uses: readonly string[], declared: string])[] = [
    ['Secret', 'orders-secrets', ['k8s/orders.yaml:15'], 'k8s/orders.yaml:29'],
    ['ConfigMap', 'orders-settings', ['k8s/orders.yaml:18'], 'k8s/orders.yaml:34'],
    ['ServiceAccount', 'orders-runner', ['k8s/orders.yaml:9'], 'k8s/orders.yaml:40'],
    ['PersistentVolumeClaim', 'orders-data', ['k8s/orders.yaml:20'], 'k8s/orders.yaml:44'],
  ];
  for (const [kind, object, uses, declared] of objects) {
    it(`goes from a reference to the ${kind} of its own namespace, and back`, async () => {
      const from = at('k8s/orders.yaml', object);
      assert.deepEqual(await definition('k8s/orders.yaml', from), [`${declared} ${object}`]);
      assert.deepEqual(
        await references('k8s/orders.yaml', from, false),
        uses.map((it) => `${it} ${object}`),
      );
    });
  }

  it('goes from routes to their gateways, and back', async () => {
    for (const [context, gateway, line, use] of [
      ['parentRefs: [{ name: edge', 'edge', 9, 16],
      ['gateways: [mesh-edge', 'mesh-edge', 21, 29],
    ] as const) {
      const from = at('k8s/routes.yaml', context, gateway);
      assert.deepEqual(await definition('k8s/routes.yaml', from), [`k8s/routes.yaml:${line} ${gateway}`]);
      assert.deepEqual(await references('k8s/routes.yaml', from, false), [`k8s/routes.yaml:${use} ${gateway}`]);
      assert.match(await markdown('k8s/routes.yaml', from), /Reachable from the internet/);
    }
  });

  it('finds what refers to a schema or a scheme of a contract, in all its files', async () => {
    const found = [
      'orders/openapi.yaml:9 "#/components/schemas/Order"',
      'orders/openapi.yaml:16 "#/components/schemas/Order"',
      'orders/openapi.yaml:17 "#/components/schemas/Order"',
      'orders/parts.yaml:6 "openapi.yaml#/components/schemas/Order"',
    ];
    assert.deepEqual(await references('orders/openapi.yaml', at('orders/openapi.yaml', 'Order: {'), false), found);
    // From a reference as well as from the key.
    assert.deepEqual(await references('orders/parts.yaml', at('orders/parts.yaml', 'schemas/Order'), false), found);
    assert.deepEqual(await references('orders/openapi.yaml', at('orders/openapi.yaml', 'token: {')), [
      'orders/openapi.yaml:14 token',
      'orders/openapi.yaml:7 token',
    ]);
  });

  it('says nothing on what is no name', async () => {
    assert.equal(await hover('web/nginx.conf', { line: 1, character: 3 }), null);
    assert.deepEqual(await definition('k8s/orders.yaml', at('k8s/orders.yaml', 'matchLabels')), []);
    assert.deepEqual(await references('k8s/orders.yaml', at('k8s/orders.yaml', 'matchLabels')), []);
  });

  it('finds components among the symbols of the workspace, by some of their letters', async () => {
    const found = await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'ordb' });
    assert.deepEqual(
      found?.map((it) => it.name),
      ['orders-db'],
    );
  });

  it('follows an unsaved edit', async () => {
    const moved = textOf('web/nginx.conf').replace('orders:8080', 'payments:8080');
    await client.open(uri('web/nginx.conf'), 'nginx', moved);
    assert.match(await markdown('web/nginx.conf', at('web/nginx.conf', 'orders:8080')), /^\*\*payments\*\*/);
    await client.change(uri('web/nginx.conf'), textOf('web/nginx.conf'));
    assert.match(await markdown('web/nginx.conf', at('web/nginx.conf', 'orders:8080')), /^\*\*orders\*\*/);
  });
});

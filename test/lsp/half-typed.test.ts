// Half-typed documents: one server that runs all the time gets every seventh prefix of real texts, as an editor sends
// them. It answers each time, no rule breaks, and in the end it says what a server says that sees only the whole.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CodeActionRequest,
  CompletionRequest,
  DefinitionRequest,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  HoverRequest,
  type Position,
} from 'vscode-languageserver-protocol/node';
import { TestClient } from '../support/lsp.ts';

const step = 7;

const openapi = `openapi: 3.0.3
info:
  title: Orders
  version: "1.0"   # of the contract
servers:
  - url: http://orders.example.com/{stage}
    variables:
      stage: { default: live, enum: [live, test] }
security:
  - apiKey: []
paths:
  /orders/{orderId}:
    parameters:
      - name: orderId
        in: path
        required: true
        schema: { type: string }
    get: &read
      operationId: readOrder
      security: []
      responses:
        '200':
          description: >-
            The order, with "quotes" and
            a second line
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Order' }
    put:
      requestBody:
        content:
          application/json:
            schema:
              allOf:
                - $ref: "#/components/schemas/Order"
                - type: object
                  properties: { note: { type: string, pattern: '^(a+)+$' } }
      responses:
        default: { $ref: '#/components/responses/Problem' }
  /orders:
    get:
      parameters: [{ in: query, name: api_key, schema: { type: string } }]
      responses:
        200:
          description: 'It''s a list'
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } }
components:
  responses:
    Problem: { description: "A problem" }
  schemas:
    Order:
      type: object
      properties:
        id: { type: integer }
        children: { type: array, items: { $ref: '#/components/schemas/Order' } }
  securitySchemes:
    apiKey: { type: apiKey, in: query, name: api_key }
    login: { type: http, scheme: basic }
`;

const compose = `name: shop
x-common: &common
  restart: always
  logging: { driver: json-file }
services:
  web:
    <<: *common
    image: nginx:latest
    ports: ["80:80", '127.0.0.1:9000:9000', "\${PORT:-8443}:443"]
    privileged: true
    command: ["sh", "-c", "echo 'it''s up' && exec nginx"]
    environment:
      - DATABASE_URL=postgres://shop:\${DB_PASSWORD:?missing}@db:5432/shop?sslmode=disable
      - DEBUG=1
    depends_on:
      db: { condition: service_started }
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock
      - type: bind
        source: /etc
        target: /host/etc
  db:
    image: postgres:16
    environment: { POSTGRES_PASSWORD: "hunter2hunter2", POSTGRES_HOST_AUTH_METHOD: trust }
    ports:
      - 5432:5432
    healthcheck:
      test: >
        pg_isready
        -U shop
networks: { default: { internal: false } }
`;

const kubernetes = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
    spec:
      hostNetwork: true
      containers:
        - name: web
          image: "ghcr.io/acme/web:latest"
          args: ["--listen", ':8080']
          securityContext:
            privileged: true
            capabilities: { add: [SYS_ADMIN] }
          env:
            - { name: PASSWORD, value: 'correct horse battery' }
      volumes:
        - name: host
          hostPath: { path: / }
---
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  type: LoadBalancer
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop, annotations: { "nginx.ingress.kubernetes.io/server-snippet": "return 200;" } }
spec:
  rules:
    - host: "*.example.com"
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
`;

const texts = [
  ['api.yaml', 'yaml', openapi, 'openapi/disabled-security'],
  ['compose.yaml', 'dockercompose', compose, 'compose/privileged-service'],
  ['deploy.yaml', 'yaml', kubernetes, 'kubernetes/'],
] as const;

describe('half-typed documents', () => {
  let folder: string;
  const uri = (name: string): string => pathToFileURL(join(folder, name)).href;
  const clients: TestClient[] = [];
  const start = async (): Promise<TestClient> => {
    const client = await TestClient.start({ root: pathToFileURL(folder).href });
    clients.push(client);
    return client;
  };
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-half-'));
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.stop();
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const breaks of ['\n', '\r\n']) {
    it(`leave the server up and its answers right (${breaks === '\n' ? 'LF' : 'CRLF'})`, async function () {
      this.timeout(180_000);
      const running = await start();
      const told = new Map<string, readonly string[]>();
      let slowest = 0;
      for (const [name, language, text] of texts) {
        const whole = text.replaceAll('\n', breaks);
        await running.open(uri(name), language, '');
        for (let from = 0; from < whole.length; from += step) {
          const added = whole.slice(from, from + step);
          const end = positionAt(whole, from);
          const began = performance.now();
          await append(running, uri(name), end, added);
          const items = await running.pull(uri(name));
          slowest = Math.max(slowest, performance.now() - began);
          assert.deepEqual(
            items.filter((it) => it.code === 'parapet/internal-fault').map((it) => it.message),
            [],
            `after ${JSON.stringify(whole.slice(Math.max(0, from - 60), from + step))}`,
          );
          if ((from / step) % 10 === 0) await askAll(running, uri(name), positionAt(whole, from + added.length), items);
        }
      }
      for (const [name] of texts) told.set(name, printsOf(await running.pull(uri(name))));

      const fresh = await start();
      for (const [name, language, text] of texts) await fresh.open(uri(name), language, text.replaceAll('\n', breaks));
      for (const [name, , , expected] of texts) {
        const prints = printsOf(await fresh.pull(uri(name)));
        assert.ok(
          prints.some((it) => it.includes(expected)),
          `${name} shows ${expected}`,
        );
        assert.deepEqual(told.get(name), prints);
      }
      assert.ok(slowest < 2000, `the slowest answer took ${Math.round(slowest)} ms`);
    });
  }
});

/** Every other question that an editor puts at the cursor. */
async function askAll(
  { connection }: TestClient,
  uri: string,
  position: Position,
  diagnostics: Diagnostic[],
): Promise<void> {
  const at = { textDocument: { uri }, position };
  await connection.sendRequest(HoverRequest.type, at);
  await connection.sendRequest(CompletionRequest.type, at);
  await connection.sendRequest(DefinitionRequest.type, at);
  await connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: position, end: position },
    context: { diagnostics: diagnostics.slice(-1) },
  });
}

async function append({ connection }: TestClient, uri: string, end: Position, text: string): Promise<void> {
  await connection.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 1000 + end.line * 500 + end.character },
    contentChanges: [{ range: { start: end, end }, text }],
  });
}

function positionAt(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** What a reader sees. The check against the specification is left out: it comes when typing rests. */
function printsOf(items: readonly Diagnostic[]): readonly string[] {
  return items
    .filter((it) => it.code !== 'parapet/invalid-openapi')
    .map((it) => JSON.stringify([it.code, it.range, it.severity, it.message]))
    .sort();
}

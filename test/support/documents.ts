/** Documents of a wanted length, made here so that a fresh clone can measure; real ones are measured where they are given. */

/** An OpenAPI 3.0 document of at least so many lines: a shop with as many resources as it takes. */
export function openApiDocument(lines: number): string {
  const head = [
    'openapi: 3.0.3',
    'info:',
    '  title: Shop',
    '  version: 1.0.0',
    'servers:',
    '  - url: https://api.shop.example',
    'security:',
    '  - token: []',
    'paths:',
  ];
  const schemas: string[] = [];
  for (let i = 0; head.length + schemas.length < lines - 8; i++) {
    head.push(...pathItem(i));
    schemas.push(...schema(i));
  }
  const tail = [
    'components:',
    '  securitySchemes:',
    '    token:',
    '      type: http',
    '      scheme: bearer',
    '      bearerFormat: JWT',
    '  schemas:',
  ];
  return [...head, ...tail, ...schemas, ''].join('\n');
}

function pathItem(i: number): string[] {
  return [
    `  /resource${i}/{id}:`,
    '    get:',
    `      operationId: read${i}`,
    `      description: Reads one of the things that the resource ${i} holds.`,
    '      parameters:',
    '        - name: id',
    '          in: path',
    '          required: true',
    '          schema: { type: string, format: uuid, maxLength: 36 }',
    '      responses:',
    "        '200':",
    '          description: The thing.',
    '          content:',
    '            application/json:',
    '              schema:',
    `                $ref: '#/components/schemas/Thing${i}'`,
    "        '401': { description: Who are you? }",
    "        '429': { description: Too many requests. }",
  ];
}

function schema(i: number): string[] {
  return [
    `    Thing${i}:`,
    '      type: object',
    '      additionalProperties: false',
    '      properties:',
    '        id: { type: string, format: uuid, maxLength: 36 }',
    '        name: { type: string, maxLength: 100 }',
    '        amount: { type: integer, minimum: 0, maximum: 1000 }',
  ];
}

/** A Deployment with its Service, of about 60 lines. */
export function manifest(name: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: shop
  labels: { app: ${name} }
spec:
  replicas: 2
  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      serviceAccountName: ${name}
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        seccompProfile: { type: RuntimeDefault }
      containers:
        - name: main
          image: registry.example/shop/${name}:1.0.0
          ports:
            - containerPort: 8080
              name: http
          env:
            - name: NEXT
              value: http://${name}-next:8080
          resources:
            requests: { cpu: 50m, memory: 64Mi }
            limits: { memory: 128Mi }
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: shop
spec:
  selector: { app: ${name} }
  ports:
    - port: 8080
      targetPort: http
`;
}

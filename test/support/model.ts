import type { Component, Flow, ThreatModel } from '../../server/src/core/threat-model/model.ts';
import { Workspace } from '../../server/src/core/workspace.ts';

export const modelRoot = 'file:///shop';

/** The workspace of some files, named by their paths. */
export function workspaceOf(files: Readonly<Record<string, string>>): Workspace {
  const workspace = new Workspace({ rules: [], today: '2026-11-01', root: modelRoot });
  workspace.apply(Object.entries(files).map(([name, text]) => ({ uri: `${modelRoot}/${name}`, content: { text } })));
  return workspace;
}

/** The threat model of some files. */
export function modelOf(files: Readonly<Record<string, string>>): ThreatModel {
  return workspaceOf(files).threatModel();
}

/** The only component of that name; fails when there is none or more than one. */
export function component(model: ThreatModel, name: string): Component {
  const found = model.components.filter((it) => it.name === name);
  if (found.length !== 1 || !found[0])
    throw new Error(`${found.length} components are called ${name}: ${model.components.map((it) => it.id).join(', ')}`);
  return found[0];
}

/** "from -> to" of all flows, by the components' names. */
export function flowNames(model: ThreatModel): readonly string[] {
  const names = new Map(model.components.map((it) => [it.id, it.name]));
  return model.flows.map((it) => `${names.get(it.from) ?? '?'} -> ${names.get(it.to) ?? '?'}`).sort();
}

export function flow(model: ThreatModel, from: string, to: string): Flow {
  const [source, target] = [component(model, from), component(model, to)];
  const found = model.flows.find((it) => it.from === source.id && it.to === target.id);
  if (!found) throw new Error(`no flow ${from} -> ${to}: ${flowNames(model).join(', ')}`);
  return found;
}

interface WorkloadSpec {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly image?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly port?: number;
}

/** A Deployment as YAML. */
export function deployment({
  name,
  namespace,
  labels = { app: name },
  image = `registry.test/${name}:1`,
  env = {},
  port,
}: WorkloadSpec): string {
  return document({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, ...(namespace ? { namespace } : {}) },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name,
              image,
              ...(port ? { ports: [{ containerPort: port }] } : {}),
              env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
            },
          ],
        },
      },
    },
  });
}

/** A Service as YAML. */
export function service(
  name: string,
  selector: Readonly<Record<string, string>>,
  more: { readonly namespace?: string; readonly type?: string; readonly port?: number } = {},
): string {
  return document({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, ...(more.namespace ? { namespace: more.namespace } : {}) },
    spec: { ...(more.type ? { type: more.type } : {}), selector, ports: [{ port: more.port ?? 80 }] },
  });
}

/** An object as a document of a YAML stream: JSON is YAML. */
export function document(value: unknown): string {
  return `---\n${JSON.stringify(value)}\n`;
}

import { type Source, View } from '../../syntax/view.ts';
import { isWorkloadKind } from '../../threat-model/cluster.ts';
import { connectionsOfText } from '../../threat-model/config/config.ts';
import { controlsOfText } from '../../threat-model/config/controls.ts';
import {
  authenticationTraits,
  commandConnections,
  environmentConnections,
  type EnvironmentVariable,
} from '../../threat-model/environment.ts';
import type { Fact, KubernetesObjectFact, Owner, TraitFact } from '../../threat-model/fact.ts';
import { mapOf } from '../../threat-model/plain.ts';
import { jsonPatchKind } from '../../threat-model/kustomize/patches.ts';
import type { Container } from './container.ts';
import { kustomizationSpec, operationsOf, patchFacts } from './kustomization-facts.ts';
import { isKustomization } from './kustomize.ts';
import { KubernetesResource, type Mark, resourcesOf } from './resource.ts';
import { is, valueOf } from './setting.ts';
import { slim } from './slim.ts';
import { type Workload, workloadOf } from './workload.ts';

/** What manifests tell the workspace: every object with the parts that joins read, and the peers that containers are told of. */
export function kubernetesFacts(source: Source): readonly Fact[] {
  const objects = resourcesOf(source);
  const root = View.root(source);
  if (isJsonPatch(root)) return [jsonPatchFact(root)];
  if (objects.length > 0 || !isKustomization(source.file)) return objects.flatMap(objectFacts);
  const kind = root.get('kind').text ?? 'Kustomization';
  return root.isMap ? objectFacts(new KubernetesResource(root, 'kustomize.config.k8s.io/v1beta1', kind)) : [];
}

/** True for a list of JSON Patch operations on an object of the API (RFC 6902), which a kustomization may apply. */
export function isJsonPatch(root: View): boolean {
  const { items } = root;
  const operation = (it: View): boolean => /^(?:add|remove|replace|move|copy|test)$/.test(it.get('op').text ?? '');
  return (
    root.isList &&
    items.length > 0 &&
    items.every(operation) &&
    items.some((it) => /^\/(?:spec|metadata|data|rules|subjects|webhooks)(?:\/|$)/.test(it.get('path').text ?? ''))
  );
}

function jsonPatchFact(root: View): KubernetesObjectFact {
  return {
    fact: 'kubernetes-object',
    at: root.anchor(),
    root: root.route,
    apiVersion: 'kustomize.config.k8s.io/v1',
    kind: jsonPatchKind,
    namespace: null,
    name: '',
    labels: {},
    annotations: {},
    spec: { operations: operationsOf(root.items.map((it) => it.plain)) },
  };
}

function objectFacts(object: KubernetesResource): readonly Fact[] {
  if (object.name.includes('{{')) return [];
  const workload = workloadOf(object);
  const fact: KubernetesObjectFact = {
    fact: 'kubernetes-object',
    at: object.at,
    root: object.view.route,
    apiVersion: object.apiVersion,
    kind: object.kind,
    namespace: object.namespace,
    name: object.name,
    labels: record(object.labels),
    annotations: record(object.annotations),
    spec: withDirective(object, workload && isWorkloadKind(object.kind) ? slim(object.spec.plain) : specOf(object)),
  };
  const owner: Owner = { kind: 'object', objectKind: object.kind, namespace: object.namespace, name: object.name };
  if (workload) return [fact, ...workloadFacts(workload, owner)];
  if (isKustomizationObject(object)) return [fact, ...patchFacts(object)];
  if (object.isA('', 'ConfigMap')) return [fact, ...configMapFacts(object, owner)];
  return [fact];
}

function workloadFacts(workload: Workload, owner: Owner): readonly Fact[] {
  // What a pod waits for before it starts is what it will call.
  const waiting = workload.list('initContainers').flatMap((container) => {
    const words = container.commandLine.flatMap((it) =>
      it.text === undefined ? [] : [{ text: it.text, at: it.anchor() }],
    );
    return commandConnections(words, owner);
  });
  const running = workload.list('containers').flatMap((container): readonly Fact[] => {
    const variables = container.env.map(
      (it): EnvironmentVariable => ({
        key: it.name,
        value: valueOf(it.value) ?? null,
        at: it.view.get('value').exists ? it.view.get('value').anchor() : it.view.anchor(),
      }),
    );
    const words = container.commandLine.flatMap((it) =>
      it.text === undefined ? [] : [{ text: it.text, at: it.anchor() }],
    );
    const image = valueOf(container.image) ?? null;
    const command = words.map((it) => it.text).join(' ');
    const partial = container.view.get('envFrom').items.length > 0 || mountsSettings(container, workload);
    return [
      ...environmentConnections(variables, owner),
      ...commandConnections(words, owner),
      ...authenticationTraits(variables, { image, command, partial }, container.at, owner),
      ...(is(container.privileged, true) ? [power(owner, container.at, 'it runs privileged')] : []),
    ];
  });
  return [...running, ...waiting];
}

/** A volume that may hold a configuration file; one for data starts empty or is written by the program itself. */
function mountsSettings(container: Container, workload: Workload): boolean {
  return container.mounts.some(({ volume }) => {
    const found = workload.volumes.find((it) => it.name === volume);
    return found !== undefined && !/^(?:emptyDir|ephemeral|persistentVolumeClaim)$/.test(found.source ?? '');
  });
}

function power(owner: Owner, at: TraitFact['at'], text: string): TraitFact {
  return { fact: 'trait', trait: 'power', owner, state: 'yes', at, text };
}

/** Keys of a ConfigMap are variables or whole files; which of them a pod reads is for the join to know. */
function configMapFacts(object: KubernetesResource, owner: Owner): readonly Fact[] {
  const facts: Fact[] = [];
  const variables: EnvironmentVariable[] = [];
  for (const [key, view] of object.view.get('data').entries) {
    const value = view.text;
    if (value === undefined) continue;
    if (/[\r\n]/.test(value) || /\.(?:ya?ml|json|properties|conf|cfg)$/.test(key)) {
      facts.push(...connectionsOfText(key, value, owner, view.anchor('key')));
      facts.push(...controlsOfText(key, value, owner, view.anchor('key')));
    } else {
      variables.push({ key, value, at: view.anchor() });
    }
  }
  return [...facts, ...environmentConnections(variables, owner)];
}

function record(marks: readonly Mark[]): Readonly<Record<string, string>> {
  const labels: Record<string, string> = Object.create(null);
  for (const { name, value } of marks) if (value !== undefined) labels[name] = value;
  return labels;
}

function isKustomizationObject(object: KubernetesResource): boolean {
  return object.isA('kustomize.config.k8s.io', 'Kustomization', 'Component');
}

/** A patch may take its object away, which it says beside the specification. */
function withDirective(object: KubernetesResource, spec: unknown): unknown {
  const directive = object.view.get('$patch').text;
  return directive === undefined ? spec : { ...mapOf(spec), $patch: directive };
}

/** The specification; for kinds that have none (roles, endpoints) what stands beside the metadata. Never a secret's data. */
function specOf(object: KubernetesResource): unknown {
  const { kind, spec } = object;
  if (isKustomizationObject(object)) return kustomizationSpec(object);
  if (kind === 'ConfigMap' || kind === 'Secret')
    return { type: object.view.get('type').text ?? null, keys: keysOf(object) };
  if (spec.exists) return spec.plain;
  const rest: Record<string, unknown> = Object.create(null);
  for (const [key, view] of object.view.entries as readonly (readonly [string, View])[]) {
    if (!/^(?:apiVersion|kind|metadata|status|data|stringData|binaryData)$/.test(key)) rest[key] = view.plain;
  }
  return rest;
}

/** The names of the entries; null when they are not all known. Never their values. */
function keysOf(object: KubernetesResource): readonly string[] | null {
  const maps = ['data', 'stringData', 'binaryData'].map((it) => object.view.get(it));
  return maps.every((it) => it.missing || it.isNull || it.isMap) ? maps.flatMap((it) => it.keys) : null;
}

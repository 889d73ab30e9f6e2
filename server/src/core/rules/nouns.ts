import type {
  Dockerfile,
  DockerfileStage,
  DockerfileInstruction,
  DockerfileCommand,
} from '../dialects/dockerfile/lens.ts';
import type { ComposeProject, ComposeService } from '../dialects/compose/lens.ts';
import type { KubernetesResource, Workload, Container } from '../dialects/kubernetes/lens.ts';
import type { MeshResource } from '../dialects/mesh/lens.ts';
import type {
  OpenApiDocument,
  Operation,
  Schema,
  SecurityScheme,
  Parameter,
  ApiResponse,
  Server,
} from '../dialects/openapi/lens.ts';
import type {
  SystemView,
  ComponentView,
  FlowView,
  ObjectView,
  ServiceView,
  WorkloadView,
} from '../threat-model/view.ts';
import type { ClusterView } from '../threat-model/cluster.ts';

/**
 * The things that rules may visit, each a lens on its dialect's own words. Local nouns are announced for each chunk, in
 * document order; the nouns of the threat model once for the whole workspace.
 */
export interface Nouns {
  'dockerfile.file': Dockerfile;
  'dockerfile.stage': DockerfileStage;
  'dockerfile.instruction': DockerfileInstruction;
  /** A simple command of RUN, CMD, ENTRYPOINT or HEALTHCHECK. */
  'dockerfile.command': DockerfileCommand;

  'compose.project': ComposeProject;
  'compose.service': ComposeService;

  /** Every object, also those of other API groups and the items of a List. */
  'kubernetes.resource': KubernetesResource;
  /** Everything that holds a pod specification. */
  'kubernetes.workload': Workload;
  /** Every container of a workload: containers, initContainers, ephemeralContainers. */
  'kubernetes.container': Container;

  /** An object of Istio, Linkerd or Gateway API. */
  'mesh.resource': MeshResource;

  'openapi.document': OpenApiDocument;
  'openapi.operation': Operation;
  'openapi.parameter': Parameter;
  'openapi.response': ApiResponse;
  /** Every schema object, wherever it stands, once. */
  'openapi.schema': Schema;
  'openapi.security-scheme': SecurityScheme;
  'openapi.server': Server;

  /** All Kubernetes and mesh objects of the workspace, indexed as a cluster would see them. */
  'model.cluster': ClusterView;
  /** Every object, with the cluster around it. */
  'model.object': ObjectView;
  /** Everything that makes pods, with the cluster around it. */
  'model.workload': WorkloadView;
  /** Every Service of the core group, with the cluster around it. */
  'model.service': ServiceView;
  'model.system': SystemView;
  'model.component': ComponentView;
  'model.flow': FlowView;
}

export type NounName = keyof Nouns;

/** A noun under its name. */
export type AnnouncedNoun = { [N in NounName]: readonly [name: N, noun: Nouns[N]] }[NounName];

/** How a dialect announces its nouns. */
export type Visitor = <N extends NounName>(name: N, noun: Nouns[N]) => void;

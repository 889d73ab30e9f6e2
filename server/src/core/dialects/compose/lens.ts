/** Compose files in the words of the Compose specification. */
export type { ComposeBuild } from './build.ts';
export type { EnvironmentEntry } from './environment.ts';
export type { ComposeNetwork, ServiceNetwork } from './networks.ts';
export type { ComposePort, PortRange, PortReach } from './ports.ts';
export { ComposeProject } from './project.ts';
export type { ComposeSecret, ComposeVolume } from './project.ts';
export { ComposeService } from './service.ts';
export type { ComposeDependency, ComposeLink } from './service.ts';
export type { ComposeText } from './text.ts';
export type { ComposeMount, MountType } from './volumes.ts';

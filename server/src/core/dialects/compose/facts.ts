import type { LensHost } from '../../rules/context.ts';
import type { Lookup } from '../../syntax/interpolation.ts';
import type { Source } from '../../syntax/view.ts';
import { parseAddress, parseHost } from '../../threat-model/address.ts';
import {
  authenticationTraits,
  commandConnections,
  environmentConnections,
  type EnvironmentVariable,
} from '../../threat-model/environment.ts';
import type {
  ComposeCare,
  ComposeServiceFact,
  Fact,
  Owner,
  PublishedPort,
  TraitFact,
} from '../../threat-model/fact.ts';
import { resolvePath } from '../../threat-model/folder.ts';
import { envFilesOf } from './env-files.ts';
import type { ComposePort } from './ports.ts';
import { ComposeProject } from './project.ts';
import type { ComposeService } from './service.ts';
import { placeOf, type ProjectPlace } from './variables.ts';

/** What a Compose file tells the workspace: its services with their ports and peers, and its networks. */
export function composeFacts(source: Source, host: LensHost): readonly Fact[] {
  const project = new ComposeProject(source, host);
  const place = placeOf(source.file, host);
  const { folder, lookup } = place;
  const facts: Fact[] = [];
  for (const service of project.services) facts.push(...serviceFacts(service, place, host));
  for (const it of project.includes) {
    const file = resolvePath(folder, it.with(lookup).value ?? '/');
    if (file !== null) facts.push({ fact: 'compose-include', at: it.view.anchor(), project: folder, file });
  }
  for (const { name, view, internal } of project.networks) {
    if (view && internal === true) {
      facts.push({ fact: 'compose-network', at: view.anchor('key'), project: folder, name, internal });
    }
  }
  return facts;
}

function serviceFacts(service: ComposeService, place: ProjectPlace, host: LensHost): readonly Fact[] {
  const { folder: project, lookup } = place;
  const given = envFilesOf(service, place, host);
  const owner: Owner = { kind: 'compose-service', project, name: service.name };
  const image = service.image?.with(lookup).holed ?? null;
  const fact: ComposeServiceFact = {
    fact: 'compose-service',
    at: service.at,
    project,
    name: service.name,
    aliases: service.hostNames.filter((it) => it !== service.name),
    image,
    build: buildOf(service, project, lookup),
    ports: [
      ...service.portsWith(lookup).map(publishedPort),
      ...service
        .unknownPortsWith(lookup)
        .map((it): PublishedPort => ({ target: null, published: null, on: 'unknown', at: it.anchor() })),
    ],
    exposes: service.expose.flatMap((it) => Number.parseInt(it.with(lookup).value ?? '', 10) || []),
    networks: service.networks.map((it) => it.name),
    networkMode: service.networkMode ?? null,
    depends: [
      ...service.dependsOn.map((it) => ({
        name: it.service,
        alias: it.service,
        how: 'depends_on' as const,
        finished: it.condition === 'service_completed_successfully',
        at: it.view.anchor(),
      })),
      ...service.links.map((it) => ({
        name: it.service,
        alias: it.alias,
        how: 'links' as const,
        finished: false,
        at: it.view.anchor(),
      })),
    ],
    mounts: [
      ...service.mounts.flatMap((it) =>
        it.type === 'bind' ? (resolvePath(project, it.source?.with(lookup).value ?? '/') ?? []) : [],
      ),
      ...syncedFrom(service, project),
    ],
    profiles: service.profiles,
    envFiles: given.files,
    ...(Object.keys(given.overruled).length > 0 ? { overruled: given.overruled } : {}),
    sets: service.environment.map((it) => it.key),
    secrets: secretsOf(service),
    care: careOf(service),
  };
  const variables = service.environment.map(
    (it): EnvironmentVariable => ({
      key: it.key,
      // A name without a value takes it from whoever starts the project, and that reads the same file.
      value: (it.value ? it.value.with(lookup).holed : lookup(it.key)) ?? null,
      at: it.view.anchor(),
    }),
  );
  const words = [...(service.entrypoint ?? []), ...(service.command ?? [])].map((it) => ({
    text: it.with(lookup).holed,
    at: it.view.anchor(),
  }));
  const partial = !given.complete || service.mounts.some((it) => it.type === 'bind');
  const command = words.map((it) => it.text).join(' ');
  return [
    fact,
    ...environmentConnections(variables, owner),
    ...commandConnections(words, owner),
    ...logConnections(service, owner),
    ...labelRoutes(service),
    ...labelLimits(service, owner),
    ...authenticationTraits([...variables, ...given.variables], { image, command, partial }, service.at, owner),
    ...powersOf(service, owner),
  ];
}

/** Where the value of each secret comes from, by the top-level entry of its name; never the value. */
function secretsOf(service: ComposeService): ComposeServiceFact['secrets'] {
  const declared = new Map(service.project.secrets.map((it) => [it.name, it]));
  return service.secrets.flatMap((it) => {
    if (it.value === undefined) return [];
    const secret = declared.get(it.value);
    const from = secret?.external
      ? ('outside' as const)
      : secret?.environment !== undefined
        ? ('environment' as const)
        : secret?.file
          ? ('file' as const)
          : null;
    return [{ name: it.value, from, at: it.view.anchor() }];
  });
}

/** What `develop` copies into the running container while somebody edits it, which is then as good as mounted. */
function syncedFrom(service: ComposeService, project: string): readonly string[] {
  return (service.find('develop', 'watch')?.items ?? []).flatMap((it) =>
    it.get('action').text?.startsWith('sync') ? (resolvePath(project, it.get('path').text ?? '/') ?? []) : [],
  );
}

/** Health and recovery; `deploy` counts for Compose too where it names replicas (Compose Deploy Specification). */
function careOf(service: ComposeService): ComposeCare {
  const healthcheck = service.find('healthcheck');
  const off = service.find('healthcheck', 'disable')?.text === 'true';
  const driver = service.find('logging', 'driver');
  const replicas = service.find('deploy', 'replicas') ?? service.find('scale');
  const count = Number(replicas?.text ?? '');
  const failure = service.find('deploy', 'update_config', 'failure_action');
  const rollback = service.find('deploy', 'rollback_config') ?? (failure?.text === 'rollback' ? failure : undefined);
  return {
    healthcheck: healthcheck?.exists && !off ? healthcheck.anchor('key') : null,
    logging: driver?.text === undefined ? null : { driver: driver.text, at: driver.anchor() },
    replicas: replicas?.exists
      ? { count: replicas.text !== '' && Number.isInteger(count) ? count : null, at: replicas.anchor() }
      : null,
    rollback: rollback?.exists ? rollback.anchor('key') : null,
  };
}

function buildOf(service: ComposeService, project: string, lookup: Lookup): ComposeServiceFact['build'] {
  const { build } = service;
  const context = build?.context?.with(lookup).value;
  if (!build || context === undefined || build.inline) return null;
  const folder = resolvePath(project, context);
  const file = build.dockerfile === undefined ? 'Dockerfile' : build.dockerfile.with(lookup).value;
  const dockerfile = folder !== null && file !== undefined ? resolvePath(folder, file) : null;
  if (folder === null) return null;
  const target = build.target?.with(lookup).value;
  return {
    folder,
    dockerfile: dockerfile ?? `${folder}/Dockerfile`,
    ...(target === undefined ? {} : { target }),
    at: build.view.anchor(),
  };
}

function publishedPort(port: ComposePort): PublishedPort {
  const range = port.published;
  return {
    target: port.target?.from ?? null,
    published: range === undefined ? null : range.from === range.to ? String(range.from) : `${range.from}-${range.to}`,
    on:
      port.reach === 'all-interfaces'
        ? 'all'
        : port.reach === 'loopback'
          ? 'loopback'
          : port.reach === 'one-address'
            ? 'address'
            : 'unknown',
    at: port.view.anchor(),
  };
}

/** Logging drivers that send to an address (Docker, "Configure logging drivers"). */
function logConnections(service: ComposeService, owner: Owner): readonly Fact[] {
  const options = service.find('logging', 'options');
  return ['syslog-address', 'gelf-address', 'fluentd-address', 'splunk-url', 'loki-url'].flatMap((key) => {
    const view = options?.get(key);
    const text = view?.text;
    const address = text === undefined ? undefined : (parseAddress(text) ?? parseHost(text));
    if (!view || !address) return [];
    return [
      {
        fact: 'connection' as const,
        at: view.anchor(),
        owner,
        address,
        role: 'logs' as const,
        key,
        needs: null,
        credentials: 'unknown' as const,
        external: false,
      },
    ];
  });
}

/** A proxy that finds its backends by their labels or variables routes to those that carry them. */
function labelRoutes(service: ComposeService): readonly Fact[] {
  const label = service.labels.find(
    (it) =>
      /^traefik\.(?:http|tcp|udp)\.(?:routers|services)\.|^traefik\.(?:frontend|backend|port)\b/.test(it.key) &&
      !/\.middlewares\./.test(it.key),
  );
  const variable = service.variable('VIRTUAL_HOST');
  const [view, technology] = label ? [label.view, 'traefik'] : [variable?.view, 'nginx'];
  const address = parseHost(service.name);
  if (!view || !address) return [];
  // The proxy is known by what it runs, not by where this file lies.
  const owner: Owner = { kind: 'technology', technology, folder: '' };
  const key = label?.key ?? 'VIRTUAL_HOST';
  return [
    {
      fact: 'connection',
      at: view.anchor(),
      owner,
      address,
      role: 'route',
      key,
      needs: null,
      credentials: 'unknown',
      external: false,
    },
  ];
}

/** A limit that a proxy keeps for the routers of a service, where one of these names it (Traefik, "RateLimit"). */
function labelLimits(service: ComposeService, owner: Owner): readonly TraitFact[] {
  const used = new Set(
    service.labels.flatMap((it) =>
      /^traefik\.http\.routers\.[^.]+\.middlewares$/.test(it.key)
        ? (it.value?.value ?? '').split(',').map((name) => name.trim().replace(/@docker$/, ''))
        : [],
    ),
  );
  return service.labels.flatMap((it): readonly TraitFact[] => {
    const name = /^traefik\.http\.middlewares\.([^.]+)\.(?:ratelimit\.average|inflightreq\.amount)$/i.exec(it.key)?.[1];
    if (name === undefined || !used.has(name)) return [];
    const text = 'Traefik limits requests';
    return [{ fact: 'trait', trait: 'rate-limit', owner, state: 'yes', at: it.view.anchor(), text }];
  });
}

function powersOf(service: ComposeService, owner: Owner): readonly TraitFact[] {
  const powers: TraitFact[] = [];
  const add = (at: TraitFact['at'], text: string): void => {
    powers.push({ fact: 'trait', trait: 'power', owner, state: 'yes', at, text });
  };
  if (service.privileged === true) add(service.find('privileged')?.anchor() ?? service.at, 'it runs privileged');
  for (const mount of service.mounts) {
    if (/(?:^|\/)(?:docker|containerd|podman)\.sock$/.test(mount.source?.holed ?? ''))
      add(mount.view.anchor(), "it holds the container engine's socket");
  }
  if (service.find('pid')?.text === 'host')
    add(service.find('pid')?.anchor() ?? service.at, "it shares the host's processes");
  return powers;
}

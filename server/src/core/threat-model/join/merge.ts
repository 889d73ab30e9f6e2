import { imageName, technologyOfImage } from '../technology/recognise.ts';
import { type Module, type Modules, namesOf } from './modules.ts';
import { imagesOf } from '../cluster.ts';
import { makeNode, type Node, normalName, pushTo } from './node.ts';

/** The images that a node runs, as written. */
export function nodeImages(node: Node): readonly string[] {
  const images = [
    ...node.compose.flatMap((it) => it.image ?? []),
    ...node.workloads.flatMap((it) => imagesOf(it).slice(0, 1)),
  ];
  return [...new Set(images)];
}

/** Gives every node the modules that it is built from: by its build, else by name where only one of each fits. */
export function attachModules(nodes: readonly Node[], modules: Modules): void {
  const candidates = modules.all.filter((it) => !it.aggregate);
  if (candidates.length === 0) return;
  const byDockerfile = new Map(
    candidates.flatMap((module) => module.images.map((image) => [image.file, module] as const)),
  );
  const free = new Set<Module>(candidates);
  for (const node of nodes) {
    for (const { build } of node.compose) {
      if (!build) continue;
      const module = byDockerfile.get(build.dockerfile) ?? modules.at(build.folder);
      if (!module || module.aggregate || node.modules.includes(module)) continue;
      node.modules.push(module);
      free.delete(module);
    }
  }
  const words = commonWords(candidates);
  for (const spell of [normalName, (name: string) => looseName(name, words)]) {
    const waiting = nodes.filter(
      (it) => it.modules.length === 0 && it.outside === 'inside' && it.gateways.length === 0 && !runsOfficialImage(it),
    );
    const nodesByName = indexBy(
      waiting,
      (node) => [node.name, ...nodeImages(node).map(imageName), ...node.aliases],
      spell,
    );
    const modulesByName = indexBy([...free], namesOf, spell);
    for (const [name, found] of modulesByName) {
      const targets = (nodesByName.get(name) ?? []).filter((it) => it.modules.length === 0);
      const [module] = found.filter((it) => free.has(it));
      // A service deployed by Compose and by Kubernetes is still two nodes here, but never two of one kind.
      const distinct = new Set(targets.map((it) => (it.compose.length > 0 ? 'compose' : 'kubernetes')));
      if (!module || found.length > 1 || targets.length === 0 || distinct.size < targets.length) continue;
      for (const node of targets) node.modules.push(module);
      free.delete(module);
    }
  }
  for (const node of nodes) {
    for (const module of node.modules) {
      for (const name of namesOf(module)) if (name !== node.name) node.aliases.add(name);
    }
  }
}

/** Programs that teams build of a library and call by its name: their image is their own. */
const selfBuilt: ReadonlySet<string> = new Set([
  'eureka',
  'spring-config',
  'zuul',
  'spring-gateway',
  'spring-oauth2',
  'spring-boot-admin',
  'turbine',
  'hystrix-dashboard',
]);

/** A published image is not built here, whatever folder has the same name. */
function runsOfficialImage(node: Node): boolean {
  if (node.compose.some((it) => it.build !== null)) return false;
  return nodeImages(node).some((it) => {
    const technology = technologyOfImage(it);
    return technology !== undefined && !selfBuilt.has(technology.id);
  });
}

/** One node for a service that Compose files and manifests both deploy. */
export function mergeDeployments(nodes: readonly Node[]): readonly Node[] {
  const compose = nodes.filter((it) => it.compose.length > 0);
  if (compose.length === 0) return nodes;
  const cluster = nodes.filter((it) => it.compose.length === 0 && it.gateways.length === 0 && it.outside === 'inside');
  const gone = new Set<Node>();
  const keysOf: readonly ((node: Node) => readonly string[])[] = [
    (node) => node.modules.map((it) => it.folder),
    (node) => [normalName(node.name)],
    (node) => [...node.aliases].map(normalName),
    (node) =>
      nodeImages(node)
        .filter((it) => !technologyOfImage(it))
        .map((it) => normalName(imageName(it))),
  ];
  for (const keys of keysOf) {
    const left = indexBy(
      compose.filter((it) => it.workloads.length + it.services.length === 0),
      keys,
      (it) => it,
    );
    const right = indexBy(
      cluster.filter((it) => !gone.has(it)),
      keys,
      (it) => it,
    );
    for (const [key, from] of right) {
      const [target, ...others] = left.get(key) ?? [];
      const [source, ...more] = from;
      if (!target || !source || others.length > 0 || more.length > 0 || gone.has(source) || target.workloads.length > 0)
        continue;
      absorb(target, source);
      gone.add(source);
    }
  }
  return nodes.filter((it) => !gone.has(it));
}

function absorb(target: Node, source: Node): void {
  target.workloads.push(...source.workloads);
  target.services.push(...source.services);
  for (const module of source.modules) if (!target.modules.includes(module)) target.modules.push(module);
  for (const name of [source.name, ...source.aliases]) if (name !== target.name) target.aliases.add(name);
}

/** Programs that no file deploys, as far as their own files show that they run. */
export function undeployedNodes(nodes: readonly Node[], modules: Modules): readonly Node[] {
  const taken = new Set(nodes.flatMap((it) => it.modules));
  const deployed = nodes.some((it) => it.compose.length + it.workloads.length > 0);
  const found: Node[] = [];
  for (const module of modules.all) {
    if (taken.has(module) || module.aggregate || !runs(module, deployed)) continue;
    const [name = '', ...others] = namesOf(module);
    const node = makeNode(name);
    for (const it of others) node.aliases.add(it);
    node.modules.push(module);
    found.push(node);
  }
  return found;
}

function runs(module: Module, deployed: boolean): boolean {
  if (module.applicationName !== null)
    return module.built || module.images.length > 0 || module.port !== null || !deployed;
  const serves = [...module.hints.keys()].some((it) => it === 'web' || isServerHint(it));
  if (module.runnable && serves) return true;
  return !deployed && module.images.some((it) => it.runs);
}

function isServerHint(id: string): boolean {
  return /^(?:eureka-server|config-server|zuul|spring-gateway|admin-server|zipkin-server|hystrix-dashboard|turbine|authorization-server)$/.test(
    id,
  );
}

/** Words that say nothing about which service is meant. */
const empty = new Set(
  'service services server svc app application api ms microservice backend web demo sample example spring boot cloud the of'.split(
    ' ',
  ),
);

/** A name without words that say nothing: "shop-orders-service" of the shop is "orders". All words count when none is left. */
export function looseName(name: string, common: ReadonlySet<string>): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((it) => it !== '')
    .map((it) => (it.length > 8 ? it.replace(/service$/, '') : it));
  const told = words.filter((it) => !empty.has(it) && !common.has(it));
  return (told.length > 0 ? told : words).join('');
}

/** First words that most modules share: the system's own name. */
function commonWords(modules: readonly Module[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const names = modules.map((it) => leadingWords(it));
  for (const words of names) for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count >= 3 && count * 2 > names.length).map(([word]) => word));
}

function leadingWords(module: Module): readonly string[] {
  return (module.packageName ?? module.folder.slice(module.folder.lastIndexOf('/') + 1))
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .slice(0, -1);
}

function indexBy<T>(
  items: readonly T[],
  keysOf: (item: T) => readonly string[],
  spell: (key: string) => string,
): Map<string, T[]> {
  const index = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const name = spell(key);
      if (name !== '') pushTo(index, name, item);
    }
  }
  return index;
}

import type { TextRange } from '../../text/range.ts';
import type { Anchor, Route } from '../../syntax/anchor.ts';
import { splitYamlStream } from '../../syntax/chunk.ts';
import { parseEnvFile } from '../../syntax/env-file.ts';
import { locate } from '../../syntax/locate.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { parseAddresses } from '../address.ts';
import type { ConnectionFact, Fact, Owner, SettingsFile } from '../fact.ts';
import { type EnvironmentVariable, environmentConnections } from '../environment.ts';
import { baseName, folderOf, stemOf } from '../folder.ts';
import { readBuildFile } from './build-files.ts';
import { controlFact, controlFacts } from './controls.ts';
import { type ConfigTarget, TextRoutes } from './entry.ts';
import { type ConfigDocument, flattenProperties, flattenYaml } from './flatten.ts';
import { environmentName, isBuildFile, settingsName } from './names.ts';
import { peerFileOf, peersOf } from './peers.ts';
import { springControls } from './spring-controls.ts';
import { deployedDocuments, springSelf, springTargets } from './spring.ts';

export { isConfigFile } from './names.ts';

/** Larger files are data, not configuration. */
const largest = 400_000;

/** What a configuration or build file tells. Pure; the answer follows the text and the URI alone. */
export function factsOfConfig(uri: string, text: string): readonly Fact[] {
  if (text.length > largest) return [];
  const name = baseName(uri);
  if (isBuildFile(name)) return moduleFacts(uri, name, text);
  const peers = peerFileOf(uri, text);
  const controls = controlFacts(uri, text);
  if (peers) {
    const owner: Owner = { kind: 'technology', technology: peers.technology, folder: moduleFolder(uri) };
    return [...peersOf(peers, text).map((it) => connection(uri, owner, it)), ...controls];
  }
  if (controls.length > 0) return controls;
  if (environmentName.test(name)) return variablesFacts(uri, text);
  if (name.startsWith('logback')) return logbackFacts(uri, text);
  return settingsFacts(uri, text);
}

/** The peers that a text names which stands inside another file, such as a value of a ConfigMap; `at` is where it stands. */
export function connectionsOfText(name: string, text: string, owner: Owner, at: Anchor): readonly ConnectionFact[] {
  if (text.length > largest) return [];
  const peers = peerFileOf(name, text);
  const targets = peers ? peersOf(peers, text) : deployedDocuments(documentsOf(name, text)).flatMap(springTargets);
  return targets.map((it) => ({ ...connection('', owner, it), at }));
}

function documentsOf(name: string, text: string): readonly ConfigDocument[] {
  if (name.endsWith('.properties')) return flattenProperties(text);
  return /\.(?:ya?ml|json)$/.test(name) ? flattenYaml(text) : [];
}

/** The folder of the program that a file belongs to: what stands before `src/`, else the file's own. */
function moduleFolder(uri: string): string {
  const source = /^(.*?)\/src\/main\//.exec(uri)?.[1];
  return source ?? folderOf(uri);
}

function moduleFacts(uri: string, name: string, text: string): readonly Fact[] {
  const { hints, ...rest } = readBuildFile(name, text);
  const at: Anchor = { file: uri, chunk: 0, route: [] };
  return [
    {
      fact: 'module',
      at,
      folder: folderOf(uri),
      ...rest,
      hints: hints.map((it) => ({ id: it.id, at: { ...at, route: it.route } })),
    },
  ];
}

function settingsFacts(uri: string, text: string): readonly Fact[] {
  const file: SettingsFile = { module: moduleFolder(uri), folder: folderOf(uri), stem: stemOf(uri) };
  if (/-(?:test|it)$/.test(file.stem)) return [];
  const own = settingsName.test(baseName(uri));
  // Most files of a folder called "config" are something else: a look at the text spares parsing them.
  if (!own && text.trim() !== '' && !springLine.test(text)) return [];
  const facts: Fact[] = [];
  for (const document of deployedDocuments(documentsOf(uri, text))) {
    if (!own && !looksLikeSpring(document)) continue;
    for (const it of springControls(document))
      facts.push(controlFact(it, { kind: 'settings', file }, { file: uri, chunk: it.chunk, route: it.route }));
    const { name, port, flags } = springSelf(document);
    if (name || port !== null || flags.length > 0) {
      const at: Anchor = { file: uri, chunk: name?.chunk ?? document[0]?.chunk ?? 0, route: name?.route ?? [] };
      facts.push({ fact: 'settings', at, file, name: name?.value ?? null, port, flags });
    }
    for (const target of springTargets(document)) facts.push(connection(uri, { kind: 'settings', file }, target));
  }
  // That a file of this name exists tells that its module reads its settings so, even when it is empty.
  if (own && !facts.some((it) => it.fact !== 'trait'))
    facts.push({ fact: 'settings', at: { file: uri, chunk: 0, route: [] }, file, name: null, port: null, flags: [] });
  return facts;
}

const springLine =
  /^(?:spring|server|eureka|zuul|ribbon|management|security|feign|hystrix|logging|turbine|endpoints|keycloak|encrypt)[.:\s=]/m;

function looksLikeSpring(document: ConfigDocument): boolean {
  return (
    document.length === 0 ||
    document.some((it) =>
      /^(?:spring|server|eureka|zuul|ribbon|management|security|feign|hystrix|logging|turbine|endpoints|keycloak|encrypt)\b/.test(
        it.key,
      ),
    )
  );
}

/** A file of variables. */
function variablesFacts(uri: string, text: string): readonly Fact[] {
  const variables = parseEnvFile(text).map(
    ({ key, value }): EnvironmentVariable => ({
      key,
      value: value ?? null,
      at: { file: uri, chunk: 0, route: [key, 0] },
    }),
  );
  return environmentConnections(variables, { kind: 'variables', file: uri });
}

/** Logback appenders that send over the network. */
function logbackFacts(uri: string, text: string): readonly Fact[] {
  const file: SettingsFile = { module: moduleFolder(uri), folder: folderOf(uri), stem: 'application' };
  const routes = new TextRoutes();
  return [
    ...text.replace(/<!--[\s\S]*?-->/g, '').matchAll(/<(?:destination|remoteHost|syslogHost|host)>\s*([^<\s]+)\s*</g),
  ].flatMap((match) => {
    const value = match[1] ?? '';
    return parseAddresses(value).map((address) =>
      connection(
        uri,
        { kind: 'settings', file },
        {
          entry: { key: 'destination', value, chunk: 0, route: routes.next(value) },
          address,
          role: 'logs',
          needs: null,
          credentials: 'unknown',
          external: false,
        },
      ),
    );
  });
}

function connection(uri: string, owner: Owner, it: ConfigTarget): ConnectionFact {
  const { entry, ...rest } = it;
  return {
    fact: 'connection',
    at: { file: uri, chunk: entry.chunk, route: entry.route },
    owner,
    key: entry.key,
    ...rest,
  };
}

/** The place that an anchor of {@link factsOfConfig} means, in offsets of the file. Routes in plain text are [what, how many before]. */
export function locateInConfig(uri: string, text: string, chunk: number, route: Route): TextRange {
  const whole = { start: 0, end: Math.max(0, text.search(/\r|\n|$/)) };
  if (route.length === 0) return whole;
  if (/\.(?:ya?ml|json)$/.test(uri)) {
    const piece = splitYamlStream(text)[chunk];
    const range = piece && locate(parseYaml(piece.text), route);
    return piece && range ? { start: piece.start + range.start, end: piece.start + range.end } : whole;
  }
  const [needle, before] = route;
  if (typeof needle !== 'string' || typeof before !== 'number') return whole;
  let at = text.indexOf(needle);
  for (let i = 0; i < before && at >= 0; i++) at = text.indexOf(needle, at + needle.length);
  return at < 0 ? whole : { start: at, end: at + needle.length };
}

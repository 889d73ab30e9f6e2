import type { Route } from '../../syntax/anchor.ts';
import { hintsOfPackage } from '../technology/dependencies.ts';
import { TextRoutes } from './entry.ts';

/** What a build file says; see {@link ModuleFact}. */
export interface BuildFile {
  readonly name: string | null;
  readonly parent: string | null;
  readonly aggregate: boolean;
  readonly runnable: boolean;
  readonly hints: readonly { readonly id: string; readonly route: Route }[];
}

export function readBuildFile(name: string, text: string): BuildFile {
  if (name === 'pom.xml') return maven(text);
  if (name.startsWith('build.gradle')) return gradle(text);
  if (name === 'package.json') return npm(text);
  if (name === 'go.mod') return go(text);
  if (name.endsWith('.csproj')) return dotnet(text);
  return python(text);
}

function hintsOf(names: Iterable<string>, routes: TextRoutes): BuildFile['hints'] {
  const hints = new Map<string, Route>();
  for (const name of names) {
    const route = routes.next(name);
    for (const hint of hintsOfPackage(name)) if (!hints.has(hint.id)) hints.set(hint.id, route);
  }
  return [...hints].map(([id, route]) => ({ id, route }));
}

/** Maven's POM reference: dependencies of the project itself, not of plugins, profiles' plugins or the management section. */
function maven(text: string): BuildFile {
  const bare = text.replace(/<!--[\s\S]*?-->/g, '');
  const parent = /<parent>[\s\S]*?<artifactId>\s*([^<\s]+)\s*<\/artifactId>[\s\S]*?<\/parent>/.exec(bare)?.[1] ?? null;
  const own = bare.replace(/<(parent|dependencyManagement|build|reporting|pluginManagement)>[\s\S]*?<\/\1>/g, '');
  const names: string[] = [];
  for (const match of own.matchAll(/<dependency>([\s\S]*?)<\/dependency>/g)) {
    const block = match[1] ?? '';
    const artifact = /<artifactId>\s*([^<\s]+)\s*<\/artifactId>/.exec(block)?.[1];
    if (artifact && !/<scope>\s*(?:test|provided|import)\s*<\/scope>/.test(block)) names.push(artifact);
  }
  const head = own
    .replace(/<dependencies>[\s\S]*?<\/dependencies>/g, '')
    .replace(/<exclusions>[\s\S]*?<\/exclusions>/g, '');
  return {
    name: /<artifactId>\s*([^<\s]+)\s*<\/artifactId>/.exec(head)?.[1] ?? null,
    parent,
    aggregate: /<packaging>\s*pom\s*<\/packaging>/.test(head) || /<modules>/.test(head),
    runnable:
      /<artifactId>\s*(?:spring-boot-maven-plugin|quarkus-maven-plugin|jib-maven-plugin|dockerfile-maven-plugin|docker-maven-plugin|tomcat7-maven-plugin)\s*</.test(
        bare,
      ),
    hints: hintsOf(names, new TextRoutes()),
  };
}

function gradle(text: string): BuildFile {
  const bare = text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1')
    .replace(/\bbuildscript\s*\{[\s\S]*?\n\}/g, '');
  const names: string[] = [];
  for (const match of bare.matchAll(
    /^\s*(?:api|compile|implementation|runtime|runtimeOnly|compileOnly)\b\s*[( ]\s*(?:platform\()?(?:["']([^"']+)["']|group:\s*["'][^"']+["']\s*,\s*name:\s*["']([^"']+)["'])/gm,
  )) {
    const name = match[2] ?? match[1]?.split(':')[1];
    if (name) names.push(name);
  }
  return {
    name: null,
    parent: null,
    aggregate: /^\s*(?:configure\s*\(\s*)?(?:subprojects|allprojects)\b/m.test(bare),
    runnable:
      /org\.springframework\.boot|apply plugin:\s*['"](?:spring-boot|application)['"]|\bid\s*\(?['"](?:application|io\.quarkus|io\.micronaut\.application|com\.google\.cloud\.tools\.jib)['"]/.test(
        text,
      ),
    hints: hintsOf(names, new TextRoutes()),
  };
}

function npm(text: string): BuildFile {
  let data: { name?: unknown; workspaces?: unknown; dependencies?: unknown; scripts?: unknown } = {};
  try {
    data = Object(JSON.parse(text)) as typeof data;
  } catch {
    // A package.json that is being typed says nothing yet.
  }
  const dependencies = Object.keys(Object(data.dependencies) as object);
  const hints = new Map<string, Route>();
  for (const name of dependencies) for (const hint of hintsOfPackage(name)) hints.set(hint.id, ['dependencies', name]);
  return {
    name: typeof data.name === 'string' ? data.name.replace(/^@[^/]*\//, '') : null,
    parent: null,
    aggregate: data.workspaces !== undefined,
    runnable: hints.has('web') && Object.hasOwn(Object(data.scripts) as object, 'start'),
    hints: [...hints].map(([id, route]) => ({ id, route })),
  };
}

function python(text: string): BuildFile {
  const names: string[] = [];
  for (const match of text.matchAll(/^\s*["']?([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?["']?\s*(?:[=<>~!;,@"'].*)?$/gm))
    if (match[1]) names.push(match[1]);
  return {
    name: /^\s*name\s*=\s*"([^"]+)"/m.exec(text)?.[1] ?? null,
    parent: null,
    aggregate: false,
    runnable: false,
    hints: hintsOf(names, new TextRoutes()),
  };
}

function go(text: string): BuildFile {
  const names: string[] = [];
  for (const match of text.matchAll(/^\s*(?:require\s+)?([a-z0-9.-]+\.[a-z]+\/\S+)\s+v\S+(?!.*\/\/ indirect)/gm))
    if (match[1]) names.push(match[1]);
  const path = /^module\s+(\S+)/m.exec(text)?.[1] ?? null;
  return {
    name:
      path
        ?.replace(/\/v\d+$/, '')
        .split('/')
        .pop() ?? null,
    parent: null,
    aggregate: false,
    runnable: false,
    hints: hintsOf(names, new TextRoutes()),
  };
}

function dotnet(text: string): BuildFile {
  const names = [...text.matchAll(/<PackageReference\s+Include="([^"]+)"/g)].flatMap((it) => it[1] ?? []);
  const web = /Sdk="Microsoft\.NET\.Sdk\.Web"/.test(text);
  const hints = hintsOf(names, new TextRoutes());
  return {
    name: null,
    parent: null,
    aggregate: false,
    runnable: web,
    hints: web ? [...hints, { id: 'web', route: ['Microsoft.NET.Sdk.Web', 0] }] : hints,
  };
}

import { onceForText } from '../once.ts';
import { technologies, type Technology } from './technologies.ts';

/** Technologies by each of their words. */
const byWord: ReadonlyMap<string, Technology> = new Map(
  [...technologies.values()].flatMap((it) => it.words.map((word) => [word, it] as const)),
);

const byPort: ReadonlyMap<number, Technology> = new Map(
  [...technologies.values()]
    .filter((it) => it.ports[0] !== undefined && ![80, 443, 3000, 8000, 8080, 8443, 9000, 9091].includes(it.ports[0]))
    .reverse()
    .flatMap((it) => (it.ports[0] === undefined ? [] : [[it.ports[0], it] as const])),
);

/** An image reference without registry, tag and digest: "library/redis:7" gives "redis" with its path "library/redis". */
export function imagePath(image: string): string {
  const untagged = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const steps = untagged.split('/');
  const [first] = steps;
  // A first step with a dot, a colon or "localhost" is a registry (distribution reference grammar).
  if (steps.length > 1 && first !== undefined && (/[.:]/.test(first) || first === 'localhost')) steps.shift();
  return steps.join('/').toLowerCase();
}

/** The last step of an image's path: what the image itself is called. */
export function imageName(image: string): string {
  const path = imagePath(image);
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What an image runs, by its name: "bitnami/postgresql:16", "acme/shop-mongodb". */
export const technologyOfImage = onceForText((image): Technology | undefined => {
  const path = imagePath(image);
  // Registries name some images by their folder: "mssql/server", "oracle/database".
  if (/(?:^|\/)mssql\//.test(path)) return technologies.get('sqlserver');
  if (/(?:^|\/)oracle\/database/.test(path)) return technologies.get('oracle');
  return technologyOfWords(imageName(image));
});

/** Words that follow a program's name without changing what it is. */
const neutral =
  /^(?:server|alpine|management|stack|ha|cluster|node|standalone|replica|replicaset|leader|follower|slave|db|database|ce|oss|enterprise|community|unprivileged|service|svc|debian|contrib|core|all|in|one|gateway|latest|jmx|broker|store|storage|cache)$/;

/** What a name says: the whole name, its last words, or its first ones ("shop-mongodb", "redis-cart", "rabbitmq-0"). */
export const technologyOfWords = onceForText((name): Technology | undefined => {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((it) => it !== '' && !/^(?:v?\d+|alpine|official|dev|prod|local|main|primary|master)$/.test(it));
  // The exporter of a database is no database, and neither is its console.
  if (words.includes('exporter')) return technologies.get('exporter');
  const whole = byWord.get(words.join('-'));
  if (whole) return whole;
  if (
    words.some((it) =>
      /^(?:ui|console|dashboard|admin|manager|express|commander|client|init|job|migration|migrate|backup|seed|test|setup|connect|ingest|consumer|producer|bridge|operator)$/.test(
        it,
      ),
    )
  ) {
    return undefined;
  }
  const told = [...words];
  while (told.length > 1 && neutral.test(told.at(-1) ?? '')) told.pop();
  for (const end of [words, told]) {
    for (const word of [end.join('-'), end.slice(-2).join('-'), end.at(-1)]) {
      const found = word === undefined ? undefined : byWord.get(word);
      if (found) return found;
    }
  }
  // "redis-stack-server" is a Redis; "kafka-etl" is something that uses Kafka.
  const [first = '', ...rest] = words;
  if (rest.every((it) => neutral.test(it))) return byWord.get(first);
  return undefined;
});

/** The program that listens on a port by default; none for ports that many programs share. */
export function technologyOfPort(port: number): Technology | undefined {
  return byPort.get(port);
}

type Part = readonly [technology: string, words: RegExp];

/**
 * The part that a program of one's own plays, by the name that its makers gave it. Weaker than an image or a
 * dependency, and used only where those are silent.
 */
const parts: readonly Part[] = [
  ['eureka', /\b(?:eureka|discovery|registry|service registry)\b/],
  ['spring-config', /\b(?:config|configuration|configserver|configservice)\b/],
  ['spring-gateway', /\b(?:gateway|apigateway|edge|edgeserver|edgeservice|proxy|reverse proxy|bff)\b/],
  [
    'spring-oauth2',
    /\b(?:auth|oauth|oauth2|uaa|authserver|authservice|authorization|authentication|identity|sso|idp)\b/,
  ],
  ['hystrix-dashboard', /\b(?:hystrix|monitor|monitoring|dashboard)\b/],
  ['spring-boot-admin', /\b(?:admin|adminserver)\b/],
];

/** The technology that a name suggests for a program of one's own, such as "edge-server". */
export const technologyOfPart = onceForText((name): Technology | undefined => {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ');
  for (const [id, pattern] of parts) if (pattern.test(words)) return technologies.get(id);
  return undefined;
});

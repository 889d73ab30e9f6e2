import type { ConfigControl } from './controls.ts';
import { canonicalKey } from './entry.ts';
import type { ConfigDocument } from './flatten.ts';

/** Properties by which a Spring, Quarkus or Micronaut program breaks the circuit, or a gateway limits requests. */
const switches: readonly {
  readonly key: RegExp;
  readonly value: RegExp;
  readonly trait: 'circuit-breaker' | 'rate-limit';
  readonly text: string;
}[] = [
  {
    // Resilience4j makes a breaker for each instance that is configured.
    key: /^resilience4j\.circuitbreaker\.(?:instances|backends)\.[^.]+\./,
    value: /./,
    trait: 'circuit-breaker',
    text: 'Resilience4j breaks the circuit',
  },
  {
    key: /^(?:spring\.cloud\.openfeign|feign)\.(?:circuitbreaker|hystrix)\.enabled$/,
    value: /^true$/i,
    trait: 'circuit-breaker',
    text: 'Feign breaks the circuit',
  },
  {
    key: /^hystrix\.command\.[^.]+\.(?:circuitbreaker|execution)\./,
    value: /./,
    trait: 'circuit-breaker',
    text: 'Hystrix breaks the circuit',
  },
  {
    key: /\.circuitbreaker\/(?:delay|requestvolumethreshold|failureratio)$/,
    value: /./,
    trait: 'circuit-breaker',
    text: 'MicroProfile Fault Tolerance breaks the circuit',
  },
  {
    key: /^spring\.cloud\.gateway\.(?:server\.)?(?:webflux\.|webmvc\.|mvc\.)?(?:routes\[\d+\]\.filters|defaultfilters)\[\d+\](?:\.name)?$/,
    value: /^CircuitBreaker(?:=|$)/,
    trait: 'circuit-breaker',
    text: 'a filter of the gateway breaks the circuit',
  },
  {
    key: /^spring\.cloud\.gateway\.(?:server\.)?(?:webflux\.|webmvc\.|mvc\.)?(?:routes\[\d+\]\.filters|defaultfilters)\[\d+\](?:\.name)?$/,
    value: /^RequestRateLimiter(?:=|$)/,
    trait: 'rate-limit',
    text: 'a filter of the gateway limits requests',
  },
  {
    key: /^zuul\.ratelimit\.enabled$/,
    value: /^true$/i,
    trait: 'rate-limit',
    text: 'the gateway limits requests',
  },
];

/** The controls that a document of such a file shows, each at its first line. */
export function springControls(document: ConfigDocument): readonly ConfigControl[] {
  const off = document.some(
    (it) => /^hystrix\.command\.default\.circuitbreaker\.enabled$/.test(canonicalKey(it.key)) && it.value === 'false',
  );
  return switches.flatMap(({ key, value, trait, text }): readonly ConfigControl[] => {
    const found = document.find((it) => key.test(canonicalKey(it.key)) && value.test(it.value));
    if (!found || (off && text.startsWith('Hystrix'))) return [];
    return [{ trait, state: 'yes', text, chunk: found.chunk, route: found.route }];
  });
}

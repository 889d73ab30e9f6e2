import type { DependencyHint } from './dependencies.ts';

/** Libraries that stop waiting for a peer that fails (Nygard, "Release It!", ch. 5). */
export const circuitBreakers: DependencyHint = {
  id: 'circuit-breaker',
  text: 'breaks the circuit to a peer that fails',
  packages: [
    'spring-cloud-starter-netflix-hystrix',
    'spring-cloud-starter-hystrix',
    'spring-cloud-starter-circuitbreaker-*',
    'spring-cloud-netflix-hystrix',
    'hystrix-*',
    'resilience4j-*',
    'smallrye-fault-tolerance',
    'quarkus-smallrye-fault-tolerance',
    'opossum',
    'cockatiel',
    'pybreaker',
    'circuitbreaker',
    'aiobreaker',
    'github.com/sony/gobreaker',
    'github.com/afex/hystrix-go',
    'github.com/failsafe-go/failsafe-go',
    'Polly',
    'Microsoft.Extensions.Http.Resilience',
    'Microsoft.Extensions.Http.Polly',
  ],
};

import type { ComposeService } from './service.ts';
import { imageNames, storeOf } from './stores.ts';

/** A console that gives its user control over something else. */
export interface KnownConsole {
  readonly product: string;
  readonly image: RegExp;
  /** What a stranger finds there, when it is not a console that controls what it manages. */
  readonly offers?: string;
  /** The console's own port; empty when every port of the image belongs to it. */
  readonly ports: readonly number[];
}

const inside = 'a console that shows the inside of the system';

const consoles: readonly KnownConsole[] = [
  { product: 'Adminer', image: /^adminer$/, ports: [] },
  { product: 'phpMyAdmin', image: /^phpmyadmin$/, ports: [] },
  { product: 'pgAdmin', image: /^pgadmin4?$/, ports: [] },
  { product: 'Mongo Express', image: /^mongo-express$/, ports: [] },
  { product: 'Redis Commander', image: /^redis-commander$/, ports: [] },
  { product: 'Redis Insight', image: /^redisinsight$/, ports: [] },
  { product: 'Kafka UI', image: /^(?:kafka-ui|akhq|kafdrop|cmak|console\/redpanda)$/, ports: [] },
  { product: 'Portainer', image: /^portainer(?:-ce|-ee)?$/, ports: [] },
  { product: 'Dozzle', image: /^dozzle$/, ports: [], offers: inside },
  { product: 'RabbitMQ management', image: /^rabbitmq$/, ports: [15672, 15671] },
  { product: 'Kong admin', image: /^kong(?:-gateway)?$/, ports: [8001, 8002, 8444] },
  { product: 'Envoy admin', image: /^envoy(?:-alpine|-distroless|-contrib)?$/, ports: [9901] },
  { product: 'Consul', image: /^consul$/, ports: [8500] },
  { product: 'Eureka', image: /eureka|(?:^|-)(?:discovery|registry)-server$/, ports: [8761], offers: inside },
  { product: 'Jaeger', image: /^(?:all-in-one|jaeger|jaeger-query)$/, ports: [16686], offers: inside },
  { product: 'Zipkin', image: /^zipkin(?:-slim)?$/, ports: [9411], offers: inside },
  { product: 'Prometheus', image: /^prometheus$/, ports: [9090], offers: inside },
  { product: 'Alertmanager', image: /^alertmanager$/, ports: [9093] },
  { product: 'Kibana', image: /^kibana(?:-oss)?$/, ports: [5601], offers: inside },
  { product: 'OpenSearch Dashboards', image: /^opensearch-dashboards$/, ports: [5601], offers: inside },
  { product: 'MinIO console', image: /^minio$/, ports: [9001] },
  { product: 'Jenkins', image: /^jenkins$/, ports: [8080, 50000] },
  {
    product: 'Spring Cloud Config',
    image: /(?:^|-)config-server$/,
    ports: [8888],
    offers: 'the settings of every service, with the passwords in them',
  },
  { product: 'Spring Boot Admin', image: /^spring-boot-admin$|(?:^|-)admin-server$/, ports: [] },
];

/** The console that a port of this service opens. */
export function consoleOf(service: ComposeService, target: number | undefined): KnownConsole | undefined {
  const names = imageNames(service);
  const known = consoles.find(
    (it) =>
      names.some((name) => it.image.test(name)) &&
      (it.ports.length === 0 || (target !== undefined && it.ports.includes(target))),
  );
  if (known) return known;
  if (target === 8080 && traefikIsOpen(service))
    return { product: 'Traefik dashboard', image: /^traefik$/, ports: [8080] };
  return target === 3000 && grafanaIsOpen(service)
    ? { product: 'Grafana without a login', image: /^grafana/, ports: [3000], offers: inside }
    : undefined;
}

/** Grafana asks for a login unless anonymous visitors are let in. */
function grafanaIsOpen(service: ComposeService): boolean {
  if (!imageNames(service).some((it) => /^grafana(?:-oss|-enterprise)?$/.test(it))) return false;
  return /^(?:true|1|yes)$/i.test(service.variable('GF_AUTH_ANONYMOUS_ENABLED')?.value?.value ?? '');
}

/** Traefik serves its dashboard and API without any login when told to. */
function traefikIsOpen(service: ComposeService): boolean {
  if (!imageNames(service).includes('traefik')) return false;
  const words = (service.command ?? []).map((it) => it.value?.toLowerCase());
  return (
    words.some((it) => it === '--api.insecure=true' || it === '--api.insecure') ||
    service.variable('TRAEFIK_API_INSECURE')?.value?.value === 'true'
  );
}

const gatewayImage =
  /^(?:nginx|nginx-unprivileged|openresty|traefik|caddy|haproxy|envoy|kong|kong-gateway|apisix|krakend|tyk-gateway|nginx-proxy|nginx-proxy-manager|swag|gateway)$/;

const gatewayName =
  /(?:^|[-_])(?:api-?gateway|gateway|ingress|reverse-?proxy|edge(?:-?(?:router|server|service|proxy))?|load-?balancer|nginx|haproxy|traefik)(?:$|[-_])|^proxy$/i;

/** A gateway or reverse proxy: by its image, or by the name of a service of one's own. */
export function isGateway(service: ComposeService): boolean {
  return service.once('gateway', () => {
    if (imageNames(service).some((name) => gatewayImage.test(name))) return true;
    return gatewayName.test(service.name) && !storeOf(service);
  });
}

/** Programs that watch others: they are not what a gateway stands in front of. */
export function isObserver(service: ComposeService): boolean {
  if (/^(?:grafana|prometheus|jaeger|zipkin|kibana|loki|tempo)(?:[-_](?:server|ui|core))?$/i.test(service.name))
    return true;
  return imageNames(service).some((name) =>
    /^(?:grafana(?:-oss|-enterprise)?|prometheus|loki|tempo|jaeger|all-in-one|zipkin|statsd|graphite.*|collector|opentelemetry-collector.*|.*-exporter|cadvisor|maildev|mailhog|mailpit|sonarqube)$/.test(
      name,
    ),
  );
}

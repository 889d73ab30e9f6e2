import { parseImageReference } from '../../syntax/image-reference.ts';
import { dig, textOf } from '../../threat-model/plain.ts';

/** A program that hands control of something else to whoever gets in; many ask for no login as their images start them. */
interface KnownConsole {
  readonly product: string;
  /** The image's name without registry. */
  readonly image: RegExp;
  /** What a stranger finds there. */
  readonly gives: string;
}

const cluster = 'a console of the cluster';
const data = 'a console of the data behind it';
const inside = 'a view of the inside of the system';
const code = 'a place to run code';
const answers = 'a model that answers whoever asks';

const consoles: readonly KnownConsole[] = [
  { product: 'Argo Workflows', image: /(?:^|\/)argocli$/, gives: code },
  { product: 'Weave Scope', image: /(?:^|\/)weaveworks\/scope$/, gives: cluster },
  {
    product: 'the Kubernetes dashboard',
    image: /(?:^|\/)(?:kubernetesui\/dashboard(?:-[a-z]+)?|kubernetes-dashboard(?:-[a-z0-9]+)?)$/,
    gives: cluster,
  },
  { product: 'Portainer', image: /(?:^|\/)portainer(?:-ce|-ee)?$/, gives: cluster },
  { product: 'Kubeflow', image: /(?:^|\/)centraldashboard$/, gives: code },
  { product: 'Jenkins', image: /(?:^|\/)jenkins$/, gives: code },
  { product: 'Jupyter', image: /(?:^|\/)jupyter\/[a-z-]*notebook$|(?:^|\/)jupyterlab$/, gives: code },
  { product: 'Airflow', image: /(?:^|\/)airflow$/, gives: code },
  { product: 'NiFi', image: /(?:^|\/)nifi$/, gives: code },
  { product: 'Spark', image: /(?:^|\/)spark-(?:master|history-server)$/, gives: code },
  { product: 'Flink', image: /(?:^|\/)flink$/, gives: code },
  { product: 'Ray', image: /(?:^|\/)rayproject\/ray(?:-ml)?$/, gives: code },
  { product: 'vLLM', image: /(?:^|\/)vllm-openai$/, gives: answers },
  { product: 'Ollama', image: /(?:^|\/)ollama$/, gives: answers },
  { product: 'MLflow', image: /(?:^|\/)mlflow$/, gives: data },
  { product: 'Adminer', image: /(?:^|\/)adminer$/, gives: data },
  { product: 'phpMyAdmin', image: /(?:^|\/)phpmyadmin$/, gives: data },
  { product: 'pgAdmin', image: /(?:^|\/)pgadmin4?$/, gives: data },
  { product: 'Mongo Express', image: /(?:^|\/)mongo-express$/, gives: data },
  { product: 'Redis Commander', image: /(?:^|\/)redis-commander$/, gives: data },
  { product: 'Redis Insight', image: /(?:^|\/)redisinsight$/, gives: data },
  { product: 'a console of Kafka', image: /(?:^|\/)(?:kafka-ui|akhq|kafdrop|cmak)$/, gives: data },
  { product: 'Kibana', image: /(?:^|\/)kibana(?:-oss)?$/, gives: data },
  { product: 'Prometheus', image: /(?:^|\/)prometheus$/, gives: inside },
  { product: 'Alertmanager', image: /(?:^|\/)alertmanager$/, gives: inside },
  { product: 'Jaeger', image: /(?:^|\/)(?:jaeger|jaeger-query|jaegertracing\/all-in-one)$/, gives: inside },
  { product: 'Zipkin', image: /(?:^|\/)zipkin(?:-slim)?$/, gives: inside },
  { product: 'Hubble', image: /(?:^|\/)hubble-ui$/, gives: inside },
];

/** The console that a container runs, told by its image. */
export function consoleIn(container: unknown): KnownConsole | undefined {
  const name = parseImageReference(textOf(dig(container, 'image')) ?? '')?.repository;
  if (name === undefined) return undefined;
  return consoles.find((it) => it.image.test(name));
}

import { isSecretName, isSecretValue } from '../../syntax/secret-name.ts';
import type { DockerfileInstruction } from './lens.ts';
import { mountOptions } from './mount.ts';

/** What is secret in a Dockerfile: by the name of a variable, by the name of a file, by the shape of a value. */

/** Variables of well-known providers whose names do not say by themselves that they are secret. */
const PROVIDERS =
  /(?:^|_)(?:AWS_ACCESS_KEY_ID|ARTIFACTORY_(?:USR|PSW)|JFROG_(?:USR|PSW)|NEXUS_(?:USR|PSW)|GOOGLE_API_KEY|OPENAI_API_KEY|AZURE_CLIENT_CERTIFICATE|DATADOG_APP_KEY|DD_APP_KEY|NGROK_AUTH|SENTRY_AUTH|NPM_AUTH|GIT_AUTH|REGISTRY_AUTH|DOCKER_AUTH(?:_CONFIG)?|COMPOSER_AUTH)$/i;
/** Public fingerprints of official images, settings of tools, and names of things. */
const HARMLESS =
  /^(?:GPG_KEYS?|GOPRIVATE|.*_GPG_KEYS?|RELEASE_KEYS?|.*_KEYRING|.*_SHA\d*|.*_CHECKSUM|.*_DIGEST|TOKENIZERS_.*|.*_KEY_ALIAS|.*_KEY_NAME|SSH_AUTH_SOCK|.*_TOKENS?_(?:LIMIT|MAX)|MAX_.*TOKENS?|.*PASSWORD_(?:LENGTH|POLICY))$/i;

/** The variable carries a secret by its name. */
export function isSecretVariable(name: string): boolean {
  if (HARMLESS.test(name)) return false;
  return PROVIDERS.test(name) || isSecretName(name);
}

/** A literal that may be the secret itself, under such a name. */
export function isSecretLiteral(name: string, value: string): boolean {
  return PROVIDERS.test(name) ? value.trim() !== '' : isSecretValue(name, value);
}

const CREDENTIAL_FILE =
  /^(?:\.env(?:\..+)?|.+\.env|id_(?:rsa|dsa|ecdsa|ed25519)(?:_\w+)?|.+\.(?:pem|key|p12|pfx|jks|keystore|ppk|kdbx|tfstate|ovpn)|\.npmrc|\.yarnrc|\.pypirc|\.netrc|_netrc|\.git-credentials|\.dockercfg|\.pgpass|\.my\.cnf|\.htpasswd|\.vault-token|kubeconfig|credentials(?:\.json|\.ya?ml|\.xml)?|client[_-]secrets?.*\.json|(?:.*[-_])?service[-_]?account.*\.json|.*[-_]credentials\.json|secrets?\.(?:ya?ml|json|env|toml|properties))$/i;
const HARMLESS_FILE =
  /(?:[-._](?:example|sample|template|tmpl|tpl|dist|defaults?|schema|test|pub)|\.pub)(?:\.\w+)?$|^(?:ca|cacert|cacerts|root-?ca|chain|fullchain|cert|certs?|certificate|public|pub|server-cert|tls-ca|bundle)[-._\w]*\.(?:pem|key)$|(?:^|[-_.])(?:public|ca|cert|crt|certs|certificate|bundle|chain|global|rds)(?:[-_.].*)?\.(?:pem|key)$/i;
const CREDENTIAL_PATH =
  /(?:^|\/)(?:\.docker\/config\.json|\.aws\/(?:credentials|config)|\.kube\/config|\.ssh\/(?!known_hosts|config$|authorized_keys|.*\.pub$)[^/*]+|\.gnupg|\.config\/gcloud|\.azure|\.ssh)$/i;

/** The path is that of a file with credentials, by its name. */
export function isCredentialFile(path: string): boolean {
  const clean = path.replace(/\/+$/, '');
  const name = clean.slice(clean.lastIndexOf('/') + 1);
  if (CREDENTIAL_PATH.test(clean)) return true;
  return CREDENTIAL_FILE.test(name) && !HARMLESS_FILE.test(name);
}

/** Variables whose values are paths of files with credentials. */
export const CREDENTIAL_PATH_VARIABLE =
  /^(?:GOOGLE_APPLICATION_CREDENTIALS|AWS_CONFIG_FILE|AWS_SHARED_CREDENTIALS_FILE|HF_TOKEN_PATH|KUBECONFIG|NETRC|BOTO_CONFIG|CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE)$/;

/** A secret or the agent of ssh, as a RUN sees it. */
export interface SecretMount {
  readonly kind: 'secret' | 'ssh';
  readonly id: string;
  readonly path: string;
  /** The variable that holds it. */
  readonly variable: string | undefined;
}

export function secretMounts(instruction: DockerfileInstruction): readonly SecretMount[] {
  return instruction.flags('mount').flatMap(({ value }) => {
    const options = mountOptions(value ?? undefined);
    const kind = options?.get('type');
    if (options === undefined || (kind !== 'secret' && kind !== 'ssh')) return [];
    const target = options.get('target');
    const id = options.get('id') ?? target?.slice(target.lastIndexOf('/') + 1) ?? 'default';
    return [{ kind, id, path: target ?? `/run/secrets/${id}`, variable: options.get('env') }];
  });
}

/** RUN takes a secret from the builder, so its author knows the way. */
export function hasSecretMount(instruction: DockerfileInstruction): boolean {
  return secretMounts(instruction).some((it) => it.kind === 'secret');
}

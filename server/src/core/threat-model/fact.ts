import type { Anchor, Route } from '../syntax/anchor.ts';
import type { Tri } from './model.ts';

/**
 * A small plain value that a chunk tells the workspace: useless alone, a stepping stone together. Facts carry routes,
 * never offsets, so that typing above them changes nothing. No fact holds a secret's value.
 */
export type Fact =
  | ComposeServiceFact
  | ComposeNetworkFact
  | ComposeIncludeFact
  | KubernetesObjectFact
  | ImageFact
  | ApiFact
  | ModuleFact
  | SettingsFact
  | ConnectionFact
  | TraitFact
  | WeaknessFact
  | TroubleFact;

/** A service of a Compose file. */
export interface ComposeServiceFact {
  readonly fact: 'compose-service';
  readonly at: Anchor;
  /** URI of the file's folder, which is what Compose takes as the project (Compose specification, "Name"). */
  readonly project: string;
  readonly name: string;
  /** Further names that resolve to it: container_name, hostname, network aliases. */
  readonly aliases: readonly string[];
  readonly image: string | null;
  /** URI of the folder that it is built from, and of the Dockerfile. */
  readonly build: {
    readonly folder: string;
    readonly dockerfile: string;
    /** The stage that is built up to, where it is not the last one. */
    readonly target?: string;
    readonly at: Anchor;
  } | null;
  readonly ports: readonly PublishedPort[];
  /** Ports that the container says it listens on (`expose`). */
  readonly exposes: readonly number[];
  /** Names of the networks it is attached to; "default" when the file says nothing. */
  readonly networks: readonly string[];
  readonly networkMode: string | null;
  readonly depends: readonly ComposeDependency[];
  /** Profiles with which alone it starts; none for one that always does (Compose specification, "profiles"). */
  readonly profiles: readonly string[];
  /** URIs of the files that give it variables. */
  readonly envFiles: readonly string[];
  /** Of those files the names that a later one sets, by the file's URI; absent when there are none. */
  readonly overruled?: Readonly<Record<string, readonly string[]>>;
  /** Names of the variables that its own `environment` sets: they win over those of files. */
  readonly sets: readonly string[];
  /** Secrets that it mounts, and where their values come from; null when no entry of this file says it. */
  readonly secrets: readonly {
    readonly name: string;
    readonly from: 'file' | 'environment' | 'outside' | null;
    readonly at: Anchor;
  }[];
  /** URIs of the files and folders of the project that it mounts. */
  readonly mounts: readonly string[];
  readonly care: ComposeCare;
}

/** What a Compose service says about its own health and recovery; null where it says nothing. */
export interface ComposeCare {
  readonly healthcheck: Anchor | null;
  /** A logging driver that is chosen; `none` throws the log away. */
  readonly logging: { readonly driver: string; readonly at: Anchor } | null;
  /** The count is null where a variable decides it. */
  readonly replicas: { readonly count: number | null; readonly at: Anchor } | null;
  /** `deploy.rollback_config`, or an update that rolls back when it fails. */
  readonly rollback: Anchor | null;
}

/** A port published on the machine that runs the containers. */
export interface PublishedPort {
  /** The port of the container (the first of a range), or null when it is not known. */
  readonly target: number | null;
  /** The port of the machine as it is written, a range too; null when the engine chooses. */
  readonly published: string | null;
  /** Where the machine listens: on every interface, on the loopback one, on a given address, or not known. */
  readonly on: 'all' | 'loopback' | 'address' | 'unknown';
  readonly at: Anchor;
}

export interface ComposeDependency {
  readonly name: string;
  readonly how: 'depends_on' | 'links';
  /** The name by which this service calls the other. */
  readonly alias: string;
  /** True when it only waits for the other to have finished, such as a migration. */
  readonly finished: boolean;
  readonly at: Anchor;
}

/** A network of a Compose file, where it says more than that it exists. */
export interface ComposeNetworkFact {
  readonly fact: 'compose-network';
  readonly at: Anchor;
  readonly project: string;
  readonly name: string;
  /** `internal: true`: no way out of it, and no published port reaches in. */
  readonly internal: boolean;
}

/** Another Compose file whose services belong to the same system (Compose specification, "include"). */
export interface ComposeIncludeFact {
  readonly fact: 'compose-include';
  readonly at: Anchor;
  /** URI of the folder of the file that includes. */
  readonly project: string;
  /** URI of the file that is included. */
  readonly file: string;
}

/** An object of a manifest, as far as other files ask about it. */
export interface KubernetesObjectFact {
  readonly fact: 'kubernetes-object';
  readonly at: Anchor;
  readonly apiVersion: string;
  readonly kind: string;
  /** Route of the object in its chunk: what a route into its specification starts with. */
  readonly root: Route;
  /** Null when the manifest does not say: it is decided when the manifest is applied. */
  readonly namespace: string | null;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The parts of the specification that joins read, as plain data. Values of variables and of secrets are left out. */
  readonly spec: unknown;
  /** What Kustomize makes of it, where a kustomization deploys it; no file tells this alone. */
  readonly overlay?: OverlayResult;
}

/** What the kustomizations that deploy an object make of it, beside its namespace, labels and specification. */
export interface OverlayResult {
  /** Names and namespaces that it is deployed by, where they are others than its own. */
  readonly names: readonly { readonly name: string; readonly namespace: string | null }[];
  /** The patches that went into it, and the kustomizations that deploy it. */
  readonly pieces: readonly ObjectPiece[];
  /** Where the lines stand that a patch decides, by their routes below the specification, joined with slashes. */
  readonly decided: Readonly<Record<string, Anchor>>;
  /** True for a guard that some deployment of the same programs may lack: nothing is safe because of it. */
  readonly optional: boolean;
}

/** Another place that declares a part of an object. */
export interface ObjectPiece {
  readonly text: string;
  readonly at: Anchor;
  /** Route of what belongs to the object. */
  readonly root: Route;
}

/** A Dockerfile: an image that is built from a folder. */
export interface ImageFact {
  readonly fact: 'image';
  readonly at: Anchor;
  /** URI of the Dockerfile's folder. */
  readonly folder: string;
  readonly file: string;
  /** The stages before the final one, and images that files are taken out of; absent when there are none. */
  readonly stages?: readonly StageFact[];
  /** Image that the final stage stands on, through stages of the same file; null when it is scratch or not known. */
  readonly base: string | null;
  readonly exposes: readonly number[];
  /** Whether the final stage says what to run. */
  readonly runs: boolean;
  /** Its HEALTHCHECK; null when it has none. */
  readonly healthcheck: Anchor | null;
}

/** A stage of a Dockerfile that another one builds on or takes files from, or an image that files are taken from. */
export interface StageFact {
  /** Null for a stage without a name, and for an image. */
  readonly name: string | null;
  /** The image that it stands on through other stages, or is; null when it is scratch or not known. */
  readonly base: string | null;
  /** Ports that it exposes, for who builds up to here (`build.target`). */
  readonly exposes: readonly number[];
  /** True when nothing of what is built for good depends on it. */
  readonly idle: boolean;
  readonly at: Anchor;
}

/** An API contract. */
export interface ApiFact {
  readonly fact: 'api';
  readonly at: Anchor;
  readonly folder: string;
  readonly title: string | null;
  readonly servers: readonly { readonly url: string; readonly at: Anchor }[];
  readonly operations: readonly ApiOperation[];
}

export interface ApiOperation {
  readonly method: string;
  readonly path: string;
  /** Whether a caller must prove who he is, by the contract; `unknown` when it cannot be read. */
  readonly secured: Tri;
  /** True for an operation that is public by nature: health, readiness, the login itself. */
  readonly public: boolean;
  /** Classes of data that it takes or returns, by the names in its contract; absent when there are none. */
  readonly data?: readonly DataClass[];
  readonly at: Anchor;
}

/**
 * What kind of data somebody loses when it leaks. `identifiers` are those of persons and of their devices; GDPR, article
 * 4(1) and 9, and PCI DSS 4.0, section 3, name most of them.
 */
export type DataClass = 'credentials' | 'payment' | 'health' | 'contact' | 'location' | 'identifiers';

/** A build file: what a folder's program is made with. */
export interface ModuleFact {
  readonly fact: 'module';
  readonly at: Anchor;
  readonly folder: string;
  /** artifactId, the package's name, or the Go module's last element. */
  readonly name: string | null;
  /** Name of the module whose dependencies it inherits. */
  readonly parent: string | null;
  /** True for a parent that only holds other modules. */
  readonly aggregate: boolean;
  /** Ids of {@link dependencyHints} that its dependencies answer to; test dependencies are left out. */
  readonly hints: readonly { readonly id: string; readonly at: Anchor }[];
  /** True when it builds something that can be started, as far as the build file shows. */
  readonly runnable: boolean;
}

/** What a configuration file says about the program that reads it. */
export interface SettingsFact {
  readonly fact: 'settings';
  readonly at: Anchor;
  readonly file: SettingsFile;
  /** spring.application.name or the like. */
  readonly name: string | null;
  readonly port: number | null;
  readonly flags: readonly SettingsFlag[];
}

export type SettingsFlag =
  /** The program does not ask a configuration server. */
  | 'no-config-server'
  /** The program does not register itself and fetches no registry: it is the registry. */
  | 'no-registry'
  /** The configuration server reads files that are shipped with it. */
  | 'native-repository'
  /** A gateway that offers every registered service. */
  | 'routes-by-registry'
  /** A gateway that offers only what it lists. */
  | 'no-routes-by-registry';

/** Which program a configuration file belongs to is known only when all files are seen; this is what the file itself tells. */
export interface SettingsFile {
  /** URI of the folder of the module that holds the file. */
  readonly module: string;
  /** URI of the file's own folder. */
  readonly folder: string;
  /** The file's name without its ending: "application-docker". */
  readonly stem: string;
}

/** Who opens a connection, as far as the file that says it knows. */
export type Owner =
  | { readonly kind: 'compose-service'; readonly project: string; readonly name: string }
  | { readonly kind: 'object'; readonly objectKind: string; readonly namespace: string | null; readonly name: string }
  /** Whatever is built from, or configured in, this folder. */
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'settings'; readonly file: SettingsFile }
  /** Whoever is given the variables of this file. */
  | { readonly kind: 'variables'; readonly file: string }
  /** A configuration file of a well-known program, such as prometheus.yml: the folder's program, or the only one of its kind. */
  | { readonly kind: 'technology'; readonly technology: string; readonly folder: string };

/** What a connection is for. */
export type Role =
  | 'call'
  | 'route'
  | 'configuration'
  | 'registry'
  | 'data'
  | 'messages'
  | 'logs'
  | 'traces'
  | 'scrape'
  | 'identity'
  | 'mail'
  | 'administration'
  | 'startup';

/** An address that a file gives to a program: the program may open a connection to it. */
export interface ConnectionFact {
  readonly fact: 'connection';
  readonly at: Anchor;
  readonly owner: Owner;
  readonly address: Address;
  readonly role: Role;
  /** The variable, property or directive, for messages. */
  readonly key: string;
  /** Id of the {@link dependencyHints} that a program needs before a shared setting concerns it, or null. */
  readonly needs: string | null;
  /** Whether the client sends a credential, as far as the same file shows. */
  readonly credentials: Tri;
  /** May the address name something outside? A bare word never does. */
  readonly external: boolean;
}

/** Something about a program that decides what an attacker gains. */
export interface TraitFact {
  readonly fact: 'trait';
  readonly at: Anchor;
  readonly owner: Owner;
  /**
   * `authentication`: does a client have to prove who he is? `power`: does its owner get hold of the machine?
   * `rate-limit`: does it slow who comes too often? `circuit-breaker`: does it stop waiting for peers that fail?
   * `alert-rules`: a file with rules for alerts; `alert-files`: which of these are read, `yes` where somebody is told.
   */
  readonly trait: 'authentication' | 'power' | 'rate-limit' | 'circuit-breaker' | 'alert-rules' | 'alert-files';
  readonly state: Tri;
  /** How the line shows it, for messages. */
  readonly text: string;
  /** Of `alert-rules` the file's last name, of `alert-files` patterns of such names. */
  readonly detail?: readonly string[];
}

/**
 * A finding of a single file that opens a threat to whatever that place declares. It is told as a fact, so that the
 * threat closes with the finding.
 */
export interface WeaknessFact {
  readonly fact: 'weakness';
  /** Where the finding stands. */
  readonly at: Anchor;
  readonly rule: string;
  /** The finding's first sentence; never a secret's value. */
  readonly text: string;
}

/** Where a connection leads. */
export interface Address {
  /** Lower case, without "jdbc:"; null for host and port alone. */
  readonly scheme: string | null;
  readonly host: string;
  readonly port: number | null;
  /** `yes` when the address itself asks for TLS, `no` when its scheme or a switch says plaintext. */
  readonly encrypted: Tri;
  readonly credentials: boolean;
}

/** A document that could not tell what it knows: the model is drawn without it and says so as a loose end. */
export interface TroubleFact {
  readonly fact: 'trouble';
  readonly at: Anchor;
  readonly text: string;
}

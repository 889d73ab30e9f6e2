import type { EnvironmentEntry } from './environment.ts';
import type { ComposeService } from './service.ts';
import { type ComposeText, textsOf } from './text.ts';

/** A text of a service that can hold anything: an address, a command, a credential. */
export interface ServiceText {
  readonly text: ComposeText;
  /** For messages: "the variable DATABASE_URL", "the command". */
  readonly place: string;
  readonly kind: 'environment' | 'command' | 'healthcheck' | 'label' | 'build-argument';
  /** The name that the text goes under, in `environment`, `labels` and `build.args`. */
  readonly key: string | undefined;
}

/**
 * Longer texts are scripts or data. They are left out: the patterns that look for addresses, options and keys would take
 * long over them, and what is written for a machine to unpack is not read by a person either.
 */
const longestText = 4000;
/** Words of a command that are looked at; no command line that a person wrote has more. */
const mostWords = 200;

/** The texts that stand in the service's own part of the file. */
export function serviceTexts(service: ComposeService): readonly ServiceText[] {
  return service.once('texts', () => readTexts(service));
}

function readTexts(service: ComposeService): readonly ServiceText[] {
  const entries = (list: readonly EnvironmentEntry[], kind: ServiceText['kind'], noun: string): ServiceText[] =>
    list.flatMap(({ key, value }) => (value ? [{ text: value, place: `the ${noun} ${key}`, kind, key }] : []));
  const words = (list: readonly ComposeText[] | undefined, kind: ServiceText['kind'], place: string): ServiceText[] =>
    (list ?? []).slice(0, mostWords).map((text) => ({ text, place, kind, key: undefined }));
  const test = service.find('healthcheck', 'test');
  return [
    ...entries(service.environment, 'environment', 'variable'),
    ...words(service.command, 'command', 'the command'),
    ...words(service.entrypoint, 'command', 'the entry point'),
    ...words(test ? textsOf(test) : [], 'healthcheck', 'the health check'),
    ...entries(service.labels, 'label', 'label'),
    ...entries(service.build?.args ?? [], 'build-argument', 'build argument'),
  ].filter((it) => it.text.source.length <= longestText && service.owns(it.text.view));
}

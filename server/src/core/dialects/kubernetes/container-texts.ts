import type { View } from '../../syntax/view.ts';
import type { Container } from './container.ts';
import { valueOf } from './setting.ts';

/** A text that a container is started with. */
export interface ContainerText {
  /** Name of the variable; undefined for a word of the command line. */
  readonly name: string | undefined;
  readonly text: string;
  /** The scalar to show. */
  readonly view: View;
  /** How messages say where it stands: "LOG_URL", "its command". */
  readonly place: string;
}

/** The literal values of the variables and the words of the command, without those that hold holes. */
export function containerTexts(container: Container): readonly ContainerText[] {
  const variables = container.env.flatMap(({ name, value }): ContainerText[] => {
    const text = valueOf(value);
    return text === undefined ? [] : [{ name, text, view: value.view, place: name }];
  });
  const words = container.commandLine.flatMap((view): ContainerText[] =>
    view.text === undefined ? [] : [{ name: undefined, text: view.text, view, place: 'its command' }],
  );
  return [...variables, ...words];
}

import type { View } from '../../syntax/view.ts';
import { type EnvironmentEntry, readEntries } from './environment.ts';
import { type ComposeText, textOf } from './text.ts';

/** A service's `build`, as a path alone or as a section (Compose Build specification). */
export interface ComposeBuild {
  readonly view: View;
  readonly context: ComposeText | undefined;
  /** Relative to the context; Compose takes "Dockerfile" when nothing is said. */
  readonly dockerfile: ComposeText | undefined;
  /** True when the Dockerfile's text stands in the Compose file itself. */
  readonly inline: boolean;
  /** The stage to build; undefined for the last one. */
  readonly target: ComposeText | undefined;
  readonly args: readonly EnvironmentEntry[];
}

export function readBuild(view: View): ComposeBuild | undefined {
  if (view.isScalar) {
    const context = textOf(view);
    return context ? { view, context, dockerfile: undefined, inline: false, target: undefined, args: [] } : undefined;
  }
  if (!view.isMap) return undefined;
  return {
    view,
    context: textOf(view.get('context')),
    dockerfile: textOf(view.get('dockerfile')),
    inline: view.has('dockerfile_inline'),
    target: textOf(view.get('target')),
    args: readEntries(view.get('args')),
  };
}

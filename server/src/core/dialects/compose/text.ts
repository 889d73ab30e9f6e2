import { hole } from '../../syntax/image-reference.ts';
import {
  type Certainty,
  type Lookup,
  type Template,
  type VariablePart,
  parseTemplate,
  sliceTemplate,
  templateCertainty,
  templateValue,
  templateValueWith,
  templateVariables,
} from '../../syntax/interpolation.ts';
import type { View } from '../../syntax/view.ts';

export { hole } from '../../syntax/image-reference.ts';

/**
 * A scalar of a Compose file as Compose reads it: after substitution of variables. It may be a slice of the scalar,
 * such as the value in `- KEY=value`; the offsets of its template always count in the whole scalar.
 */
export class ComposeText {
  readonly view: View;
  readonly template: Template;
  readonly #lookup: Lookup | undefined;

  constructor(view: View, template: Template, lookup?: Lookup) {
    this.view = view;
    this.template = template;
    this.#lookup = lookup;
  }

  /** The same text with variables substituted by what is known of them. */
  with(lookup: Lookup): ComposeText {
    return new ComposeText(this.view, this.template, lookup);
  }

  /** As it is written, variables and all. */
  get source(): string {
    return this.template.source;
  }

  /** With defaults filled in; undefined when a variable without default takes part. */
  get value(): string | undefined {
    return templateValue(this.template, this.#lookup);
  }

  /** With defaults filled in, and {@link hole} for every variable that has none. */
  get holed(): string {
    return templateValueWith(this.template, () => hole, this.#lookup);
  }

  /** As {@link holed}, with the caller's own filling for unknown variables. */
  filled(fill: (variable: VariablePart) => string): string {
    return templateValueWith(this.template, fill, this.#lookup);
  }

  get certainty(): Certainty {
    return templateCertainty(this.template);
  }

  get variables(): readonly VariablePart[] {
    return templateVariables(this.template);
  }

  /** The part from `start` to `end`, both counted in the whole scalar. */
  slice(start: number, end?: number): ComposeText {
    return new ComposeText(this.view, sliceTemplate(this.template, start, end), this.#lookup);
  }
}

/** The text of a scalar, whatever its type; undefined for null, for collections and for nothing. */
export function textOf(view: View, lookup?: Lookup): ComposeText | undefined {
  const source = view.text;
  return source === undefined ? undefined : new ComposeText(view, parseTemplate(source), lookup);
}

/** The value of a scalar with defaults filled in; undefined when it is not there or not known. */
export function valueOf(view: View): string | undefined {
  return textOf(view)?.value;
}

/**
 * A truth as Compose casts it after substitution: `true`, and with a warning also `yes`, `on`, `y` and quoted ones.
 * Undefined when it is none or not known.
 */
export function truthOf(view: View): boolean | undefined {
  const value = valueOf(view)?.trim().toLowerCase();
  if (value === 'true' || value === 'yes' || value === 'on' || value === 'y' || value === '1') return true;
  if (value === 'false' || value === 'no' || value === 'off' || value === 'n' || value === '0') return false;
  return undefined;
}

/** The texts of a scalar or of a list of scalars. */
export function textsOf(view: View): readonly ComposeText[] {
  const views = view.isList ? view.items : [view];
  return views.map((it) => textOf(it)).filter((text) => text !== undefined);
}

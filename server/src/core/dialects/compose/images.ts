import { type ImageReference, parseImageReference } from '../../syntax/image-reference.ts';
import type { View } from '../../syntax/view.ts';
import type { ComposeService } from './service.ts';
import { textOf } from './text.ts';

/** The image that stands in the service's own text. */
export function ownImage(view: View): ImageReference | undefined {
  const text = textOf(view);
  return text ? readImage(text.holed) : undefined;
}

/** The parts of an image's name; undefined when it cannot be one. */
export function readImage(text: string): ImageReference | undefined {
  return parseImageReference(leniently(text.trim()));
}

/** Is the image the result of a build in this project, of this service or of another that uses the same name? */
export function isBuiltHere(service: ComposeService): boolean {
  if (service.build) return true;
  const image = service.image?.source;
  return image !== undefined && service.project.builtImages.has(image);
}

/** A digest with a wrong length is still meant as one: that is not this product's finding. */
function leniently(text: string): string {
  return text.replace(/@(sha256|sha512):([0-9A-Za-z]+)$/, (whole, algorithm: string, digits: string) =>
    digits.length < 32 || /[^0-9a-fA-F]/.test(digits) ? `@${algorithm}:${'0'.repeat(64)}` : whole,
  );
}

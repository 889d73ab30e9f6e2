/** A picture onto the clipboard, as an image that every other program takes. */

/** Twice as sharp as the screen, so that it prints; a browser's canvas ends at some size. */
const SHARPNESS = 2;
const LARGEST_SIDE = 8000;

/** Copies an SVG document as PNG. Rejects where the browser forbids it or the picture is too large. */
export async function copyPicture(svg: string): Promise<void> {
  const png = pngOf(svg);
  // The clipboard has to be asked while the click still counts, so it is given the promise.
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
}

async function pngOf(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(SHARPNESS, LARGEST_SIDE / Math.max(image.naturalWidth, image.naturalHeight, 1));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob === null ? reject(new Error('The picture is too large.')) : resolve(blob)),
        'image/png',
      );
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

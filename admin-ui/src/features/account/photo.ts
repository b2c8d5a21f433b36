/** Makes of any picture a small square one, as it is shown: nothing else of it leaves the browser, its place of taking least. */

/** Pixels of a side; sharp on fine screens, too. */
const SIDE = 256;
const QUALITY = 0.86;

/** The biggest square in the middle: where it begins, and its side. */
export function middle(width: number, height: number): { x: number; y: number; side: number } {
  const side = Math.min(width, height);
  return { x: (width - side) / 2, y: (height - side) / 2, side };
}

export async function portrait(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const { x, y, side } = middle(picture.width, picture.height);
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  canvas.getContext('2d')?.drawImage(picture, x, y, side, side, 0, 0, SIDE, SIDE);
  picture.close();
  const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', QUALITY));
  if (!drawn) throw new Error('the picture cannot be drawn');
  return drawn;
}

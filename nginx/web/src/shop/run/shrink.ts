// SPDX-License-Identifier: MIT
// A camera's picture, small enough for a weak signal; nothing but its pixels goes.

const EDGE = 1600;

export async function shrink(file: Blob): Promise<Blob> {
  // What this browser cannot read is sent as it is: the shop judges.
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return file;
  const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.8)) ?? file;
}

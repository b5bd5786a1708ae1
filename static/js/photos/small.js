// A picture made small enough to travel, where this browser can read it. The server makes it plain in any case.
const SIDE = 2048;
const FINE = 1.5 * 1024 * 1024; // below that a picture of the right size goes as it is

/** The file as a JPEG of at most 2048 pixels a side, or itself where that is not possible or not needed. */
export async function small(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!bitmap) return file;
  const ratio = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  if (ratio === 1 && file.type === "image/jpeg" && file.size < FINE) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * ratio));
  canvas.height = Math.max(1, Math.round(bitmap.height * ratio));
  const ground = canvas.getContext("2d");
  ground.fillStyle = "#fff"; // a drawing without a ground would turn black
  ground.fillRect(0, 0, canvas.width, canvas.height);
  ground.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  canvas.width = 0; // phones give its memory back at once then
  return made ?? file;
}

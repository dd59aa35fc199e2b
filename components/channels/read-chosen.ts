const FILE_BYTES_MAX = 4 * 1024 * 1024;

export type Chosen = { name: string; content: string };
type ReadChosen = { ok: true; chosen: Chosen } | { ok: false; fault: "tooLarge" | "wrongKind" };

/** A file as the call carries it: base64, because the call is JSON. */
export async function readChosen(file: File): Promise<ReadChosen> {
  if (!/\.(csv|xlsx)$/i.test(file.name)) return { ok: false, fault: "wrongKind" };
  if (file.size > FILE_BYTES_MAX) return { ok: false, fault: "tooLarge" };
  const content = toBase64(new Uint8Array(await file.arrayBuffer()));
  return { ok: true, chosen: { name: file.name.slice(-200), content } };
}

const CHUNK = 0x8000;

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(text);
}

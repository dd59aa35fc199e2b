import { inflateRawSync } from "node:zlib";

/** A file in a zip as the zip's directory tells of it, sizes in bytes; `at` is where its own head begins. */
export type ZipEntry = { method: number; packed: number; unpacked: number; at: number };

const END = 0x06054b50;
const END_BYTES = 22;
const COMMENT_MAX = 65_535;
const DIRECTORY = 0x02014b50;
const DIRECTORY_BYTES = 46;
const HEAD = 0x04034b50;
const HEAD_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

/**
 * The directory of a zip.
 *
 * @returns null when there is none, or it does not fit into what is there, or it is one for sizes beyond 4 GiB
 */
export function entriesOf(bytes: Uint8Array): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  if (end === null) return null;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i += 1) {
    if (at + DIRECTORY_BYTES > end || view.getUint32(at, true) !== DIRECTORY) return null;
    entries.push({
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    const [name, extra, comment] = [28, 30, 32].map((o) => view.getUint16(at + o, true));
    at += DIRECTORY_BYTES + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return entries;
}

function endOf(view: DataView): number | null {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - COMMENT_MAX); at -= 1) {
    if (view.getUint32(at, true) === END) return at;
  }
  return null;
}

/** Whether an entry unpacks to no more than the directory says: a directory may lie. */
export function unpacksAsSaid(bytes: Uint8Array, entry: ZipEntry): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { at, method, packed, unpacked } = entry;
  if (at + HEAD_BYTES > bytes.byteLength || view.getUint32(at, true) !== HEAD) return false;
  const from = at + HEAD_BYTES + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (from + packed > bytes.byteLength) return false;
  if (method === STORED) return packed === unpacked;
  if (method !== DEFLATED) return false;
  try {
    const limits = { maxOutputLength: Math.max(1, unpacked) };
    return inflateRawSync(bytes.subarray(from, from + packed), limits).length === unpacked;
  } catch {
    return false;
  }
}

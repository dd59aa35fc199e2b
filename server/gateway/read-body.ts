import type { IncomingMessage } from "node:http";

export const BODY_BYTES_MAX = 1024 * 1024;
/** Files of orders are larger than single ones. */
export const FILE_BYTES_MAX = 8 * 1024 * 1024;

export type Body = { ok: true; bytes: Buffer } | { ok: false; code: "TOO_LARGE" | "ABORTED" };

/**
 * The whole body. One that is too large is read to its end and thrown away, so that the connection stays usable; far
 * too large a one is cut off.
 */
export function readBody(request: IncomingMessage, max: number): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= max) chunks.push(chunk);
      else if (size > max * 16) request.destroy();
    });
    request.on("end", () =>
      resolve(
        size > max ? { ok: false, code: "TOO_LARGE" } : { ok: true, bytes: Buffer.concat(chunks) },
      ),
    );
    request.on("error", () => resolve({ ok: false, code: "ABORTED" }));
    request.on("aborted", () => resolve({ ok: false, code: "ABORTED" }));
  });
}

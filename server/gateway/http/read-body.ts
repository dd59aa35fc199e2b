import type { IncomingMessage } from "node:http";
import type { BodyBudget, Reading } from "./body-budget";

type Body = { ok: true; bytes: Buffer } | { ok: false; code: "TOO_LARGE" | "ABORTED" | "FULL" };

/** Far too large a body is not even read to its end. */
const CUT_TIMES = 16;

/**
 * The whole body, charged to the budget until the caller gives it back. One that is too large is read to its end and
 * thrown away, so that the connection stays usable; far too large a one is cut off. One for which there is no room, or no
 * more, is not waited for.
 *
 * @returns the body, or why not; and what holds its memory
 */
export function readBody(
  request: IncomingMessage,
  max: number,
  budget: BodyBudget,
): Promise<{ body: Body; reading: Reading | null }> {
  return new Promise((resolve) => {
    // He hung up while it was looked up who he is: nothing more will be heard of him.
    if (request.destroyed) return resolve({ body: { ok: false, code: "ABORTED" }, reading: null });
    let chunks: Buffer[] = [];
    let size = 0;
    let isOver = false;
    const end = (body: Body): void => {
      if (isOver) return;
      isOver = true;
      chunks = [];
      if (body.ok) reading.keep();
      else reading.give();
      resolve({ body, reading });
    };
    const reading = budget.begin(() => end({ ok: false, code: "FULL" }));
    request.on("data", (chunk: Buffer) => {
      if (isOver) return;
      size += chunk.length;
      if (size > max) {
        chunks = [];
        reading.drop();
        if (size > max * CUT_TIMES) request.destroy();
      } else if (reading.take(chunk.length)) chunks.push(chunk);
      else end({ ok: false, code: "FULL" });
    });
    request.on("end", () =>
      end(
        size > max ? { ok: false, code: "TOO_LARGE" } : { ok: true, bytes: Buffer.concat(chunks) },
      ),
    );
    request.on("error", () => end({ ok: false, code: "ABORTED" }));
    request.on("close", () => end({ ok: false, code: "ABORTED" }));
  });
}

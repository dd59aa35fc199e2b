import type { IncomingMessage } from "node:http";
import type { BodyBudget } from "./body-budget";

export type Body =
  | { ok: true; bytes: Buffer }
  | { ok: false; code: "TOO_LARGE" | "ABORTED" | "FULL" };

/** Far too large a body is not even read to its end. */
const CUT_TIMES = 16;

/**
 * The whole body, charged to the budget until the caller gives it back. One that is too large is read to its end and
 * thrown away, so that the connection stays usable; far too large a one is cut off.
 *
 * @returns the body, or why not; and how much was charged
 */
export function readBody(
  request: IncomingMessage,
  max: number,
  budget: BodyBudget,
): Promise<{ body: Body; charged: number }> {
  return new Promise((resolve) => {
    // He hung up while it was looked up who he is: nothing more will be heard of him.
    if (request.destroyed) return resolve({ body: { ok: false, code: "ABORTED" }, charged: 0 });
    let chunks: Buffer[] = [];
    let size = 0;
    let charged = 0;
    let refused: "TOO_LARGE" | "FULL" | null = null;
    const refuse = (code: "TOO_LARGE" | "FULL"): void => {
      refused = code;
      chunks = [];
      budget.give(charged);
      charged = 0;
    };
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (refused === null) {
        if (size > max) refuse("TOO_LARGE");
        else if (!budget.take(chunk.length)) refuse("FULL");
        else {
          charged += chunk.length;
          chunks.push(chunk);
        }
      } else if (size > max * CUT_TIMES) request.destroy();
    });
    const end = (body: Body): void => resolve({ body, charged });
    request.on("end", () =>
      end(
        refused === null
          ? { ok: true, bytes: Buffer.concat(chunks) }
          : { ok: false, code: refused },
      ),
    );
    request.on("error", () => end({ ok: false, code: "ABORTED" }));
    request.on("close", () => end({ ok: false, code: "ABORTED" }));
  });
}

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type { LiveOrder } from "./live-order";

/** Where the truth about every order goes when the world forgets it. */
export type Truth = { write(live: LiveOrder): void; close(): Promise<void> };

export const NO_TRUTH: Truth = { write: () => {}, close: async () => {} };

/** NDJSON, one line an order, written once and on disk only. */
export function truthFile(path: string): Truth {
  const stream = createWriteStream(path, { flags: "w" });
  return {
    write: (live) => {
      stream.write(`${JSON.stringify(truthOf(live))}\n`);
    },
    close: async () => {
      stream.end();
      await once(stream, "finish");
    },
  };
}

/** `copies` counts the repeats of the announcement beside the first. */
export function truthOf(live: LiveOrder): Record<string, unknown> {
  const { order } = live;
  return {
    channel: order.channel,
    account: order.account,
    externalNo: order.externalNo,
    storeCode: order.store.code,
    householdId: order.household?.id ?? null,
    personId: order.person?.id ?? null,
    doorId: order.household?.door.id ?? null,
    deliveryOwner: order.deliveryOwner,
    paidFen: order.amounts.paidFen,
    lines: order.lines.map((line) => ({ sku: line.sku.code, qty: line.qty })),
    sentAtMs: live.sentAtMs,
    acked: live.isAcked,
    copies: live.copies,
    cancelled: live.phase === "cancelled",
    lostPush: live.fate.isLost,
  };
}

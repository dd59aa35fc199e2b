import type { Db } from "@/db/client";
import { findVerdicts, type VerdictRow } from "@/db/queries/orders/verdicts";
import { showId } from "../domain/kernel/ids";
import type { Reply } from "../ports/channel";
import { jsonReply } from "./http/json-reply";

/** For senders who asked to wait (`Prefer: wait`): reserved or short, within two seconds; else the plain acknowledgement. */
export type Verdicts = {
  wait: (asked: Asked) => Promise<Reply | null>;
  stop: () => void;
};

/** An order, and the hash of what the sender says it is; null where he does not say. */
type Asked = { accountId: number; externalNo: string; contentHash: string | null };

const WAIT_MS_MAX = 2_000;
const LOOK_MS = 15;

type Asking = Asked & {
  until: number;
  answer: (reply: Reply | null) => void;
};

/** One query answers everybody who waits; no connection is held in between. */
export function verdictBoard(db: Db): Verdicts {
  let asking: Asking[] = [];
  let timer: NodeJS.Timeout | null = null;

  const look = async (): Promise<void> => {
    const found = await findVerdicts(db, asking).catch(() => []);
    const byKey = new Map(found.map((f) => [`${f.accountId}|${f.externalNo}`, f]));
    const now = Date.now();
    const still: Asking[] = [];
    for (const one of asking) {
      const row = byKey.get(`${one.accountId}|${one.externalNo}`);
      if (row) one.answer(toReply(row, one.contentHash));
      else if (now >= one.until) one.answer(null);
      else still.push(one);
    }
    asking = still;
    timer = asking.length > 0 ? setTimeout(() => void look(), LOOK_MS) : null;
  };

  return {
    wait: (asked) =>
      new Promise((answer) => {
        // A database that is silent must not keep the plain acknowledgement back as well.
        setTimeout(() => answer(null), WAIT_MS_MAX);
        asking.push({ ...asked, until: Date.now() + WAIT_MS_MAX, answer });
        timer ??= setTimeout(() => void look(), LOOK_MS);
      }),
    stop: () => {
      if (timer) clearTimeout(timer);
      for (const one of asking) one.answer(null);
    },
  };
}

function toReply(row: VerdictRow, contentHash: string | null): Reply {
  if (contentHash !== null && contentHash !== row.contentHash)
    return jsonReply(409, {
      code: "CONTENT_CONFLICT",
      message: "this channel_order_id was told before with other content; the first counts",
      order_id: showId("order", row.id),
    });
  const body = { code: 0, order_id: showId("order", row.id), stock: row.stock, short: row.short };
  return jsonReply(200, body);
}

import type { Db } from "@/db/client";
import { findVerdicts } from "@/db/queries/verdicts";
import { showId } from "../domain/kernel/ids";
import type { Reply } from "../ports/channel";

/** For senders who asked to wait (`Prefer: wait`): reserved or short, within two seconds; else the plain acknowledgement. */
export type Verdicts = {
  wait: (accountId: number, externalNo: string) => Promise<Reply | null>;
  stop: () => void;
};

const WAIT_MS_MAX = 2_000;
const LOOK_MS = 15;

type Asking = {
  accountId: number;
  externalNo: string;
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
      if (row) one.answer(toReply(row));
      else if (now >= one.until) one.answer(null);
      else still.push(one);
    }
    asking = still;
    timer = asking.length > 0 ? setTimeout(() => void look(), LOOK_MS) : null;
  };

  return {
    wait: (accountId, externalNo) =>
      new Promise((answer) => {
        asking.push({ accountId, externalNo, until: Date.now() + WAIT_MS_MAX, answer });
        timer ??= setTimeout(() => void look(), LOOK_MS);
      }),
    stop: () => {
      if (timer) clearTimeout(timer);
      for (const one of asking) one.answer(null);
    },
  };
}

function toReply(row: Awaited<ReturnType<typeof findVerdicts>>[number]): Reply {
  const body = { code: 0, order_id: showId("order", row.id), stock: row.stock, short: row.short };
  return {
    status: 200,
    contentType: "application/json; charset=utf-8",
    body: JSON.stringify(body),
  };
}

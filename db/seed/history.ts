import { insertRows } from "../bulk";
import { type Db, inTransaction } from "../client";

type HistoryPlan = {
  /** Starts of the minutes wanted, epoch ms. */
  fromMs: number;
  toMs: number;
  channels: readonly string[];
  /** Orders that channel had in that minute. */
  orders: (channel: string, minuteMs: number) => number;
  basketFen: number;
};

/** What is only told has no store, so that a recount of the orders leaves it out. */
const NOWHERE = -1;

/**
 * Give the demo a past: minute numbers of earlier days, so that "yesterday" and the forecast band exist. Minutes that have
 * numbers already are left as they are.
 *
 * @returns rows written
 */
export async function seedHistory(db: Db, plan: HistoryPlan): Promise<number> {
  return await inTransaction(db, async (tx) => {
    const [there] = await tx`
      select 1 from counters_minute
      where minute >= ${plan.fromMs}::timestamptz and minute < ${plan.toMs}::timestamptz limit 1`;
    if (there) return 0;
    const rows: (string | number)[][] = [];
    for (let minute = plan.fromMs; minute < plan.toMs; minute += 60_000) {
      const text = new Date(minute).toISOString();
      for (const channel of plan.channels) {
        const orders = plan.orders(channel, minute);
        if (orders > 0) rows.push([text, channel, NOWHERE, orders, orders * plan.basketFen]);
      }
    }
    await insertRows(tx, {
      table: "counters_minute",
      columns: [
        "minute timestamptz",
        "channel text",
        "store_id int",
        "orders int",
        "paid_fen bigint",
      ],
      rows: rows,
    });
    return rows.length;
  });
}

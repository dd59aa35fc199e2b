import { inTransaction } from "@/db/client";
import { closeOwed, findOwed, type SettledOwed } from "@/db/queries/cases/owed";
import { loadModel } from "@/db/queries/orders/load-model";
import { saveModel } from "@/db/queries/orders/save-model";
import { insertAudit } from "@/db/queries/people/people";
import { showId } from "@/server/domain/kernel/ids";
import { endOwed, type OrderState, type SettledAs, settledNote } from "@/server/domain/lifecycle";
import { orderLabel } from "@/server/domain/orders/labels";
import type { Deps } from "../deps";
import { AppRefusal } from "../refusal";

type OwedKey = { orderId: number; ref: string };
type SettleOwed = {
  rows: readonly OwedKey[];
  how: SettledAs;
  note: string;
  by: string;
  /** Whose people may say so; null for all stores. */
  storeId: number | null;
};

/**
 * A person says how money that was owed went back, or that nothing has to: all of the rows or none. The same said again by the
 * same person changes nothing.
 *
 * @throws AppRefusal when a row is not there, or somebody else was first
 * @returns how many were settled now
 */
export async function settleOwed(deps: Deps, input: SettleOwed): Promise<{ count: number }> {
  const note = settledNote(input.how, input.note);
  return await inTransaction(deps.db, async (tx) => {
    const orderIds = [...new Set(input.rows.map((row) => row.orderId))];
    const model = await loadModel(tx, { orderIds, parcelIds: [], taskIds: [] });
    const found = await findOwed(tx, input.rows);
    const orderOf = ({ orderId }: OwedKey) => model.orders.get(orderId);
    const mine = found.filter(
      (row) => input.storeId === null || orderOf(row)?.storeId === input.storeId,
    );
    if (new Set(mine.map(keyOf)).size < new Set(input.rows.map(keyOf)).size)
      throw new AppRefusal("OWED_UNKNOWN", "没有这笔应退，或不在你的门店范围内");
    const open = mine.filter((row) => row.closedAt === null);
    const other = mine.find(
      (row) => row.closedAt !== null && !(row.closedBy === input.by && row.note === note),
    );
    if (other) throw new AppRefusal("OWED_CLOSED", closedText(other, orderOf(other)));
    const at = deps.clock.now();
    for (const orderId of orderIds) {
      const order = model.orders.get(orderId);
      const refs = open.filter((row) => row.orderId === orderId).map((row) => row.ref);
      if (!order || refs.length === 0) continue;
      const owedFen = endOwed(model, order, { refs, note, by: input.by, at });
      await insertAudit(tx, {
        userId: input.by,
        action: "owed.settle",
        subject: `order:${showId("order", orderId)}`,
        reason: input.note,
        detail: { how: input.how, refs, owedFen },
      });
    }
    await saveModel(tx, deps.ids, { model, more: [] });
    await closeOwed(tx, open, { by: input.by, note });
    return { count: open.length };
  });
}

const keyOf = ({ orderId, ref }: OwedKey): string => `${orderId} ${ref}`;

function closedText(row: SettledOwed, order: OrderState | undefined): string {
  const label = order ? orderLabel(order.channel, order.daySeq, order.externalNo) : "订单";
  const who = row.closedBy === "channel" ? "渠道退款" : (row.closedByName ?? "同事");
  return `${label} 的应退已由 ${who} 了结，请刷新后再选`;
}

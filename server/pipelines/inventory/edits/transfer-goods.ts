import { inTransaction, type Tx } from "@/db/client";
import { endTransferRow, insertTransfer, lockTransfer } from "@/db/queries/stock/transfers";
import {
  planArrival,
  planReturn,
  planSending,
  type SendingRefusal,
  type ShelfPlan,
  type TransferRow,
  transferCells,
} from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import type { Deps } from "@/server/pipelines/deps";
import { takeShelfFacts } from "../counts/take-shelf-facts";
import { tellRefusals } from "../holds/tell-refusal";

type SendRequest = {
  fromStoreId: number;
  toStoreId: number;
  skuId: number;
  qty: number;
  note: string;
  actor: string;
};

/** Send free goods to another store: they leave here and are on the way there until somebody receives them. */
export async function sendTransfer(
  deps: Deps,
  { actor, note, ...asked }: SendRequest,
): Promise<Result<{ id: number }, SendingRefusal | "BAD_VALUE">> {
  const { fromStoreId, toStoreId, qty } = asked;
  if (!Number.isSafeInteger(qty) || qty <= 0 || fromStoreId === toStoreId)
    return refuse("BAD_VALUE");
  const [id] = await deps.ids.take(1);
  const row: TransferRow = { id: present(id, "transfer id"), ...asked };
  return await inTransaction(deps.db, async (tx) => {
    const { result: fault } = await takeShelfFacts(deps, tx, {
      cells: transferCells(row),
      decide: (stock) => planSending(stock, row, { actor, reason: note }),
      why: { cause: "transfer", actor },
    });
    if (fault !== null) {
      await tellRefusals(deps, tx, {
        actor,
        refused: [{ code: fault, storeId: fromStoreId, edit: { kind: "transfer", ...asked } }],
      });
      return refuse(fault);
    }
    await insertTransfer(tx, { ...row, note, by: actor });
    return ok({ id: row.id });
  });
}

/** The goods have come. Fewer than were sent is what got lost on the way. */
export async function endTransfer(
  deps: Deps,
  { id, received, actor }: { id: number; received: number; actor: string },
): Promise<Result<{ id: number }, "NOT_OPEN" | "BAD_VALUE">> {
  if (!Number.isSafeInteger(received) || received < 0) return refuse("BAD_VALUE");
  return await inTransaction(deps.db, async (tx) => {
    const row = await lockTransfer(tx, id);
    if (!row) return refuse("NOT_OPEN");
    if (received > row.qty) return refuse("BAD_VALUE");
    await book(deps, tx, { plan: planArrival(row, received, actor), actor });
    await endTransferRow(tx, id, { state: "received", received, by: actor });
    return ok({ id });
  });
}

/** The goods never arrived and are back where they came from. */
export async function returnTransfer(
  deps: Deps,
  { id, actor }: { id: number; actor: string },
): Promise<Result<{ id: number }, "NOT_OPEN">> {
  return await inTransaction(deps.db, async (tx) => {
    const row = await lockTransfer(tx, id);
    if (!row) return refuse("NOT_OPEN");
    await book(deps, tx, { plan: planReturn(row, actor), actor });
    await endTransferRow(tx, id, { state: "returned", received: 0, by: actor });
    return ok({ id });
  });
}

/** What is true whatever the shelves are. */
async function book(
  deps: Deps,
  tx: Tx,
  { plan, actor }: { plan: ShelfPlan<null>; actor: string },
): Promise<void> {
  const why = { cause: "transfer", actor };
  await takeShelfFacts(deps, tx, { cells: plan.changes, decide: () => plan, why });
}

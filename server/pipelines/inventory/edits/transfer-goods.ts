import { inTransaction, type Tx } from "@/db/client";
import type { LedgerInsert, ShelfChange } from "@/db/queries/stock/stock-edits";
import {
  endTransferRow,
  insertTransfer,
  lockTransfer,
  type TransferRow,
} from "@/db/queries/stock/transfers";
import { freeOf } from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import type { Deps } from "@/server/pipelines/deps";
import { takeShelfFacts } from "../counts/take-shelf-facts";
import { tellRefusals } from "../holds/tell-refusal";

export type SendRequest = {
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
): Promise<Result<{ id: number }, "UNKNOWN_CELL" | "BAD_VALUE" | "ABOVE_STOCK">> {
  const { fromStoreId, toStoreId, skuId, qty } = asked;
  if (!Number.isSafeInteger(qty) || qty <= 0 || fromStoreId === toStoreId)
    return refuse("BAD_VALUE");
  const [id] = await deps.ids.take(1);
  const row: TransferRow = { id: present(id, "transfer id"), ...asked };
  return await inTransaction(deps.db, async (tx) => {
    const from = { storeId: fromStoreId, skuId };
    const to = { storeId: toStoreId, skuId };
    const { result: fault } = await takeShelfFacts(
      deps,
      tx,
      [from, to],
      (stock) => {
        const cell = stock.find((c) => c.storeId === fromStoreId);
        const fault =
          !cell || stock.length < 2 ? "UNKNOWN_CELL" : qty > freeOf(cell) ? "ABOVE_STOCK" : null;
        if (fault !== null) return { changes: [], moves: [], result: fault };
        return {
          changes: [change(from, { onHand: -qty }), change(to, { inTransit: qty })],
          moves: [
            move(from, "transfer_out", -qty, 0, row, actor, note),
            move(to, "transfer_out", 0, qty, row, actor, note),
          ],
          result: null,
        };
      },
      { cause: "transfer", actor },
    );
    if (fault !== null) {
      await tellRefusals(deps, tx, {
        actor,
        refused: [{ code: fault, storeId: fromStoreId, edit: { kind: "transfer", ...asked } }],
      });
      return refuse(fault as "UNKNOWN_CELL" | "ABOVE_STOCK");
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
    const to = { storeId: row.toStoreId, skuId: row.skuId };
    const lost = received < row.qty ? `在途少 ${row.qty - received}` : "";
    await book(
      deps,
      tx,
      actor,
      [change(to, { onHand: received, inTransit: -row.qty })],
      [move(to, "transfer_in", received, -row.qty, row, actor, lost)],
    );
    await endTransferRow(tx, id, "received", received, actor);
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
    const from = { storeId: row.fromStoreId, skuId: row.skuId };
    const to = { storeId: row.toStoreId, skuId: row.skuId };
    await book(
      deps,
      tx,
      actor,
      [change(from, { onHand: row.qty }), change(to, { inTransit: -row.qty })],
      [
        move(from, "transfer_in", row.qty, 0, row, actor, "调拨退回"),
        move(to, "transfer_in", 0, -row.qty, row, actor, "调拨退回"),
      ],
    );
    await endTransferRow(tx, id, "returned", 0, actor);
    return ok({ id });
  });
}

async function book(
  deps: Deps,
  tx: Tx,
  actor: string,
  changes: ShelfChange[],
  moves: LedgerInsert[],
): Promise<void> {
  const decide = () => ({ changes, moves, result: null });
  await takeShelfFacts(deps, tx, changes, decide, { cause: "transfer", actor });
}

type Cell = { storeId: number; skuId: number };

function change(cell: Cell, by: { onHand?: number; inTransit?: number }): ShelfChange {
  const { onHand = 0, inTransit = 0 } = by;
  const same = { safety: null, frozen: null, stopped: null };
  return { ...cell, onHand, inTransit, quarantine: 0, ...same };
}

function move(
  cell: Cell,
  kind: "transfer_out" | "transfer_in",
  delta: number,
  transitDelta: number,
  row: TransferRow,
  actor: string,
  reason: string,
): LedgerInsert {
  const ref = `transfer:${row.id}`;
  return { ...cell, kind, delta, transitDelta, quarantineDelta: 0, ref, reason, actor };
}

import type { PickedLine } from "@/server/domain/channels";
import type { Instant } from "@/server/domain/kernel/instant";
import { raise } from "../effects";
import { takeOut } from "../goods/goods";
import { writeOffMissing } from "../goods/write-off";
import type { LineState, Model, OrderState, ParcelLine, ParcelState } from "../model";
import { owe, priceOf } from "../refunds/owed";

/** Pieces not found, by order. */
export type Short = ReadonlyMap<number, number>;
type Missing = { lineNo: number; missing: number; owedFen: number };

/**
 * What the picker did not find leaves the order, visibly, and leaves the books; its price is owed. One case tells people of
 * all an order misses in the parcel.
 *
 * @param picked what was found of which line; of those not named, all
 */
export function takeShort(
  model: Model,
  parcel: ParcelState,
  { picked, at }: { picked: readonly PickedLine[]; at: Instant },
): Short {
  const short = new Map<OrderState, Missing[]>();
  for (const part of parcel.lines) {
    const order = model.orders.get(part.orderId);
    const line = order?.lines.find((l) => l.lineNo === part.lineNo);
    const missing = missingOf(part, picked);
    if (missing <= 0 || !order || !line) continue;
    const owedFen = takeMissing(model, parcel, { order, line, part, missing, at });
    short.set(order, [...(short.get(order) ?? []), { lineNo: line.lineNo, missing, owedFen }]);
  }
  for (const [order, lines] of short) raiseShort(model, order, { parcel, lines, at });
  return new Map([...short].map(([order, lines]) => [order.id, piecesOf(lines)]));
}

const piecesOf = (lines: readonly Missing[]): number => lines.reduce((n, l) => n + l.missing, 0);

/** Notes what was picked. @returns pieces that were not there */
function missingOf(part: ParcelLine, picked: readonly PickedLine[]): number {
  const want = part.qty - part.cancelled - part.fulfilled;
  const found = picked.find((p) => p.orderId === part.orderId && p.lineNo === part.lineNo);
  part.picked = Math.min(found?.picked ?? want, want);
  return want - part.picked;
}

type Taking = {
  order: OrderState;
  line: LineState;
  part: ParcelLine;
  missing: number;
  at: Instant;
};

/** @returns fen that are owed for it */
function takeMissing(
  model: Model,
  parcel: ParcelState,
  { order, line, part, missing, at }: Taking,
): number {
  const { lineNo } = line;
  const amountFen = priceOf(line, missing);
  takeOut(model, line, { parcel, part, take: missing });
  writeOffMissing(model, parcel, { line, qty: missing });
  const ref = `picked-short:${parcel.id}:${lineNo}`;
  return owe(model, order, { ref, lineNo, pieces: missing, amountFen, why: "picked-short", at });
}

function raiseShort(
  model: Model,
  order: OrderState,
  { parcel, lines, at }: { parcel: ParcelState; lines: readonly Missing[]; at: Instant },
): void {
  const riskFen = lines.reduce((sum, l) => sum + l.owedFen, 0);
  const kinds = lines.length > 1 ? `${lines.length} 种商品共 ` : "";
  const cause = `拣货缺 ${kinds}${piecesOf(lines)} 件，应退 ${(riskFen / 100).toFixed(2)} 元`;
  const data = { short: lines.map(({ lineNo, missing }) => ({ lineNo, missing })) };
  // Beside what was missing from the start, which has a case of its own.
  const subject = `order:${order.id}:picked:${parcel.id}`;
  raise(model, order, {
    ...{ at, code: "OUT_OF_STOCK", cause, riskFen, parcel, minutes: 5, data, subject },
  });
}

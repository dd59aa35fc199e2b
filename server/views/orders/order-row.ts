import type { GoodsRow, OrderCursor, OrderListRow } from "@/db/queries/lists/orders";
import { showId } from "@/server/domain/kernel/ids";
import { orderLabel } from "@/server/domain/orders/labels";
import type { Phase } from "@/server/domain/orders/phase";
import { shownAddress } from "./shown-address";

export type OrderMark = "refunded" | "held" | "exception" | "short" | "money";

/** One row of the order list. Nothing in it needs hiding. */
export type OrderRowView = {
  id: string;
  /** Its place in the list. */
  at: string;
  label: string;
  channel: string;
  externalNo: string;
  phase: Phase;
  isOver: boolean;
  paidAt: number | null;
  promiseAt: number | null;
  deliveredAt: number | null;
  store: string | null;
  recipient: string;
  phoneTail: string | null;
  address: string | null;
  goods: string;
  pieces: number;
  kinds: number;
  zones: string[];
  paidFen: number;
  merged: { no: number | null; of: number } | null;
  rider: string | null;
  deliveryOwner: OrderListRow["deliveryOwner"];
  delivery: OrderListRow["delivery"];
  marks: OrderMark[];
};

const OVER: readonly Phase[] = ["cancelled", "closed", "refunded", "done"];

export function toOrderRows(
  rows: readonly OrderListRow[],
  goods: readonly GoodsRow[],
): OrderRowView[] {
  const byOrder = new Map(goods.map((g) => [g.orderId, g]));
  return rows.map((row) => toOrderRow(row, byOrder.get(row.id)));
}

function toOrderRow(o: OrderListRow, goods: GoodsRow | undefined): OrderRowView {
  return {
    id: showId("order", o.id),
    at: `${o.listedAt}.${o.id}`,
    label: orderLabel(o.channel, o.daySeq, o.externalNo),
    channel: o.channel,
    externalNo: o.externalNo,
    phase: o.phase,
    isOver: OVER.includes(o.phase),
    paidAt: o.paidAt,
    promiseAt: o.promiseAt,
    deliveredAt: o.deliveredAt,
    store: o.storeName,
    recipient: o.nameMasked ?? "",
    phoneTail: o.phoneTail,
    address: shownAddress(o.addressMasked),
    goods: (goods?.first ?? []).map((g) => `${g.name}×${g.qty}`).join(" "),
    pieces: goods?.pieces ?? 0,
    kinds: goods?.kinds ?? 0,
    zones: (goods?.zones ?? []).filter((zone) => zone !== "ambient"),
    paidFen: o.paidFen,
    merged: o.members !== null && o.members > 1 ? { no: o.memberNo, of: o.members } : null,
    rider: o.riderName,
    deliveryOwner: o.deliveryOwner,
    delivery: o.delivery,
    marks: marksOf(o),
  };
}

function marksOf(o: OrderListRow): OrderMark[] {
  const marks: [OrderMark, boolean][] = [
    ["exception", o.openExceptions > 0],
    ["short", o.isShort],
    ["held", o.holds > 0],
    ["refunded", o.refundedFen > 0],
    ["money", o.moneyHeld],
  ];
  return marks.filter(([, isSet]) => isSet).map(([mark]) => mark);
}

/**
 * A place in the list as the browser hands it back.
 *
 * @param place `<listed ms>.<id>` as in OrderRowView.at
 */
export function toCursor(place: string, towards: OrderCursor["towards"]): OrderCursor | null {
  const found = /^(\d{1,15})\.(\d{1,16})$/.exec(place);
  return found ? { listedAt: Number(found[1]), id: Number(found[2]), towards } : null;
}

type OrderPage = {
  rows: OrderRowView[];
  older: string | null;
  newer: string | null;
};

/**
 * A page and where it goes on. One row more than the page was asked for; it says only that there is more.
 */
export function toOrderPage(
  rows: readonly OrderListRow[],
  goods: readonly GoodsRow[],
  { cursor, size }: { cursor: OrderCursor | null; size: number },
): OrderPage {
  const isNewer = cursor?.towards === "newer";
  const hasMore = rows.length > size;
  const kept = isNewer ? rows.slice(-size) : rows.slice(0, size);
  const views = toOrderRows(kept, goods);
  const first = views[0]?.at ?? null;
  const last = views.at(-1)?.at ?? null;
  return {
    rows: views,
    older: isNewer || hasMore ? last : null,
    newer: (isNewer ? hasMore : cursor !== null) ? first : null,
  };
}

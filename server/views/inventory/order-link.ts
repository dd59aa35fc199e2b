import type { OrderNameRow } from "@/db/queries/lists/inventory-cell";
import { showId } from "@/server/domain/kernel/ids";
import { orderLabel } from "@/server/domain/orders/labels";
import type { Phase } from "@/server/domain/orders/phase";

/** An order as a list of links shows it. */
export type OrderLink = {
  id: string;
  label: string;
  channel: string;
  phase: Phase;
  promiseAt: number | null;
};

export const toOrderLink = (o: OrderNameRow): OrderLink => ({
  id: showId("order", o.id),
  label: orderLabel(o.channel, o.daySeq, o.externalNo),
  channel: o.channel,
  phase: o.phase,
  promiseAt: o.promiseAt,
});

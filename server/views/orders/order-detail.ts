import type {
  OrderDetailRow,
  OrderLineRow,
  OrderParcelRow,
  RefundRow,
} from "@/db/queries/lists/order-detail";
import type { DecisionRow, OrderCaseRow, StoryEvent } from "@/db/queries/lists/order-story";
import type { OrderOwedRow } from "@/db/queries/lists/owed";
import { showId } from "@/server/domain/kernel/ids";
import { orderLabel } from "@/server/domain/orders/labels";
import { FINAL_PHASES } from "@/server/domain/orders/phase";
import { toMoneyLadder } from "./money-ladder";
import { shownAddress } from "./shown-address";
import { type DecisionView, type StoryView, toDecisions, toStory } from "./story";

type OrderParts = {
  order: OrderDetailRow;
  lines: OrderLineRow[];
  parcels: OrderParcelRow[];
  refunds: RefundRow[];
  owed: OrderOwedRow[];
  cases: OrderCaseRow[];
  events: StoryEvent[];
  decisions: DecisionRow[];
};

type MemberView = {
  id: string;
  label: string;
  channel: string;
  joinedAt: number;
  reason: string;
  isThis: boolean;
  hasLeft: boolean;
};

type ParcelView = Omit<
  OrderParcelRow,
  "id" | "mergeGroupId" | "mergeMembers" | "liveOrders" | "taskId"
> & {
  id: string;
  group: { id: string; rule: string; members: MemberView[] } | null;
  taskId: string | null;
};

/** Everything an order's page shows, from its rows. */
export function toOrderDetail(parts: OrderParts) {
  const { order } = parts;
  const { inboxId, inboxAt, accountId, id, ...shown } = order;
  return {
    ...shown,
    id: showId("order", id),
    accountId,
    messageId: inboxId > 0 ? showId("message", inboxId) : null,
    label: orderLabel(order.channel, order.daySeq, order.externalNo),
    addressMasked: shownAddress(order.addressMasked),
    isOver: FINAL_PHASES.includes(order.phase),
    tags: order.tags ?? [],
    receivedAt: inboxAt,
    lines: parts.lines,
    parcels: shownParcels(parts.parcels, id).map((parcel) => toParcel(parcel, id)),
    ladder: toMoneyLadder(order),
    refunds: parts.refunds,
    owed: parts.owed,
    owedFen: parts.owed
      .filter((o) => o.closedAt === null)
      .reduce((sum, o) => sum + o.amountFen - o.backFen, 0),
    cases: parts.cases.map((c) => ({ ...c, id: showId("exception", c.id) })),
    story: toStory(parts.events, order.deliveryOwner) satisfies StoryView[],
    decisions: toDecisions(parts.decisions) satisfies DecisionView[],
  };
}

/** The parcels its goods lie in; where they lie in none any more, those they lay in. */
function shownParcels(parcels: OrderParcelRow[], orderId: number): OrderParcelRow[] {
  const live = parcels.filter((parcel) => parcel.liveOrders.includes(orderId));
  return live.length > 0 ? live : parcels;
}

function toParcel(parcel: OrderParcelRow, orderId: number): ParcelView {
  const { id, mergeGroupId, mergeMembers, liveOrders, taskId, ...rest } = parcel;
  const members = mergeGroupId === null ? [] : (mergeMembers ?? []);
  return {
    ...rest,
    id: showId("fulfilment", id),
    taskId: taskId === null ? null : showId("deliveryTask", taskId),
    group:
      mergeGroupId === null
        ? null
        : {
            id: showId("mergeGroup", mergeGroupId),
            rule: parcel.mergeRule ?? "",
            members: members.map((m) => ({
              id: showId("order", m.orderId),
              label: orderLabel(m.channel, m.daySeq, m.externalNo),
              channel: m.channel,
              joinedAt: m.joinedAt,
              reason: m.reason,
              isThis: m.orderId === orderId,
              hasLeft: !liveOrders.includes(m.orderId),
            })),
          },
  };
}

/** One kind of thing that happens. */
type Kind = {
  zh: string;
  en: string;
  /** What its payload carries beside `at`, where the fact's own moment is not that of writing. */
  carries: readonly string[];
  /** What can be sold may have changed: numbers for channels are computed again. `shelf`: goods moved that were sold before. */
  movesStock?: "sellable" | "shelf";
  /** It may have opened or closed a case: whoever looks at the queue looks again. */
  touchesCases?: true;
  /** It shows on the wall's ticker. */
  ticker?: true;
};

const STEP = ["from", "to", "short"] as const;

/**
 * What can happen, in about the order an order meets it: one table for histories, hints, the wall's ticker and whoever
 * publishes stock. A kind that is not here does not compile, nor does one without a word.
 */
export const EVENTS = {
  "order.placed": {
    zh: "订单进入",
    en: "Order came in",
    carries: ["trade", "to", "lines", "short", "merge", "blocked"],
    movesStock: "sellable",
    touchesCases: true,
  },
  "order.paid": {
    zh: "已支付",
    en: "Paid",
    carries: ["by", "open"],
    movesStock: "sellable",
    touchesCases: true,
  },
  "order.paid_late": {
    zh: "订单结束后收到付款",
    en: "Paid after it was over",
    carries: ["owedFen"],
    touchesCases: true,
  },
  "order.accepted": { zh: "已接单", en: "Accepted", carries: [], touchesCases: true },
  "order.placed_again": {
    zh: "重新分配库存与包裹",
    en: "Placed again",
    carries: ["by", "open"],
    movesStock: "sellable",
    touchesCases: true,
  },
  "order.case_closed": {
    zh: "异常已处理",
    en: "A case was closed",
    carries: ["by", "open"],
    movesStock: "sellable",
    touchesCases: true,
  },
  "order.contact_changed": {
    zh: "收货信息变更",
    en: "Contact changed",
    carries: ["by", "open", "late"],
    movesStock: "sellable",
    touchesCases: true,
  },
  "parcel.joined": {
    zh: "有订单并入包裹",
    en: "Another order joined the parcel",
    carries: ["with", "reason"],
    ticker: true,
  },
  "parcel.moved": { zh: "包裹改址", en: "The parcel goes to another door", carries: [] },
  "parcel.left": {
    zh: "有订单移出包裹",
    en: "An order left the parcel",
    carries: ["with", "reason"],
  },
  "application.open": {
    zh: "买家申请取消或退款",
    en: "Buyer asks to cancel or refund",
    carries: ["applicationId", "about", "reason"],
    touchesCases: true,
  },
  "application.refused": {
    zh: "申请被拒绝",
    en: "Application refused",
    carries: ["applicationId", "about", "reason"],
    touchesCases: true,
  },
  "application.withdrawn": {
    zh: "申请已撤回",
    en: "Application withdrawn",
    carries: ["applicationId", "about", "reason"],
    touchesCases: true,
  },
  "order.cancelled": {
    zh: "订单取消",
    en: "Cancelled",
    carries: ["reason", "by"],
    movesStock: "sellable",
    touchesCases: true,
    ticker: true,
  },
  "order.oversold": {
    zh: "超卖：货不够",
    en: "Oversold: goods missing",
    carries: ["missing"],
    movesStock: "sellable",
    touchesCases: true,
  },
  "order.shortage_settled": {
    zh: "缺货部分已退",
    en: "Shortage settled",
    carries: ["missing", "owedFen"],
    touchesCases: true,
    ticker: true,
  },
  "order.refunded": {
    zh: "退款",
    en: "Refund",
    carries: ["refundId", "amountFen", "full"],
    movesStock: "sellable",
    touchesCases: true,
    ticker: true,
  },
  "order.owed_settled": {
    zh: "应退已了结",
    en: "What was owed is settled",
    carries: ["owedFen", "note"],
    touchesCases: true,
  },
  "order.hold_ended": {
    zh: "付款超时，预占已释放",
    en: "Not paid in time, hold released",
    carries: ["why"],
    movesStock: "sellable",
  },
  "order.completed": { zh: "交易完成", en: "Completed", carries: [], touchesCases: true },
  "parcel.waiting_merge": { zh: "等待合单", en: "Waiting to merge", carries: STEP },
  "parcel.open": { zh: "待下发", en: "To release", carries: STEP },
  "parcel.released": { zh: "下发门店", en: "Released to store", carries: STEP },
  "store.accepted": { zh: "门店接单", en: "Store accepted", carries: [] },
  "store.rejected": { zh: "门店拒单", en: "Store refused", carries: [], touchesCases: true },
  "parcel.picking": { zh: "开始拣货", en: "Picking began", carries: STEP },
  "parcel.short_picked": {
    zh: "拣货缺件",
    en: "Picked short",
    carries: STEP,
    touchesCases: true,
  },
  "parcel.picked": {
    zh: "拣货完成",
    en: "Picked",
    carries: STEP,
    movesStock: "sellable",
    touchesCases: true,
  },
  "parcel.packed": {
    zh: "打包完成",
    en: "Packed",
    carries: STEP,
    movesStock: "shelf",
    touchesCases: true,
  },
  "parcel.ready": {
    zh: "待骑手取货",
    en: "Ready for rider",
    carries: STEP,
    movesStock: "shelf",
    touchesCases: true,
  },
  "parcel.handed_over": {
    zh: "交接骑手",
    en: "Handed over",
    carries: STEP,
    movesStock: "shelf",
    touchesCases: true,
  },
  "parcel.fulfilled": {
    zh: "包裹送达",
    en: "Parcel delivered",
    carries: STEP,
    movesStock: "shelf",
    touchesCases: true,
  },
  "parcel.returning": { zh: "返货中", en: "Returning", carries: STEP },
  "parcel.returned": { zh: "已返货", en: "Returned", carries: STEP },
  "parcel.reduced": {
    zh: "包裹减件",
    en: "Pieces left the parcel",
    carries: ["pieces"],
    movesStock: "shelf",
    touchesCases: true,
  },
  "parcel.cancelled": {
    zh: "包裹取消",
    en: "Parcel cancelled",
    carries: [...STEP, "pieces"],
    movesStock: "sellable",
    touchesCases: true,
  },
  "delivery.pending_call": { zh: "待呼叫骑手", en: "No rider yet", carries: ["status"] },
  "delivery.calling": { zh: "呼叫骑手", en: "Calling rider", carries: ["status"] },
  "delivery.assigned": {
    zh: "派给骑手",
    en: "Rider assigned",
    carries: ["status", "riderId", "why"],
    touchesCases: true,
  },
  "delivery.arrived_store": {
    zh: "骑手到店",
    en: "Rider at store",
    carries: ["status", "riderId"],
  },
  "delivery.picked_up": {
    zh: "骑手取货",
    en: "Rider picked up",
    carries: ["status", "riderId"],
  },
  "delivery.delivering": { zh: "配送中", en: "En route", carries: ["status", "riderId"] },
  "delivery.delivered": { zh: "送达", en: "Delivered", carries: ["status", "riderId"] },
  "delivery.pickup_failed": {
    zh: "取货失败",
    en: "Pick-up failed",
    carries: ["status", "riderId"],
  },
  "delivery.undeliverable": {
    zh: "无法送达",
    en: "Undeliverable",
    carries: ["status", "riderId"],
    touchesCases: true,
    ticker: true,
  },
  "delivery.returned": { zh: "返还门店", en: "Returned to store", carries: ["status", "riderId"] },
  "delivery.carrier_cancelled": {
    zh: "运力取消",
    en: "Carrier cancelled",
    carries: ["status", "riderId"],
    touchesCases: true,
  },
  "stock.changed": {
    zh: "货架变动",
    en: "Shelves changed",
    carries: ["cause", "skus"],
    movesStock: "sellable",
    touchesCases: true,
  },
  "stock.refused": { zh: "库存修改被拒", en: "Stock edit refused", carries: ["code", "edit"] },
} as const satisfies Record<string, Kind>;

export type EventKind = keyof typeof EVENTS;

export const EVENT_KINDS = Object.keys(EVENTS) as EventKind[];
const kindsThat = (is: (kind: Kind) => boolean): readonly EventKind[] =>
  EVENT_KINDS.filter((kind) => is(EVENTS[kind]));

/** What channels can be told may have changed. */
export const STOCK_KINDS = kindsThat((k) => k.movesStock === "sellable");
/** What a page of shelves shows may have changed. */
export const SHELF_KINDS: ReadonlySet<string> = new Set(kindsThat((k) => !!k.movesStock));
export const CASE_KINDS: ReadonlySet<string> = new Set(kindsThat((k) => !!k.touchesCases));
export const TICKER_KINDS = kindsThat((k) => !!k.ticker);

/** Kinds as a list in SQL. The wall's ticker is read through an index over exactly this list. */
export const kindList = (kinds: readonly EventKind[]): string =>
  kinds.map((kind) => `'${kind}'`).join(", ");

/** A message key has no dots. */
type EventKey = EventKind extends `${infer A}.${infer B}` ? `${A}_${B}` : never;
const eventKey = (kind: string): string => kind.replaceAll(".", "_");

/** Words of all, in one language, by message key. */
export const eventNames = (language: "zh" | "en"): Record<EventKey, string> =>
  Object.fromEntries(EVENT_KINDS.map((kind) => [eventKey(kind), EVENTS[kind][language]])) as Record<
    EventKey,
    string
  >;

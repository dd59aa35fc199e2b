import type { StockReport } from "../inventory";
import type { Fen } from "../kernel/fen";
import type { Instant } from "../kernel/instant";
import type { Delivery, DeliveryOwner, Fulfil, Trade } from "../orders";

/** One line as the channel tells it. */
export type ChannelLine = {
  externalLineId: string;
  externalSku: string;
  barcode: string | null;
  name: string;
  qty: number;
  unitPriceFen: Fen;
  /** What the buyer paid for the whole line after all discounts. */
  paidFen: Fen;
};

/**
 * An order's money: items − merchantDiscount − platformDiscount + package + delivery = paid.
 *
 * Discounts are those on goods, whoever bears them, and the lines' payments sum to items less both. What is off the fee
 * of delivery is not among them: `deliveryFen` is what the buyer paid for delivery after it. So no refund of goods gives
 * back what nobody had off them, and a subsidy of delivery is never counted as one of goods.
 */
export type ChannelAmounts = {
  itemsFen: Fen;
  merchantDiscountFen: Fen;
  platformDiscountFen: Fen;
  packageFen: Fen;
  deliveryFen: Fen;
  paidFen: Fen;
};

/**
 * What a push did not say and what no setting of the account says, so that the protocol's usual value stands there.
 */
export type Assumed = {
  /** In the platform's words; with the number of its subscription where it has one: `pick_type（订阅 28）`. */
  fields: readonly string[];
  /** What speaks against what was assumed, in the words of the order; null where nothing does. */
  doubt: string | null;
};

/** An order in our words, whatever channel it came from. Money in fen, time in UTC instants, coordinates GCJ-02. */
export type ChannelOrder = {
  externalNo: string;
  daySeq: number | null;
  storeKey: string;
  trade: Extract<Trade, "pending_payment" | "paid" | "accepted" | "completed" | "cancelled">;
  deliveryOwner: DeliveryOwner;
  placedAt: Instant;
  paidAt: Instant | null;
  promiseFrom: Instant | null;
  /** Null means as soon as possible. */
  promiseAt: Instant | null;
  buyerName: string;
  buyerPhone: string;
  address: { text: string; lngE6: number | null; latE6: number | null } | null;
  lines: ChannelLine[];
  amounts: ChannelAmounts;
  remark: string;
  tags: string[];
  /** The platform's own time of this state of the order. */
  versionAt: Instant;
  /** Parts are missing on the platform's side: ask again before believing it. */
  degraded: boolean;
  /** Own channels: the checkout whose goods this order takes over. */
  holdKey?: string | null;
  /** Set when amounts could not be read as money at all. */
  unreadableMoney: string | null;
  /** The till that told it, where its account has many. */
  device?: string | null;
  assumed?: Assumed | null;
};

/** `article`: where it may be any of several lines, what their ids begin with, before a "#". An amount of 0 is not told. */
export type RefundLine = {
  externalLineId: string;
  qty: number;
  amountFen: Fen;
  article?: string;
};

/**
 * An order goes to another buyer, phone or door than was told before. Keys and the hash in hex, what was told sealed and in
 * base64: a fact is kept, and personal data is kept sealed.
 */
export type ContactFact = {
  kind: "contact";
  sealed: string | null;
  nameMasked: string | null;
  phoneTail: string | null;
  phoneKey: string | null;
  maskKey: string | null;
  addressMasked: string | null;
  contactHash: string | null;
  lngE6: number | null;
  latE6: number | null;
};

/**
 * Something that happened to an order that the channel tells us about. Taken once per (order, kind, version). `paid`: an
 * order that waited for its money has it; a promise of null is as soon as possible from then on.
 */
export type ChannelFact = {
  externalNo: string;
  at: Instant;
  version: string;
} & (
  | { kind: "paid"; promiseAt: Instant | null }
  | { kind: "accepted" }
  | { kind: "completed" }
  | { kind: "cancelled"; reason: string; by: "buyer" | "merchant" | "platform" }
  | { kind: "refund"; refundId: string; amountFen: Fen; lines: RefundLine[]; full: boolean }
  | { kind: "delivery"; status: Delivery }
  | ContactFact
  | {
      /** A buyer asks, and the platform has not decided: it is no cancel and no refund. */
      kind: "application";
      about: "cancel" | "refund";
      applicationId: string;
      state: "open" | "refused" | "withdrawn";
      /** Null where the channel does not say how much. */
      amountFen: Fen | null;
      reason: string;
      /** The platform decides by itself then. */
      answerBy: Instant;
    }
);

/** What a store terminal or a rider's phone reports. */
export type DeviceStep =
  | {
      kind: "parcel";
      fulfilmentId: number;
      to: Fulfil | "accepted" | "rejected";
      at: Instant;
      picked: PickedLine[];
    }
  | { kind: "task"; taskId: number; to: Delivery; at: Instant };

/** What a picker found of a line, in pieces; `weighed` is what the scale said of goods sold by weight, in grams. */
export type PickedLine = { orderId: number; lineNo: number; picked: number; weighed?: number };

export type Decoded =
  | { type: "order"; order: ChannelOrder }
  | { type: "fact"; fact: ChannelFact }
  /** `refundId`: a refund that the answer has to show. */
  | { type: "pull"; externalNo: string; refundId?: string }
  | { type: "step"; step: DeviceStep }
  | { type: "report"; report: StockReport }
  /** Stored and raised, never dropped: a kind of event nobody taught us; of an order, with the fields that say it. */
  | { type: "unknown"; what: string; order?: { externalNo: string; fields: string } }
  /** A file row that cannot be an order: told to people, the rest of the file goes on. */
  | { type: "bad-row"; row: number; reason: string }
  /** One order of a file of many: it is read again as a message of its own. */
  | { type: "part"; part: { externalNo: string; storeKey: string; body: string } }
  | { type: "nothing"; why: string };

export type DecodeRefusal = {
  code: "BROKEN_JSON" | "BROKEN_FORM" | "MISSING_FIELD" | "BAD_FIELD" | "TOO_MANY_ROWS";
  cause: string;
};

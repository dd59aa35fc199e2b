import type { EventKind } from "../events";
import type { CaseCode, NewCase } from "../exceptions";
import type { Fen } from "../kernel/fen";
import type { Instant } from "../kernel/instant";
import type { CounterDelta } from "../metrics";
import type {
  AfterSale,
  Delivery,
  DeliveryOwner,
  Fulfil,
  Handshake,
  ReservationState,
  Review,
  Stock,
  Trade,
} from "../orders";

/**
 * The part of the world that a batch of facts touches, loaded and locked, changed in memory by the rules of this folder
 * and written back in a constant number of statements. Rules change these objects and note effects; they do no IO.
 */
export type Model = {
  orders: Map<number, OrderState>;
  parcels: Map<number, ParcelState>;
  effects: Effects;
};

export type OrderState = {
  id: number;
  accountId: number;
  channel: string;
  externalNo: string;
  daySeq: number | null;
  storeId: number | null;
  version: number;
  trade: Trade;
  review: Review;
  stock: Stock;
  fulfil: Fulfil | null;
  delivery: Delivery | null;
  deliveryFactAt: Instant | null;
  afterSale: AfterSale;
  holds: number;
  /** Codes of its open cases that somebody has to decide before it goes on, one a case. */
  holdingCodes: readonly CaseCode[];
  /** Somebody or a clock looks at what it misses. */
  hasShortageCase: boolean;
  /** A till sold it: its goods have left, whatever the books say. */
  isTill: boolean;
  deliveryOwner: DeliveryOwner;
  buyer: Buyer;
  leadFulfilmentId: number | null;
  paidFen: Fen;
  refundedFen: Fen;
  promiseAt: Instant | null;
  deliveredAt: Instant | null;
  applications: readonly Application[];
  /** What is owed back to its buyer and has not gone yet. */
  owed: readonly Owed[];
  lines: LineState[];
};

/** What decides with whom an order's goods travel, and where to. Keys in hex, null where a thing is not known. */
export type Buyer = {
  doorKey: string | null;
  phoneKey: string | null;
  maskKey: string | null;
  nameMasked: string | null;
  lngE6: number | null;
  latE6: number | null;
};

/**
 * What a buyer asks for and the platform has not decided: to cancel, or to get money back. It holds the order and is
 * nothing more. Only what was agreed acts, and comes as a fact of its own: a cancel, a refund.
 */
export type Application = {
  /** The platform's number of it. */
  id: string;
  about: "cancel" | "refund";
  state: ApplicationState;
  /** When it came into this state, by the platform's clock. */
  at: Instant;
};
/** `settled`: a person said how it was dealt with, and the platform has not spoken. */
export type ApplicationState = "open" | "refused" | "withdrawn" | "settled" | "agreed";

/**
 * Money that is the buyer's: for pieces that never came, or for a payment nothing was owed for. It outlives the order, and
 * is over when as much was refunded or somebody says how it went back.
 */
export type Owed = {
  /** What it is for, once per order: `short:101:2`. */
  ref: string;
  lineNo: number | null;
  pieces: number;
  amountFen: Fen;
  backFen: Fen;
  why: OwedFor;
  at: Instant;
};
/**
 * `short`: missing from the start or lost later; `picked-short`: not found by the picker; `paid-late`: paid for what is over;
 * `cancelled`: we cancelled the order, and its channel has not said that it gave the money back.
 */
export const OWED_FOR = ["short", "picked-short", "paid-late", "cancelled"] as const;
export type OwedFor = (typeof OWED_FOR)[number];

/** What one refund takes from one line: pieces, and fen of what was paid for it. */
export type RefundPart = { lineNo: number; qty: number; amountFen: number };

export type LineState = {
  orderId: number;
  lineNo: number;
  externalLineId: string;
  skuId: number | null;
  ordered: number;
  unassigned: number;
  open: number;
  fulfilled: number;
  cancelled: number;
  paidFen: Fen;
  refundedFen: Fen;
  /** Goods promised to this line: one part per article it draws on and shop it comes from. */
  reservations: Promised[];
};

/** Base units; `picked` of `qty` are off the shelf, `per` is what one ordered piece takes. */
export type Promised = {
  part: number;
  storeId: number;
  skuId: number;
  qty: number;
  picked: number;
  per: number;
  state: ReservationState;
  expiresAt: Instant | null;
};

export type ParcelState = {
  id: number;
  storeId: number;
  status: Fulfil;
  handshake: Handshake;
  deliveryOwner: DeliveryOwner;
  /** Where it goes. */
  doorKey: string | null;
  members: number;
  mergeGroupId: number | null;
  promiseAt: Instant;
  releasedAt: Instant | null;
  pickedAt: Instant | null;
  handedOverAt: Instant | null;
  version: number;
  weightGrams: number;
  lines: ParcelLine[];
  task: TaskState | null;
};

export type ParcelLine = {
  fulfilmentId: number;
  orderId: number;
  lineNo: number;
  skuId: number;
  qty: number;
  picked: number | null;
  fulfilled: number;
  cancelled: number;
};

export type TaskState = {
  id: number;
  riderId: number | null;
  status: Delivery;
  factAt: Instant | null;
  pickedUpAt: Instant | null;
  deliveredAt: Instant | null;
  version: number;
};

type EventDraft = {
  kind: EventKind;
  orderId: number | null;
  orderVersion: number | null;
  fulfilmentId: number | null;
  storeId: number | null;
  actor: string;
  at: Instant;
  payload: Record<string, unknown>;
};

/** Base units to add to a cell; a fact is true even where it leaves promises without goods. */
export type StockChange = {
  storeId: number;
  skuId: number;
  reserved: number;
  picked: number;
  onHand: number;
  isFact: boolean;
};
type LedgerRow = {
  storeId: number;
  skuId: number;
  kind: "sale" | "adjust";
  delta: number;
  ref: string;
  reason?: string;
};

export type Effects = {
  events: EventDraft[];
  stock: Map<string, StockChange>;
  ledger: LedgerRow[];
  /** Shelves somebody should count, and why. */
  counts: { storeId: number; skuId: number; reason: string }[];
  exceptions: NewCase[];
  /** Orders whose open cases are over. */
  closedOrders: Set<number>;
  /** Orders that nothing holds any more: clocks that ran out meanwhile begin anew. */
  freed: Set<number>;
  /** Parcels that go to another door. Keys in hex. */
  doors: { parcelId: number; doorKey: string | null; lngE6: number | null; latE6: number | null }[];
  /** Single cases that are over. */
  closedCases: { code: CaseCode; subject: string; outcome: string }[];
  refunds: {
    orderId: number;
    refundId: string;
    amountFen: number;
    at: Instant;
    lines: readonly RefundPart[];
  }[];
  /** What came to be owed, and what of it went back since, by order. */
  owed: { orderId: number; owed: Owed }[];
  /** Orders of which only what follows a payment was told: they are paid. */
  paidUnsaid: { orderId: number; at: Instant }[];
  /** Facts that came before what they follow: they wait like one whose order has not come. */
  waiting: { accountId: number; externalNo: string; kind: string; version: string }[];
  riderLoad: Map<number, number>;
  packages: { fulfilmentId: number; weightGrams: number; at: Instant }[];
  writebacks: { accountId: number; orderId: number; kind: "confirm" | "cancel" | "ready" }[];
  counters: CounterDelta[];
  changedOrders: Set<number>;
  changedParcels: Set<number>;
};

/** A model with nothing in it. */
export function emptyModel(): Model {
  return {
    orders: new Map(),
    parcels: new Map(),
    effects: {
      events: [],
      stock: new Map(),
      ledger: [],
      counts: [],
      exceptions: [],
      closedOrders: new Set(),
      freed: new Set(),
      doors: [],
      closedCases: [],
      refunds: [],
      owed: [],
      paidUnsaid: [],
      waiting: [],
      riderLoad: new Map(),
      packages: [],
      writebacks: [],
      counters: [],
      changedOrders: new Set(),
      changedParcels: new Set(),
    },
  };
}

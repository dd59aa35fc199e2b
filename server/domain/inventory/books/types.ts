import type { Instant } from "../../kernel/instant";
import type { Cellish } from "../cell";

/** Base units one channel has for itself of a cell. */
export type QuotaRow = Cellish & { accountId: number; qty: number };

/** Goods promised to one line from one shelf, base units. */
export type ReservationInsert = Cellish & {
  orderId: number;
  lineNo: number;
  part: number;
  qty: number;
  per: number;
  /** Epoch ms while the order is not paid. */
  expiresAt: number | null;
  /** Off the shelf already. */
  isPicked?: boolean;
};

/** One article a checkout asked for. Base units; state as in the table. */
export type HoldRow = Cellish & {
  accountId: number;
  holdKey: string;
  qty: number;
  asked: number;
  state: "held" | "released" | "consumed";
  expiresAt: Instant;
  extended: boolean;
};

/** Goods that leave one store for another, base units. */
export type TransferRow = {
  id: number;
  fromStoreId: number;
  toStoreId: number;
  skuId: number;
  qty: number;
};

import type { DeliveryOwner, Fulfil, Stock, Trade } from "./axes";

/** A new order as a row. Keys are hex, moments epoch ms, money fen. */
export type NewOrderRow = {
  id: number;
  accountId: number;
  channel: string;
  externalNo: string;
  daySeq: number | null;
  storeId: number | null;
  externalStore: string | null;
  lane: number;
  trade: Trade;
  stock: Stock;
  fulfil: Fulfil | null;
  holds: number;
  openExceptions: number;
  deliveryOwner: DeliveryOwner;
  leadFulfilmentId: number | null;
  itemsFen: number;
  merchantDiscountFen: number;
  platformDiscountFen: number;
  packageFen: number;
  deliveryFen: number;
  paidFen: number;
  moneyHeld: boolean;
  placedAt: number;
  paidAt: number | null;
  promiseFrom: number | null;
  promiseAt: number;
  businessDay: string;
  contactSealed: Uint8Array | null;
  nameMasked: string | null;
  phoneTail: string | null;
  phoneKey: string | null;
  maskKey: string | null;
  doorKey: string | null;
  addressMasked: string | null;
  lngE6: number | null;
  latE6: number | null;
  tags: string[];
  tradeFactAt: number;
  contentHash: string;
  /** Of name, phone and address, keyed; null where none was told. */
  contactHash: string | null;
  inboxId: number;
  inboxAt: number;
};

/** A line of it; `ordered`, `unassigned` and `open` in pieces. */
export type NewOrderLine = {
  orderId: number;
  lineNo: number;
  externalLineId: string;
  skuId: number | null;
  externalSku: string | null;
  externalName: string | null;
  ordered: number;
  unassigned: number;
  open: number;
  unitPriceFen: number;
  paidFen: number;
};

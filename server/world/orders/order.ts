import type { DemoHousehold, DemoPerson } from "@/server/domain/demo/household-types";
import type { DemoSku, DemoStore } from "@/server/domain/demo/types";

/** Where orders come from. */
export const ORDER_CHANNELS = ["app", "mini", "pos", "meituan", "eleme", "group"] as const;
export type OrderChannel = (typeof ORDER_CHANNELS)[number];

export type DeliveryOwner = "self" | "platform" | "pickup";

export type WorldLine = {
  lineId: string;
  sku: DemoSku;
  qty: number;
  /** List price. */
  unitPriceFen: number;
  /** After all discounts; Σ over lines = itemsFen − discounts. */
  paidFen: number;
};

/** itemsFen − discountMerchantFen − discountPlatformFen + packageFen + deliveryFen = paidFen. */
export type Amounts = {
  itemsFen: number;
  packageFen: number;
  deliveryFen: number;
  discountMerchantFen: number;
  discountPlatformFen: number;
  paidFen: number;
};

/** A discount is either so much a piece of one line (单品直降) or off the whole order (满减). */
export type Discount = { kind: "item"; lineIndex: number; perPieceFen: number } | { kind: "order" };

/** The name and number that the channel shows: masked, virtual, or plain. */
export type ShownBuyer = {
  name: string;
  phone: string;
  phoneExt: string | null;
  /** `138****5678`, where the channel gives one besides the virtual number. */
  maskedPhone: string | null;
};

/** An order as it truly is, before any channel writes it its own way. Everything else is derived from it. */
export type WorldOrder = {
  channel: OrderChannel;
  account: string;
  externalNo: string;
  store: DemoStore;
  daySeq: number;
  placedAtMs: number;
  household: DemoHousehold | null;
  person: DemoPerson | null;
  deliveryMode: "DELIVERY" | "PICKUP" | "POS";
  deliveryOwner: DeliveryOwner;
  /** When the buyer wants it; null is as soon as possible. */
  expect: { fromMs: number; toMs: number } | null;
  buyer: ShownBuyer;
  address: { text: string; lngE6: number; latE6: number } | null;
  lines: readonly WorldLine[];
  amounts: Amounts;
  discount: Discount | null;
  remark: string;
};

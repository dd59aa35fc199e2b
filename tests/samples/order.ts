import { type Account, type ChannelOrder, UNKNOWN_CAPABILITIES } from "@/server/domain/channels";
import type { Heard, NewOrder } from "@/server/domain/intake";
import { asFen } from "@/server/domain/kernel/fen";
import type { Instant } from "@/server/domain/kernel/instant";
import { SAMPLE_AT } from "./sample-model";

/** A channel account on our own contract that accepts by itself. */
export const sampleAccount = (change: Partial<Account> = {}): Account => ({
  id: 1,
  code: "app",
  channel: "app",
  name: "APP",
  protocol: "own",
  appId: "app-1",
  secretRef: "app",
  enabled: true,
  capabilities: { ...UNKNOWN_CAPABILITIES, awaitsConfirm: false, countsRefusals: false },
  ...change,
  config: {
    callbackBase: "",
    apiBase: null,
    skewSeconds: 300,
    ratePerSecond: 100,
    burst: 100,
    acceptDeadlineSeconds: 300,
    amountCeilingFen: 5_000_000,
    autoAccept: true,
    promiseMinutes: 40,
    linePiecesMax: 200,
    fieldOverrides: {},
    ...change.config,
  },
});

/** Two bottles at 5.00, paid, to a door in Shanghai. */
export const sampleOrder = (change: Partial<ChannelOrder> = {}): ChannelOrder => ({
  externalNo: "A1",
  daySeq: 7,
  storeKey: "S1",
  trade: "paid",
  deliveryOwner: "self",
  placedAt: SAMPLE_AT,
  paidAt: SAMPLE_AT,
  promiseFrom: null,
  promiseAt: null,
  buyerName: "顾样例",
  buyerPhone: "13800000001",
  address: { text: "演示路1号样例花园3栋502", lngE6: 121_400_000, latE6: 31_200_000 },
  lines: [
    {
      externalLineId: "L1",
      externalSku: "K1",
      barcode: null,
      name: "样例水",
      qty: 2,
      unitPriceFen: asFen(500),
      paidFen: asFen(1_000),
    },
  ],
  amounts: {
    itemsFen: asFen(1_000),
    merchantDiscountFen: asFen(0),
    platformDiscountFen: asFen(0),
    packageFen: asFen(0),
    deliveryFen: asFen(500),
    paidFen: asFen(1_500),
  },
  remark: "",
  tags: [],
  versionAt: SAMPLE_AT,
  degraded: false,
  unreadableMoney: null,
  ...change,
});

export const minutesLater = (minutes: number): Instant => (SAMPLE_AT + minutes * 60_000) as Instant;

/** That order in message 1, 2, … of its account. */
export function heardOrder(
  change: Partial<ChannelOrder> = {},
  { id = 1, account = sampleAccount() }: { id?: number; account?: Account } = {},
): NewOrder {
  const message: Heard = { id, lane: 3, topic: "order", receivedAt: SAMPLE_AT + id };
  return { account, message, order: sampleOrder(change) };
}

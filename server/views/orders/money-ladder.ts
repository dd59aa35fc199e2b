import type { OrderDetailRow } from "@/db/queries/lists/order-detail";

type LadderStep = {
  key:
    | "items"
    | "merchantDiscount"
    | "platformDiscount"
    | "package"
    | "delivery"
    | "drift"
    | "paid"
    | "subsidy"
    | "refunded"
    | "merchant";
  /** Signed: what this step adds. For a total, the sum so far. */
  fen: number;
  isTotal: boolean;
};

type Amounts = Pick<
  OrderDetailRow,
  | "itemsFen"
  | "merchantDiscountFen"
  | "platformDiscountFen"
  | "packageFen"
  | "deliveryFen"
  | "paidFen"
  | "refundedFen"
>;

/**
 * An order's money as steps that always sum: goods to what the buyer paid, and on to what is the merchant's before the
 * channel's commission. Amounts that do not add up get a step of their own instead of being hidden.
 */
export function toMoneyLadder(o: Amounts): LadderStep[] {
  const steps: LadderStep[] = [];
  let sum = 0;
  const add = (key: LadderStep["key"], fen: number) => {
    sum += fen;
    steps.push({ key, fen, isTotal: false });
  };
  const total = (key: LadderStep["key"]) => steps.push({ key, fen: sum, isTotal: true });
  add("items", o.itemsFen);
  add("merchantDiscount", -o.merchantDiscountFen);
  add("platformDiscount", -o.platformDiscountFen);
  add("package", o.packageFen);
  add("delivery", o.deliveryFen);
  if (sum !== o.paidFen) add("drift", o.paidFen - sum);
  total("paid");
  add("subsidy", o.platformDiscountFen);
  add("refunded", -o.refundedFen);
  total("merchant");
  return steps.map((step) => (Object.is(step.fen, -0) ? { ...step, fen: 0 } : step));
}

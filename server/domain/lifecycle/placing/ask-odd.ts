import { oddQuantity } from "../../exceptions";
import type { Instant } from "../../kernel/instant";
import { raise } from "../effects";
import type { Model } from "../model";

/** A line that got its article just now; `wasAsked`: somebody has looked at its pieces already. */
export type MatchedLine = { orderId: number; lineNo: number; wasAsked: boolean };

/**
 * An article allows fewer pieces than its channel, and nobody knew it when the order came: people say whether so much is
 * meant before any shelf gives. What a till sold is gone already.
 *
 * @param limit `most`: pieces nobody has to look at
 */
export function askOdd(
  model: Model,
  matched: readonly MatchedLine[],
  { most, name, at }: { most: number; name: string; at: Instant },
): void {
  for (const { orderId, lineNo, wasAsked } of matched) {
    const order = model.orders.get(orderId);
    const line = order?.lines.find((l) => l.lineNo === lineNo);
    if (!order || !line || order.isTill || wasAsked || line.unassigned <= most) continue;
    const about = oddQuantity({ orderId, lineNo, name, ordered: line.unassigned, most });
    raise(model, order, { ...about, riskFen: order.paidFen, at });
  }
}

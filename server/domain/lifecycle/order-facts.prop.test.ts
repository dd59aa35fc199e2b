import fc from "fast-check";
import { expect, test } from "vitest";
import { SAMPLE_AT, sampleModel } from "../../../tests/samples/sample-model";
import type { ChannelFact } from "../channels";
import { asFen } from "../kernel/fen";
import type { Instant } from "../kernel/instant";
import type { Fulfil } from "../orders";
import { derivePhase } from "../orders/phase";
import type { Model, OrderState } from "./model";
import { accept, applyFact, cancel } from "./order-facts";
import { advanceParcel } from "./parcels/parcel-steps";
import { settleShortage } from "./settle-shortage";

const at = (minute: number) => (SAMPLE_AT + minute * 60_000) as Instant;
const base = (minute: number) => ({ externalNo: "A1", at: at(minute), version: String(minute) });
const refund = (id: string, fen: number, full = false): ChannelFact => ({
  ...base(50),
  version: id,
  kind: "refund",
  refundId: id,
  amountFen: asFen(fen),
  full,
  lines: full ? [] : [{ externalLineId: "L1", qty: 1, amountFen: asFen(fen) }],
});
const ACCEPTED: ChannelFact = { ...base(1), kind: "accepted" };
const PICKED_UP: ChannelFact = { ...base(20), kind: "delivery", status: "picked_up" };
const DELIVERED: ChannelFact = { ...base(40), kind: "delivery", status: "delivered" };
const COMPLETED: ChannelFact = { ...base(45), kind: "completed" };
const CANCELLED: ChannelFact = { ...base(30), kind: "cancelled", reason: "不要了", by: "buyer" };

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}

function platformOrder(): { model: Model; order: OrderState } {
  const model = sampleModel({
    orders: [{ owner: "platform", parcels: [0, 1], lines: [{ open: 2 }, { open: 1 }] }],
    parcels: [{}, {}],
  });
  return { model, order: model.orders.get(1)! };
}

function endOf(facts: readonly ChannelFact[]): unknown {
  const { model, order } = platformOrder();
  for (const fact of facts) applyFact(model, order, fact);
  const { trade, delivery, afterSale, refundedFen, deliveredAt } = order;
  return {
    trade,
    delivery,
    afterSale,
    refundedFen,
    deliveredAt,
    phase: derivePhase({ ...order, review: "approved" }),
  };
}

test.each([
  [
    "a cancelled order",
    [ACCEPTED, PICKED_UP, DELIVERED, COMPLETED, CANCELLED, refund("r", 300)],
    "cancelled",
  ],
  [
    "one that was delivered, a piece refunded",
    [ACCEPTED, PICKED_UP, DELIVERED, COMPLETED, refund("r", 300)],
    "done",
  ],
  [
    "one refunded in two parts that make the whole",
    [ACCEPTED, DELIVERED, COMPLETED, refund("r", 300), refund("q", 1_100)],
    "refunded",
  ],
  ["one refunded whole", [ACCEPTED, PICKED_UP, COMPLETED, refund("r", 1_400, true)], "refunded"],
  [
    "one that its rider brings back after delivery",
    [
      ACCEPTED,
      PICKED_UP,
      DELIVERED,
      { ...base(60), kind: "delivery", status: "returned" } as const,
    ],
    "done",
  ],
])("all orders of arrival of %s end the same", (_, facts, phase) => {
  const inOrder = endOf([...facts].sort((a, b) => a.at - b.at));
  expect(inOrder).toMatchObject({ phase });
  for (const arrival of permutations(facts)) expect(endOf(arrival)).toEqual(inOrder);
});

test("a fact twice anywhere in the history changes nothing; the refund's identity is the database's", () => {
  const facts = [ACCEPTED, PICKED_UP, DELIVERED, COMPLETED, CANCELLED];
  const once = endOf(facts);
  for (const again of facts) {
    for (let i = 0; i <= facts.length; i += 1) {
      expect(endOf([...facts.slice(0, i), again, ...facts.slice(i)])).toEqual(once);
    }
  }
});

test("any refunds: never more than was paid, all of it at the most, the surplus is a case", () => {
  fc.assert(
    fc.property(
      fc.array(
        // Lines without an amount have one made for them, which is a law of its own.
        fc
          .tuple(fc.integer({ min: -50, max: 900 }), fc.boolean())
          .filter(([fen, full]) => fen !== 0 || full),
        { maxLength: 8 },
      ),
      (refunds) => {
        const { model, order } = platformOrder();
        refunds.forEach(([fen, full], i) => {
          const left = order.paidFen - order.refundedFen;
          applyFact(model, order, refund(`r${i}`, fen, full));
          const wanted = full && fen === 0 ? left : fen;
          expect(model.effects.refunds.at(-1)?.amountFen).toBe(Math.max(0, Math.min(wanted, left)));
          const drift = model.effects.exceptions.filter(
            (e) => e.data && e.code === "MONEY_DRIFT",
          ).length;
          expect(wanted > left).toBe(
            drift > 0 && model.effects.exceptions.at(-1)?.code === "MONEY_DRIFT",
          );
          model.effects.exceptions.length = 0;
        });
        expect(order.refundedFen).toBeLessThanOrEqual(order.paidFen);
        // Nothing will leave for an order that has no goods left, though its delivery fee was kept.
        const hasGoods = order.lines.some((l) => l.cancelled < l.ordered);
        const isOver = order.refundedFen === order.paidFen || (order.refundedFen > 0 && !hasGoods);
        expect(order.afterSale === "refunded").toBe(isOver);
      },
    ),
  );
});

const STAGES: readonly Fulfil[] = [
  "waiting_merge",
  "open",
  "released",
  "picking",
  "picked",
  "packed",
  "ready",
  "handed_over",
  "fulfilled",
];
const LEFT: readonly Fulfil[] = ["handed_over", "fulfilled"];
const IN_HAND: readonly Fulfil[] = ["picking", "picked", "packed", "ready"];

test.each(STAGES)(
  "one member of a merged parcel cancelled while it is %s: only that member leaves",
  (stage) => {
    const model = sampleModel({
      orders: [0, 1, 2].map(() => ({ parcels: [0], lines: [{ open: 2 }, { open: 1 }] })),
      parcels: [{ status: "waiting_merge", rider: 3 }],
    });
    const [parcel] = [...model.parcels.values()];
    advanceParcel(model, parcel!, { to: stage, at: at(5), actor: "store" });
    const others = [1, 3].map((id) => structuredClone(model.orders.get(id)));
    const parts = structuredClone(parcel!.lines.filter((l) => l.orderId !== 2));
    const promiseAt = parcel!.promiseAt;
    const stock = structuredClone(model.effects.stock);
    model.effects.exceptions.length = 0;

    cancel(model, model.orders.get(2)!, { at: at(6), reason: "不要了", by: "buyer" });

    expect([1, 3].map((id) => model.orders.get(id))).toEqual(others);
    expect(parcel!.lines.filter((l) => l.orderId !== 2)).toEqual(parts);
    expect([parcel!.status, parcel!.promiseAt, parcel!.task?.status]).toEqual([
      stage,
      promiseAt,
      "assigned",
    ]);
    expect(model.orders.get(2)?.trade).toBe("cancelled");
    // From the shelf or out of the bag, as far as the goods had come.
    const promised = (of: typeof stock, key: string) =>
      (of.get(key)?.reserved ?? 0) + (of.get(key)?.picked ?? 0);
    const back = ["7:1", "7:2"].map(
      (key) => promised(stock, key) - promised(model.effects.stock, key),
    );
    const cases = model.effects.exceptions.map((e) => e.code);
    if (LEFT.includes(stage)) {
      expect([parcel!.members, back, cases]).toEqual([3, [0, 0], ["UNDELIVERABLE"]]);
    } else {
      expect([parcel!.members, back]).toEqual([2, [2, 1]]);
      expect(cases).toEqual(IN_HAND.includes(stage) ? ["MERGED_MEMBER_CANCELLED"] : []);
    }
  },
);

test("the last member cancelled: the parcel is over and its rider free", () => {
  const model = sampleModel({
    orders: [{ parcels: [0], lines: [{ open: 1 }] }],
    parcels: [{ rider: 3 }],
  });
  cancel(model, model.orders.get(1)!, { at: at(1), reason: "不要了", by: "buyer" });
  expect(model.parcels.get(101)).toMatchObject({ status: "cancelled", members: 0 });
  expect(model.effects.riderLoad.get(3)).toBe(-1);
  expect(model.orders.get(1)).toMatchObject({ fulfil: "cancelled", stock: "released" });
});

test("accept and completed: a completed order is not accepted again, a cancelled one not completed", () => {
  const { model, order } = platformOrder();
  applyFact(model, order, COMPLETED);
  accept(model, order, { at: at(46), actor: "system" });
  expect(order.trade).toBe("completed");
  applyFact(model, order, CANCELLED);
  applyFact(model, order, { ...COMPLETED, at: at(99) });
  expect(order.trade).toBe("cancelled");
  expect(
    model.effects.counters
      .filter((c) => !c.exceptions)
      .map((c) => [c.completed ?? 0, c.cancelled ?? 0]),
  ).toEqual([
    [1, 0],
    [0, 1],
  ]);
});

test("settleShortage: what is missing leaves the order, what there is stays, its share is owed", () => {
  const model = sampleModel({
    orders: [{ parcels: [0], lines: [{ open: 1, short: 2, paidFen: 1_000 }, { open: 1 }] }],
    parcels: [{}],
  });
  const order = model.orders.get(1)!;
  settleShortage(model, order, { at: at(1) });
  expect(order.lines[0]).toMatchObject({ unassigned: 0, open: 1, cancelled: 2 });
  expect(order.stock).toBe("reserved");
  expect(model.effects.events.at(-1)?.payload).toEqual({ missing: 2, owedFen: 667 });
  settleShortage(model, order, { at: at(2) });
  expect(model.effects.events).toHaveLength(1);
});

test("a refund of named pieces without amounts gives their share of what was paid, never nothing and never all", () => {
  const model = sampleModel({
    orders: [
      {
        parcels: [0],
        lines: [
          { open: 3, paidFen: 1_000 },
          { open: 1, paidFen: 400 },
        ],
      },
    ],
    parcels: [{}],
  });
  const order = model.orders.get(1)!;
  const named = (id: string, qty: number): ChannelFact => ({
    ...base(5),
    version: id,
    kind: "refund",
    refundId: id,
    amountFen: asFen(0),
    full: false,
    lines: [{ externalLineId: "L1", qty, amountFen: asFen(0) }],
  });
  applyFact(model, order, named("a", 1));
  expect([order.refundedFen, order.lines[0]?.refundedFen, order.lines[0]?.open]).toEqual([
    333, 333, 2,
  ]);
  applyFact(model, order, named("b", 3));
  expect([order.refundedFen, order.lines[0]?.refundedFen, order.afterSale]).toEqual([
    1_000,
    1_000,
    "none",
  ]);
  applyFact(model, order, refund("c", 0, true));
  expect([order.refundedFen, order.afterSale]).toEqual([1_900, "refunded"]);
});

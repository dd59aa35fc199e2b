import { expect, test } from "vitest";
import type { ChannelFact } from "@/server/domain/channels";
import { asFen } from "@/server/domain/kernel/fen";
import type { Instant } from "@/server/domain/kernel/instant";
import { SAMPLE_AT, sampleModel } from "../../../../tests/samples/sample-model";
import { APPLIED_CODE } from "../effects";
import type { Model, OrderState } from "../model";
import { applyFact } from "../order-facts";

const at = (minute: number) => (SAMPLE_AT + minute * 60_000) as Instant;
type State = "open" | "refused" | "withdrawn";

const application = (minute: number, state: State, id = "71"): ChannelFact => ({
  kind: "application",
  externalNo: "A1",
  at: at(minute),
  version: `${id}:${state}@${minute}`,
  about: "cancel",
  applicationId: id,
  state,
  amountFen: null,
  reason: "不想要了",
  answerBy: at(minute + 15),
});
const CANCELLED: ChannelFact = {
  kind: "cancelled",
  externalNo: "A1",
  at: at(9),
  version: "c",
  reason: "同意取消",
  by: "buyer",
};
const refund = (id: string, full: boolean): ChannelFact => ({
  kind: "refund",
  externalNo: "A1",
  at: at(9),
  version: id,
  refundId: id,
  amountFen: asFen(full ? 0 : 300),
  full,
  lines: full ? [] : [{ externalLineId: "L1", qty: 1, amountFen: asFen(300) }],
});

function after(...facts: ChannelFact[]): { model: Model; order: OrderState } {
  const model = sampleModel({ orders: [{ parcels: [0], lines: [{ open: 2 }] }], parcels: [{}] });
  const order = model.orders.get(1)!;
  for (const fact of facts) applyFact(model, order, fact);
  return { model, order };
}

const stateOf = ({ order }: { order: OrderState }) => [order.trade, order.afterSale, order.holds];
const openCases = ({ model }: { model: Model }) => model.effects.exceptions.map((e) => e.subject);

test("an application holds the order, takes nothing from it and is a case with the platform's clock", () => {
  const asked = after(application(1, "open"));
  expect(stateOf(asked)).toEqual(["paid", "requested", 1]);
  expect(asked.order.lines.map((l) => [l.open, l.cancelled])).toEqual([[2, 0]]);
  expect(asked.model.effects.stock.size).toBe(0);
  expect(asked.model.effects.exceptions).toMatchObject([
    {
      code: APPLIED_CODE,
      subject: "order:1:71",
      dueAt: at(16),
      riskFen: asked.order.paidFen,
      cause: "买家申请取消：不想要了，平台等待商家答复",
    },
  ]);
  expect(asked.model.effects.events.map((e) => e.kind)).toEqual(["application.open"]);
});

test.each(["refused", "withdrawn"] as const)("%s brings back what was", (state) => {
  const back = after(application(1, "open"), application(2, state));
  expect(stateOf(back)).toEqual(["paid", state === "refused" ? "rejected" : "none", 0]);
  // Opened and ended in one transaction: it was never a case.
  expect(openCases(back)).toEqual([]);
  expect(back.model.effects.closedCases).toEqual([
    { code: APPLIED_CODE, subject: "order:1:71", outcome: state },
  ]);
});

test("only what was agreed acts: a cancel ends every application, a refund the one it answers", () => {
  expect(stateOf(after(application(1, "open"), CANCELLED))).toEqual(["cancelled", "none", 0]);
  const one = after(
    application(1, "open", "71"),
    application(1, "open", "72"),
    refund("71", false),
  );
  expect(stateOf(one)).toEqual(["paid", "requested", 1]);
  expect(openCases(one)).toEqual(["order:1:72"]);
  const all = after(application(1, "open", "71"), application(1, "open", "72"), refund("71", true));
  expect(stateOf(all)).toEqual(["paid", "refunded", 0]);
  expect(openCases(all)).toEqual([]);
});

test("in whatever order it is told, the newest word stands", () => {
  const told = [
    application(1, "open"),
    application(2, "refused"),
    application(3, "open"),
    application(4, "withdrawn"),
  ];
  const [a, b, c, d] = told as [ChannelFact, ChannelFact, ChannelFact, ChannelFact];
  const ways = [
    [a, b, c, d],
    [d, c, b, a],
    [b, a, d, c],
    [c, d, a, b],
    [a, d, b, c],
  ];
  for (const way of ways) expect(stateOf(after(...way))).toEqual(["paid", "none", 0]);
  expect(stateOf(after(b, c))).toEqual(stateOf(after(c, b)));
  expect(stateOf(after(refund("71", false), a))).toEqual(stateOf(after(a, refund("71", false))));
  expect(stateOf(after(CANCELLED, a))).toEqual(stateOf(after(a, CANCELLED)));
});

test("an order that is completed keeps the case of what its buyer still asks for", () => {
  const done = after(application(1, "open"), {
    kind: "completed",
    externalNo: "A1",
    at: at(5),
    version: "done",
  });
  expect(stateOf(done)).toEqual(["completed", "requested", 1]);
  expect(openCases(done)).toEqual(["order:1:71"]);
});

import { afterEach, beforeEach, expect, test } from "vitest";
import type { HoldRequest } from "@/server/domain/inventory";
import { holdDesk } from "@/server/gateway/own/hold-desk";
import { expireHolds, releaseHold } from "@/server/pipelines/inventory/holds/end-holds";
import { holdGoods } from "@/server/pipelines/inventory/holds/hold-goods";
import { takePayments } from "@/server/pipelines/track/take-payments";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import { interruptedAt, one, setShelf, shelfOf } from "./stock-world";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(async () => {
  await huiliu.close();
});

const SKU = 7;
let keys = 0;
const wish = (qty: number, more: Partial<HoldRequest> = {}): HoldRequest => {
  keys += 1;
  return {
    accountId: 1,
    holdKey: `k${keys}`,
    storeId: 1,
    mode: "all",
    items: [{ draws: [{ skuId: SKU, per: 1 }], qty }],
    ttlMs: 900_000,
    ...more,
  };
};
const holds = (state: string) =>
  one<{ n: number }>(huiliu, `select count(*)::int n from stock_holds where state = '${state}'`);
const paid = (no: string): string =>
  JSON.stringify({
    event: "order.paid",
    event_id: `p-${no}`,
    occurred_at: new Date().toISOString(),
    order: { channel_order_id: no },
  });
const unpaid = (no: string, qty: number, more: Record<string, unknown> = {}): string =>
  ownOrder({ channel_order_id: no, status: "UNPAID", ...more }, [{ sku: "K0007", qty }]);

test("200 callers for 50 pieces on four desks: exactly 50 are held, nothing is ever below zero", async () => {
  await setShelf(huiliu, 1, SKU, 50);
  const desks = [1, 2, 3, 4].map(() => holdDesk(huiliu.context));
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, i) => desks[i % 4]?.hold(wish(1))),
  );
  expect(answers.filter((a) => a?.kind === "held")).toHaveLength(50);
  expect(answers.filter((a) => a?.kind === "short")).toHaveLength(150);
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ onHand: 50, reserved: 50, debt: 0 });
  expect(await huiliu.verify()).toEqual([]);
});

test("the last unit, again and again: of 200 callers on four desks one wins each time", async () => {
  const rounds = Number(process.env.HUILIU_LAST_UNIT_ROUNDS ?? 10_000);
  await setShelf(huiliu, 1, SKU, rounds);
  // Everything but one piece is kept back; each round lets one more go.
  await huiliu.context
    .db`update stock set frozen = ${rounds} where store_id = 1 and sku_id = ${SKU}`;
  const desks = [1, 2, 3, 4].map(() => holdDesk(huiliu.context));
  for (let round = 1; round <= rounds; round += 1) {
    await huiliu.context
      .db`update stock set frozen = ${rounds - round} where store_id = 1 and sku_id = ${SKU}`;
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) => desks[i % 4]?.hold(wish(1))),
    );
    const winners = answers.filter((a) => a?.kind === "held").length;
    if (winners !== 1) expect(`round ${round}: ${winners} winners`).toBe("one winner");
  }
  expect((await holds("held")).n).toBe(rounds);
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({
    onHand: rounds,
    reserved: rounds,
    debt: 0,
  });
  expect(await huiliu.verify()).toEqual([]);
}, 3_000_000);

test("all or part, two lines on one article together, the same key once, other goods under it refused", async () => {
  await setShelf(huiliu, 1, SKU, 3);
  await setShelf(huiliu, 1, 8, 9);
  const two = (qty: number) => ({ draws: [{ skuId: SKU, per: 1 }], qty });
  const all = wish(0, { items: [two(2), two(2)] });
  const part = wish(0, { items: [two(2), two(2)], mode: "part" });
  const again = { ...part };
  const other = { ...part, items: [two(1)] };
  const [a, b] = await holdGoods(huiliu.context, [all, part]);
  expect([a?.kind, a?.granted]).toEqual(["short", [0, 0]]);
  expect([b?.kind, b?.granted, b?.isWhole]).toEqual(["held", [2, 1], false]);
  const [c, d] = await holdGoods(huiliu.context, [again, other]);
  expect([c?.kind, c?.granted]).toEqual(["known", [2, 1]]);
  expect(d?.kind).toBe("conflict");
  expect((await shelfOf(huiliu, 1, SKU)).reserved).toBe(3);
  expect(await releaseHold(huiliu.context, 1, part.holdKey)).toBe(1);
  expect(await releaseHold(huiliu.context, 1, part.holdKey)).toBe(0);
  expect((await shelfOf(huiliu, 1, SKU)).reserved).toBe(0);
  expect(await huiliu.verify()).toEqual([]);
});

test("T13: 32 callers with random baskets over the same shelves, in any order of lines, never lock each other out", async () => {
  const basket = (seed: number): HoldRequest["items"] =>
    Array.from({ length: 1 + (seed % 20) }, (_, i) => ({
      draws: [{ skuId: 1 + ((seed * 7 + i * 13) % 40), per: 1 }],
      qty: 1,
    }));
  const asked = Array.from({ length: 320 }, (_, i) => wish(0, { items: basket(i), mode: "part" }));
  const caller = async (c: number): Promise<void> => {
    for (const request of asked.filter((_, i) => i % 32 === c))
      await holdGoods(huiliu.context, [request]);
  };
  await Promise.all(Array.from({ length: 32 }, (_, c) => caller(c)));
  expect(await huiliu.verify()).toEqual([]);
});

test("goods nobody paid for in time are free again, once; an order takes over what its checkout held", async () => {
  await setShelf(huiliu, 1, SKU, 5);
  const late = wish(2, { ttlMs: -1_000 });
  const kept = wish(3);
  await holdGoods(huiliu.context, [late, kept]);
  const ended = await Promise.all([expireHolds(huiliu.context), expireHolds(huiliu.context)]);
  expect(ended[0] + ended[1]).toBe(1);
  expect((await shelfOf(huiliu, 1, SKU)).reserved).toBe(3);
  await huiliu.tell("app-1", "order", ownOrder({}, [{ sku: "K0007", qty: 3 }]));
  await huiliu.tell(
    "app-1",
    "order",
    ownOrder({ channel_order_id: "mine", reservation_key: kept.holdKey }, [
      { sku: "K0007", qty: 3 },
    ]),
  );
  await huiliu.drain();
  // Two were free for the order that came first; three were the other's all the time.
  const lines = await huiliu.context.db<{ no: string; open: number }[]>`
    select o.external_no as no, l.open from orders o join order_lines l on l.order_id = o.id order by o.id`;
  expect(lines.map((l) => l.open)).toEqual([2, 3]);
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ onHand: 5, reserved: 5 });
  expect((await holds("held")).n).toBe(0);
  expect(await huiliu.verify()).toEqual([]);
});

test("paid after the time was over: there are goods, and it goes on; there are none, and people see it", async () => {
  await setShelf(huiliu, 1, SKU, 2);
  await huiliu.tell("app-1", "order", unpaid("a", 2));
  await huiliu.drain();
  expect((await shelfOf(huiliu, 1, SKU)).reserved).toBe(2);
  await huiliu.context
    .db`update reservations set expires_at = now() - interval '1 second' where state = 'held'`;
  expect(await expireHolds(huiliu.context)).toBe(1);
  expect((await shelfOf(huiliu, 1, SKU)).reserved).toBe(0);
  await huiliu.tell("app-1", "order", paid("a"));
  await huiliu.drain();
  const order = (no: string) =>
    one(huiliu, `select trade, stock, phase from orders where external_no = '${no}'`);
  expect(await order("a")).toMatchObject({ trade: "accepted", stock: "reserved" });
  await huiliu.tell("app-1", "order", unpaid("b", 1));
  await huiliu.drain();
  await huiliu.tell("app-1", "order", paid("b"));
  await huiliu.drain();
  expect(await order("b")).toMatchObject({ trade: "accepted", stock: "short", phase: "short" });
  await setShelf(huiliu, 1, 9, 1);
  await huiliu.tell(
    "app-1",
    "order",
    ownOrder({ channel_order_id: "c", status: "UNPAID" }, [{ sku: "K0009", qty: 1 }]),
  );
  await huiliu.drain();
  await huiliu.context
    .db`update reservations set expires_at = now() - interval '1 second' where state = 'held'`;
  await expireHolds(huiliu.context);
  await holdGoods(huiliu.context, [
    wish(0, { items: [{ draws: [{ skuId: 9, per: 1 }], qty: 1 }] }),
  ]);
  await huiliu.tell("app-1", "order", paid("c"));
  await huiliu.drain();
  const codes = await huiliu.context.db<{ code: string }[]>`
    select e.code from exception_cases e join orders o on o.id = e.order_id where o.external_no in ('b', 'c') order by o.id`;
  expect(codes.map((c) => c.code)).toEqual(["OUT_OF_STOCK", "PAY_AFTER_TIMEOUT"]);
  expect(await huiliu.verify()).toEqual([]);
});

test("T11: the payment and the end of the time meet: either paid and kept or over and given back, never both", async () => {
  await setShelf(huiliu, 1, SKU, 2_000);
  const rounds = 1_000;
  for (let i = 0; i < rounds; i += 1) await huiliu.tell("app-1", "order", unpaid(`r${i}`, 1));
  await huiliu.drain();
  await huiliu.context.db`update reservations set expires_at = now() where state = 'held'`;
  for (let i = 0; i < rounds; i += 1) await huiliu.tell("app-1", "order", paid(`r${i}`));
  const payments = async () => {
    for (;;) if ((await takePayments(huiliu.context)) === 0) return;
  };
  await Promise.all([
    huiliu.drain(),
    expireHolds(huiliu.context),
    payments(),
    expireHolds(huiliu.context),
  ]);
  await huiliu.drain();
  const [sum] = await huiliu.context.db<{ paid: number; promised: number }[]>`
    select (select count(*)::int from orders where trade = 'accepted' and stock = 'reserved') as paid,
      (select sum(qty)::int from reservations where state = 'confirmed') as promised`;
  expect(sum).toEqual({ paid: rounds, promised: rounds });
  expect(await huiliu.verify()).toEqual([]);
});

test("a cancel that comes at any moment of the allocation gives the goods back once", async () => {
  for (let at = 1; at <= 14; at += 1) {
    const no = `x${at}`;
    await setShelf(huiliu, 1, SKU, 4 + 0);
    await huiliu.tell(
      "app-1",
      "order",
      ownOrder({ channel_order_id: no }, [{ sku: "K0007", qty: 2 }]),
    );
    const cancel = { ...(JSON.parse(paid(no)) as object), event: "order.cancelled" };
    const other = { ...huiliu.context };
    const meddled = interruptedAt(huiliu.context, at, async () => {
      await huiliu.tell("app-1", "order", JSON.stringify(cancel));
    });
    await huiliu.drainAs(meddled);
    await huiliu.drainAs(other);
    expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ onHand: 4, reserved: 0, picked: 0 });
  }
  expect(await huiliu.verify()).toEqual([]);
});

import { afterEach, beforeEach, expect, test } from "vitest";
import type { User } from "@/server/auth/user";
import { appRouter } from "@/server/routers";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

/** Money owed to buyers: who sees it, and how it is said to have gone back. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
const person = (role: string, id = "u1", storeId: number | null = null): User =>
  ({ id, name: id, email: "t@t", role, storeId }) as User;
const ask = (user = person("finance")) => appRouter.createCaller({ deps: huiliu.context, user });
const anything = { channels: [], storeId: null, whys: [], search: "" };
const open = { ...anything, state: "open" as const };
const closed = { ...anything, state: "closed" as const };
const list = async (filter: typeof open | typeof closed, user?: User) =>
  (await ask(user).owed.list({ filter })).rows;
const nosOf = (rows: readonly { order: { externalNo: string } }[]) =>
  rows.map((row) => row.order.externalNo);

/** Orders that were over when their payment came, one a number, told in this order. */
async function paidLate(...nos: string[]): Promise<void> {
  for (const [i, no] of nos.entries()) {
    const store_code = i % 2 === 0 ? "store_s01" : "store_s02";
    await huiliu.tell(
      i % 2 === 0 ? "app-1" : "mini-1",
      "order",
      ownOrder({ channel_order_id: no, status: "UNPAID", store_code }),
    );
    await huiliu.drain();
    for (const event of ["order.cancelled", "order.paid"]) {
      const body = {
        event,
        event_id: `${no}-${event}`,
        occurred_at: new Date().toISOString(),
        order: { channel_order_id: no },
      };
      await huiliu.tell(i % 2 === 0 ? "app-1" : "mini-1", "order", JSON.stringify(body));
      await huiliu.drain();
    }
  }
}
const keyOf = (row: { order: { id: string }; ref: string }) => ({
  orderId: row.order.id,
  ref: row.ref,
});
const said = { how: "elsewhere" as const, note: "支付宝转账 0412" };

test("list: open ones are the oldest first; filters and totals are about the same rows", async () => {
  await paidLate("LATE1", "LATE2", "LATE3");
  expect(nosOf(await list(open))).toEqual(["LATE1", "LATE2", "LATE3"]);
  expect(nosOf(await list({ ...open, channels: ["mini"] as never[] }))).toEqual(["LATE2"]);
  expect(nosOf(await list({ ...open, search: "LATE3" }))).toEqual(["LATE3"]);
  expect(nosOf(await list({ ...open, whys: ["short"] as never[] }))).toEqual([]);
  const [row] = await list(open);
  expect(row).toMatchObject({ why: "paid-late", lineNo: null, leftFen: row?.amountFen });
  const totals = await ask().owed.totals(open);
  expect(totals).toEqual({ count: 3, amountFen: 3 * (row?.amountFen ?? 0), backFen: 0, late: 0 });
  await sql("update owed set at = at - interval '25 hours'");
  expect(await ask().owed.totals(open)).toMatchObject({ late: 3 });
  expect((await ask().owed.csv({ filter: open, place: null })).rows).toBe(3);
});

test("list: pages hold every row once, of one moment too", async () => {
  await paidLate("PAGE1");
  await sql(`insert into owed (order_id, ref, pieces, amount_fen, why, at)
    select order_id, 'n' || lpad(n::text, 3, '0'), 0, 1, why, at from owed, generate_series(1, 249) n`);
  const walk = async (filter: typeof open | typeof closed) => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { rows: { ref: string }[]; next: string | null } = await ask().owed.list({
        filter,
        cursor,
      });
      seen.push(...page.rows.map((row) => row.ref));
      cursor = page.next;
    } while (cursor !== null);
    return seen;
  };
  const seen = await walk(open);
  expect(seen).toHaveLength(250);
  expect(seen).toEqual([...new Set(seen)].sort());
  await sql("update owed set closed_at = now(), closed_by = 'channel'");
  expect(await walk(closed)).toEqual([...seen].reverse());
});

test("settle: all of it is over, the order owes nothing and its history says by whom", async () => {
  await paidLate("ONE", "TWO");
  const rows = await list(open);
  expect(await ask().owed.settle({ rows: rows.map(keyOf), ...said })).toEqual({ count: 2 });
  expect(await list(open)).toEqual([]);
  const note = "已线下退款：支付宝转账 0412";
  expect(await list(closed)).toMatchObject([
    { note, closedBy: "u1", leftFen: 0 },
    { note, closedBy: "u1", leftFen: 0 },
  ]);
  const orders = await sql("select owed_fen::int as fen from orders");
  expect(orders).toEqual([{ fen: 0 }, { fen: 0 }]);
  const id = rows[0]?.order.id ?? "";
  const order = await ask().order.get({ id });
  expect(order).toMatchObject({ owedFen: 0, owed: [{ note }] });
  expect(order.story[0]).toMatchObject({ kind: "order_owed_settled", actor: "u1", note });
  const audit = await sql(
    "select user_id, subject, reason, detail ->> 'how' as how from audit_log where action = 'owed.settle' order by id",
  );
  expect(audit[0]).toEqual({
    user_id: "u1",
    subject: `order:${id}`,
    reason: said.note,
    how: "elsewhere",
  });
  expect(await huiliu.verify()).toEqual([]);
});

test("settle: the same said again by the same person changes nothing; anything else is refused", async () => {
  await paidLate("ONE", "TWO");
  const [one, two] = (await list(open)).map(keyOf);
  await ask().owed.settle({ rows: [one!], ...said });
  expect(await ask().owed.settle({ rows: [one!], ...said })).toEqual({ count: 0 });
  await expect(
    ask(person("service", "u2")).owed.settle({ rows: [two!, one!], ...said }),
  ).rejects.toThrow("的应退已由 u1 了结");
  await expect(ask().owed.settle({ rows: [{ ...one!, ref: "nothing" }], ...said })).rejects.toThrow(
    "没有这笔应退",
  );
  expect(nosOf(await list(open))).toEqual(["TWO"]);
  expect(await sql("select 1 from audit_log where action = 'owed.settle'")).toHaveLength(1);
});

test("settle: of two people who settle the same at one time one is first, and the other is told", async () => {
  await paidLate("RACE1", "RACE2");
  const rows = (await list(open)).map(keyOf);
  const told = await Promise.allSettled([
    ask(person("finance", "a")).owed.settle({ rows, ...said }),
    ask(person("service", "b")).owed.settle({ rows: [...rows].reverse(), ...said }),
  ]);
  expect(told.filter((t) => t.status === "fulfilled")).toHaveLength(1);
  const lost = told.find((t) => t.status === "rejected") as PromiseRejectedResult;
  expect(String(lost.reason)).toMatch(/的应退已由 [ab] 了结/);
  expect(await huiliu.verify()).toEqual([]);
});

test("roles: a store's manager sees and settles what is owed in that store, a dispatcher nothing", async () => {
  await paidLate("FIRST", "SECOND");
  const rows = await list(open);
  const manager = person("store", "m", 1);
  expect(nosOf(await list({ ...open, storeId: 2 as never }, manager))).toEqual(["FIRST"]);
  expect(await ask(manager).owed.totals(open)).toMatchObject({ count: 1 });
  await expect(ask(manager).owed.settle({ rows: rows.map(keyOf), ...said })).rejects.toThrow(
    "不在你的门店范围内",
  );
  expect(await ask(manager).owed.settle({ rows: [keyOf(rows[0]!)], ...said })).toEqual({
    count: 1,
  });
  await expect(list(open, person("dispatch"))).rejects.toMatchObject({ code: "FORBIDDEN" });
});

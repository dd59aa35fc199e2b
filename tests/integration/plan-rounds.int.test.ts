import { afterEach, beforeEach, expect, test } from "vitest";
import type { Context } from "@/server/context";
import { setPromiseRule } from "@/server/pipelines/inventory/edits/set-promise-rule";
import { planCells, planChanged } from "@/server/pipelines/publish/plan-figures";
import { planPrices } from "@/server/pipelines/publish/plan-prices";
import { askEverything, planPage } from "@/server/pipelines/publish/plan-round";
import { freshHuiliu, type Huiliu } from "./huiliu";
import { dyingAt, one, setShelf } from "./stock-world";

const PAGE = 1_000;

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
  // Some of the demo's accounts are told numbers as soon as they have an address.
  await huiliu.context.db`
    update channel_accounts set config = config || '{"apiBase": "http://127.0.0.1:9"}'::jsonb`;
  await huiliu.context.catalog.refresh();
});
afterEach(() => huiliu.close());

const count = async (sql: string): Promise<number> =>
  (await one<{ n: number }>(huiliu, `select count(*)::int as n from ${sql}`)).n;

/** Until the round is over. @returns shelves of each page */
async function goRound(context: Context = huiliu.context): Promise<number[]> {
  const pages: number[] = [];
  for (;;) {
    const { cells } = await planPage(context);
    if (cells === 0 && (await count("plan_rounds")) === 0) return pages;
    pages.push(cells);
  }
}

async function planAll(): Promise<void> {
  do await planChanged(huiliu.context);
  while ((await count("events e join log_tails t on (e.xid, e.id) > (t.xid, t.id)")) > 0);
}

async function told(): Promise<number> {
  const row = await one<{ id: number }>(
    huiliu,
    "select account_id as id from published order by 1 limit 1",
  );
  return row.id;
}

const rule = (accountId: number, cap: number) =>
  setPromiseRule(huiliu.context, {
    ...{ accountId, cap, shareBps: 10_000, riskBps: 100, rank: 10 },
    actor: "usr_test",
  });

const above = (accountId: number, cap: number) =>
  count(`published where kind = 'stock' and account_id = ${accountId} and wanted > ${cap}`);

test("a rule is noted by the tail, which moves on; shelves are planned in pages, each by itself", async () => {
  await askEverything(huiliu.context);
  const cells = await count("stock");
  const first = await goRound();
  expect(first.reduce((sum, n) => sum + n, 0)).toBe(cells);
  expect(Math.max(...first)).toBeLessThanOrEqual(PAGE);
  const id = await told();
  const over = await above(id, 3);
  expect(over).toBeGreaterThan(PAGE / 10);
  await rule(id, 3);
  await planAll();
  // Noted, not done: the tail's transaction is short.
  expect(await above(id, 3)).toBe(over);
  expect(await count("plan_rounds")).toBe(1);
  await planPage(huiliu.context);
  const left = await above(id, 3);
  expect(left).toBeLessThan(over);
  expect(left).toBeGreaterThan(0);
  await goRound();
  expect(await above(id, 3)).toBe(0);
});

test("rules saved one after the other are one round; one saved on the way is planned for what lies behind as well", async () => {
  await askEverything(huiliu.context);
  const pages = (await goRound()).length;
  const id = await told();
  for (const cap of [9, 8, 7]) await rule(id, cap);
  await planAll();
  expect(await goRound()).toHaveLength(pages);
  expect(await above(id, 7)).toBe(0);
  await rule(id, 5);
  await planAll();
  for (let i = 0; i < 3; i += 1) await planPage(huiliu.context);
  const stands = () => one(huiliu, "select after_store, after_sku from plan_rounds");
  const before = await stands();
  await rule(id, 2);
  await planAll();
  expect(await stands()).toEqual(before);
  // Once round from where it stood, not from the start and again.
  expect((await goRound()).length).toBeLessThanOrEqual(pages + 1);
  expect(await above(id, 2)).toBe(0);
});

test("killed at any statement of a page, a round goes on where it was and leaves nothing out", async () => {
  await askEverything(huiliu.context);
  await goRound();
  const id = await told();
  await rule(id, 4);
  await planAll();
  for (let nth = 1; nth < 12; nth += 1)
    await planPage(dyingAt(huiliu.context, nth)).catch(() => undefined);
  expect(await count("plan_rounds")).toBe(1);
  await goRound();
  expect(await above(id, 4)).toBe(0);
});

test("a shelf whose number cannot be kept, and one whose rule throws, rest as cases; all others are planned, and they when it is mended", async () => {
  const { db } = huiliu.context;
  await setShelf(huiliu, 1, 7, 13);
  await db`alter table published add constraint cursed check (not (kind = 'stock' and store_id = 1 and sku_id = 7))`;
  const catalog = await huiliu.context.catalog.get();
  const drawsOf: typeof catalog.drawsOf = (skuId) => {
    if (skuId === 9) throw new Error("no rule for this");
    return catalog.drawsOf(skuId);
  };
  const get = async () => ({ ...catalog, drawsOf });
  const cursed: Context = { ...huiliu.context, catalog: { get, refresh: get } };
  await askEverything(cursed);
  await goRound(cursed);
  const stores = await count("stores");
  expect(await count("published where kind = 'stock' and sku_id = 9")).toBe(0);
  const id = await told();
  const missing = await count(`stock s where sku_id <> 9 and not exists (
    select from published p where p.account_id = ${id} and p.store_id = s.store_id and p.sku_id = s.sku_id)
    and exists (select from store_mappings m where m.account_id = ${id} and m.store_id = s.store_id)`);
  expect(missing).toBe(1);
  expect(await count("parked_work where job = 'plan'")).toBe(stores + 1);
  expect(await count("exception_cases where code = 'WORK_FAILED' and closed_at is null")).toBe(
    stores + 1,
  );
  await db`alter table published drop constraint cursed`;
  await db`update parked_work set until = now()`;
  await askEverything(huiliu.context);
  await goRound();
  expect(await count("parked_work")).toBe(0);
  expect(await count("exception_cases where code = 'WORK_FAILED' and closed_at is null")).toBe(0);
  expect(await count(`published where account_id = ${id} and sku_id in (7, 9)`)).toBeGreaterThan(1);
});

test("an event about a shelf that cannot be planned does not hold up the shelves after it", async () => {
  const { db } = huiliu.context;
  await askEverything(huiliu.context);
  await goRound();
  await db`alter table published add constraint cursed check (wanted <> 13)`;
  const id = await told();
  const say = (skuId: number) => db`
    insert into events (id, kind, store_id, actor, payload)
    values (${9_000_000 + skuId}, 'stock.changed', 1, 'test', ${`{"skus": [${skuId}]}`}::text::jsonb)`;
  const wanted = (skuId: number) =>
    one<{ wanted: number }>(
      huiliu,
      `select wanted from published where account_id = ${id} and kind = 'stock' and store_id = 1 and sku_id = ${skuId}`,
    );
  await db`update promise_rules set cap = null, share_bps = 10000`;
  await setShelf(huiliu, 1, 7, 13);
  await setShelf(huiliu, 1, 8, 21);
  await say(7);
  await say(8);
  await planAll();
  expect(await wanted(8)).toEqual({ wanted: 21 });
  expect(await count("parked_work where job = 'plan' and subject = '1:7'")).toBe(1);
});

test("where nothing changed nothing is written: neither rows nor their locks", async () => {
  await askEverything(huiliu.context);
  await goRound();
  await planPrices(huiliu.context);
  expect(await count("published where kind = 'price'")).toBeGreaterThan(PAGE);
  await askEverything(huiliu.context);
  await goRound();
  expect(await planPrices(huiliu.context)).toBe(0);
  expect(await count("published where xmax::text <> '0'")).toBe(0);
});

test("an article whose price does not fit is told of, and the others have theirs", async () => {
  const { db } = huiliu.context;
  await db`update skus set price_fen = 3000000000 where id = 5`;
  await planPrices(huiliu.context);
  expect(await count("published where kind = 'price' and sku_id = 5")).toBe(0);
  expect(await count("published where kind = 'price' and sku_id = 6")).toBeGreaterThan(0);
  expect(await count("parked_work where job = 'plan-prices'")).toBe(
    await count("published where kind = 'price' and sku_id = 6"),
  );
});

test("a number that was read before a sale never overwrites what was planned after it", async () => {
  const { db } = huiliu.context;
  await askEverything(huiliu.context);
  await goRound();
  await askEverything(huiliu.context);
  const catalog = await huiliu.context.catalog.get();
  // Somebody plans behind the tail; the page waits for him, and reads what he left.
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let hasPlanned: () => void = () => undefined;
  const planned = new Promise<void>((resolve) => {
    hasPlanned = resolve;
  });
  // Every number of the page is another one.
  await db`update promise_rules set cap = 500, share_bps = 10000`;
  const other = db.begin(async (tx) => {
    await tx`select 1 from log_tails where name = 'publish' for update`;
    await tx`update stock set on_hand = 17, opening_pieces = 17, safety = 0 where store_id = 1 and sku_id = 7`;
    await planCells({ deps: huiliu.context, catalog }, tx, [{ storeId: 1, skuId: 7 }]);
    hasPlanned();
    await held;
  });
  await planned;
  const page = planPage(huiliu.context);
  await expect
    .poll(() =>
      count("pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"),
    )
    .toBe(1);
  release();
  await Promise.all([other, page]);
  const shelf = "kind = 'stock' and store_id = 1 and sku_id = 7";
  expect(await count(`published where ${shelf} and wanted = 17`)).toBeGreaterThan(1);
  expect(await count(`published where ${shelf} and wanted <> 17`)).toBe(0);
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { wantFigures } from "@/db/queries/channels/published";
import type { Context } from "@/server/context";
import type { FigureRow } from "@/server/domain/channels";
import { DEMO_ACCOUNTS } from "@/server/domain/demo/accounts";
import { seededRng } from "@/server/domain/kernel/rng";
import { editStock } from "@/server/pipelines/inventory/edits/edit-stock";
import { compareShop } from "@/server/pipelines/publish/compare-shop";
import { planChanged } from "@/server/pipelines/publish/plan-figures";
import { planPrices } from "@/server/pipelines/publish/plan-prices";
import { askEverything, planPage } from "@/server/pipelines/publish/plan-round";
import { createSender, type Sender } from "@/server/pipelines/publish/send-figures";
import type { FigureClient } from "@/server/ports/figures";
import {
  type FigurePlatforms,
  startFigurePlatforms,
} from "@/server/world/platform/figure-platforms";
import { freshHuiliu, type Huiliu } from "./huiliu";
import { newRef, setShelf } from "./stock-world";

const SETTLE_MS = 500;
const SHOP = "shop_1";
const SKUS = Array.from({ length: 600 }, (_, i) => `K${String(i + 1).padStart(4, "0")}`);
const PROTOCOLS = ["meituan", "meituan", "meituan", "eleme", "eleme", "own", "own", "own"] as const;

let huiliu: Huiliu;
let platforms: FigurePlatforms | null = null;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(async () => {
  await platforms?.close();
  platforms = null;
  await huiliu.close();
});

type Shown = Parameters<NonNullable<Parameters<typeof startFigurePlatforms>[0]["onShown"]>>[0];
type Started = { context: Context; ids: number[]; sender: Sender };

/** Accounts of the three protocols, their platforms, and a sender that knows them. */
async function open(
  protocols: readonly (typeof PROTOCOLS)[number][],
  callsPerSecond: number,
  onShown: (shown: Shown) => void = () => undefined,
  onTaken: (accountId: number, figures: Parameters<FigureClient["publish"]>[2]) => void = () =>
    undefined,
): Promise<Started> {
  const secret = DEMO_ACCOUNTS[0]?.code ?? "";
  const key = huiliu.context.secrets.accounts[secret] ?? "";
  const accounts = protocols.map((protocol, i) => ({
    code: `acc-${i}`,
    protocol,
    appId: `${900_001 + i}`,
    secret: key,
    callsPerSecond,
    settleMs: SETTLE_MS,
  }));
  platforms = await startFigurePlatforms({ accounts, shops: [SHOP], skus: SKUS, onShown, seed: 7 });
  const ids: number[] = [];
  for (const a of accounts) {
    const config = {
      apiBase: platforms.baseOf(a.code),
      figures: { callsPerSecond, settleMs: a.protocol === "own" ? 0 : SETTLE_MS },
    };
    const [row] = await huiliu.context.db<{ id: number }[]>`
      insert into channel_accounts (code, channel, name, protocol, app_id, secret_ref, config)
      values (${a.code}, ${a.protocol}, ${a.code}, ${a.protocol}, ${a.appId}, ${`file:${secret}`}, ${JSON.stringify(config)}::text::jsonb)
      returning id`;
    const id = row?.id ?? 0;
    ids.push(id);
    await huiliu.context.db`insert into store_mappings values (${id}, ${SHOP}, 1)`;
    await huiliu.context
      .db`insert into promise_rules (account_id, rank) values (${id}, ${10 + id})`;
  }
  const mine = new Set(ids);
  const context: Context = {
    ...huiliu.context,
    figuresOf: (account) => {
      const found = mine.has(account.id) ? huiliu.context.figuresOf(account) : null;
      if (!found) return null;
      const publish: FigureClient["publish"] = async (kind, shop, figures) => {
        const refused = await found.client.publish(kind, shop, figures);
        onTaken(account.id, figures);
        return refused;
      };
      return { ...found, client: { ...found.client, publish } };
    },
  };
  return { context, ids, sender: createSender(context) };
}

/** Send until every channel has taken all there is to tell. */
async function sendAll({ sender }: Started, isDone: () => Promise<boolean>): Promise<void> {
  for (;;) {
    const started = await sender.tick();
    if (started > 0) continue;
    await sender.idle();
    if (await isDone()) return;
  }
}
/**
 * Until every event has been read: a look that finds nothing does not say so, because readers stop below the oldest open
 * transaction of the server, and other tests have theirs. @returns whether anything was urgent
 */
async function planAll(context: Context): Promise<boolean> {
  let isUrgent = false;
  for (;;) {
    isUrgent = (await planChanged(context)).isUrgent || isUrgent;
    const [left] = await context.db`
      select 1 from events e join log_tails t on t.name = 'publish' where (e.xid, e.id) > (t.xid, t.id) limit 1`;
    if (!left) return isUrgent;
  }
}

const nothingDue = async (): Promise<boolean> => {
  const [row] = await huiliu.context.db<{ n: number }[]>`
    select count(*)::int n from published where due_at is not null and account_id > 9`;
  return row?.n === 0;
};
const figure = (accountId: number, skuId: number, value: number): FigureRow => ({
  accountId,
  kind: "stock",
  storeId: 1,
  skuId,
  value,
  rank: value === 0 ? 0 : 3,
});

test("delay, duplicate, reorder, drop: 10,000 updates on eight accounts; each ends at the last number and none goes back behind what it acknowledged", async () => {
  const updates = Number(process.env.HUILIU_PUBLISH_UPDATES ?? 10_000);
  const keys = 25;
  // A key's numbers only rise, so that a number says which version it is.
  const acked = new Map<string, number>();
  const behind: string[] = [];
  const codes: string[] = [];
  const onShown = (s: Shown): void => {
    const key = `${codes.indexOf(s.account)}:${s.sku}`;
    if (s.value < (acked.get(key) ?? 0))
      behind.push(`${key} shows ${s.value} after ${acked.get(key)} was acknowledged`);
  };
  const ids: number[] = [];
  const started = await open(PROTOCOLS, 200, onShown, (accountId, figures) => {
    for (const f of figures) {
      const key = `${ids.indexOf(accountId)}:${f.externalSku}`;
      acked.set(key, Math.max(acked.get(key) ?? 0, f.value));
    }
  });
  ids.push(...started.ids);
  codes.push(...PROTOCOLS.map((_, i) => `acc-${i}`));
  platforms?.weather.set({
    dropRequest: 400,
    dropAnswer: 400,
    delay: 800,
    duplicate: 800,
    unavailable: 200,
    garbage: 100,
    storm: 20,
  });
  const rng = seededRng(11);
  const wanted = new Map<string, number>();
  for (let done = 0; done < updates; ) {
    const rows = new Map<string, FigureRow>();
    for (let i = 0; i < 50; i += 1, done += 1) {
      const account = rng.int(PROTOCOLS.length);
      const skuId = 1 + rng.int(keys);
      const key = `${account}:${SKUS[skuId - 1]}`;
      const value = (wanted.get(key) ?? 0) + 1;
      wanted.set(key, value);
      // Urgent, so that it is not held together with the next ones.
      rows.set(key, { ...figure(ids[account] ?? 0, skuId, value), rank: 0 });
    }
    await wantFigures(started.context.db, [...rows.values()]);
    await started.sender.tick();
  }
  await sendAll(started, nothingDue);
  expect(behind).toEqual([]);
  for (const [key, value] of wanted) {
    const [account = "", sku = ""] = key.split(":");
    const shown = platforms?.window.shown({ account: `acc-${account}`, shop: SHOP, sku: sku });
    expect(`${key} ${shown?.stock}`).toBe(`${key} ${value}`);
  }
});

test("a thousand bulk jobs are waiting; what is sold out goes with the next call", async () => {
  const order: { kind: string; skus: string[] }[] = [];
  const started = await open(["meituan"], 1_000, undefined, (_, figures) => {
    order.push({ kind: String(figures[0]?.value), skus: figures.map((f) => f.externalSku) });
  });
  const [id = 0] = started.ids;
  const bulk = Array.from({ length: 500 }, (_, i) => figure(id, 1 + i, 50));
  await wantFigures(started.context.db, bulk);
  await wantFigures(
    started.context.db,
    bulk.map((f) => ({ ...f, kind: "price" as const, value: 990 })),
  );
  await huiliu.context.db`update published set due_at = now() where account_id = ${id}`;
  await started.sender.tick();
  await started.sender.idle();
  await wantFigures(started.context.db, [figure(id, 600, 0)]);
  const before = order.length;
  await started.sender.tick();
  await started.sender.idle();
  expect(order[before]?.skus[0]).toBeDefined();
  expect(order[before]?.skus).toContain("K0600");
  await sendAll(started, nothingDue);
  expect(platforms?.window.shown({ account: "acc-0", shop: SHOP, sku: "K0600" })).toMatchObject({
    stock: 0,
  });
  expect(platforms?.window.shown({ account: "acc-0", shop: SHOP, sku: "K0001" })).toMatchObject({
    stock: 50,
    priceFen: 990,
  });
});

test("what happens to goods reaches every channel: an event, a promise, a call; one channel's trouble is no other's", async () => {
  const started = await open(["meituan", "eleme", "own"], 1_000);
  await askEverything(started.context);
  while ((await planPage(started.context)).cells > 0);
  await planPrices(started.context);
  await sendAll(started, nothingDue);
  await setShelf(huiliu, 1, 7, 30);
  const edit = (counted: number) =>
    editStock(started.context, {
      edits: [{ storeId: 1, skuId: 7, reason: "盘点", kind: "count", counted }],
      mode: "all",
      actor: "usr_test",
      ref: newRef(),
    });
  await edit(12);
  await planAll(started.context);
  await huiliu.context.db`update published set due_at = now() where due_at is not null`;
  await sendAll(started, nothingDue);
  const shown = (i: number) =>
    platforms?.window.shown({ account: `acc-${i}`, shop: SHOP, sku: "K0007" })?.stock;
  expect([shown(0), shown(1), shown(2)]).toEqual([12, 12, 12]);
  const rule = await huiliu.context
    .db`select account_id as id from promise_rules order by rank limit 1`;
  expect(rule[0]?.id).not.toBe(started.ids[0]);
  await edit(0);
  expect(await planAll(started.context)).toBe(true);
  await sendAll(started, nothingDue);
  expect([shown(0), shown(1), shown(2)]).toEqual([0, 0, 0]);
});

test("a platform that does not know an article, or a shop: the others go through, people are told once, and the full compare repairs what a channel shows otherwise", async () => {
  const started = await open(["eleme", "own"], 1_000);
  const [id = 0, own = 0] = started.ids;
  await huiliu.context
    .db`insert into sku_mappings (account_id, external_code, sku_id, created_by) values (${id}, 'gone', 2, 'test')`;
  await started.context.catalog.refresh();
  await wantFigures(started.context.db, [figure(id, 1, 0), figure(id, 2, 0), figure(own, 1, 5)]);
  for (let i = 0; i < 3; i += 1) {
    await huiliu.context
      .db`update published set due_at = now(), sent_at = null where due_at is not null`;
    await started.sender.tick();
    await started.sender.idle();
  }
  const stuck = await huiliu.context.db<{ blocked: boolean; fault: string }[]>`
    select blocked, fault from published where account_id = ${id} and sku_id = 2`;
  expect(stuck[0]).toMatchObject({ blocked: true });
  const cases = await huiliu.context.db`select code from exception_cases where code = 'SYNC_STUCK'`;
  expect(cases).toHaveLength(1);
  expect(platforms?.window.shown({ account: "acc-0", shop: SHOP, sku: "K0001" })?.stock).toBe(0);
  expect(platforms?.window.shown({ account: "acc-1", shop: SHOP, sku: "K0001" })?.stock).toBe(5);
  // Somebody changed it on the channel's own page.
  platforms?.window.tell(
    { account: "acc-1", shop: SHOP, sku: "K0001" },
    { kind: "stock", value: 99, version: null },
  );
  const dry = { accountId: own, storeId: 1, isDryRun: true, actor: "usr_test" };
  expect(await compareShop(started.context, dry)).toEqual({
    asked: 1,
    rows: [{ skuId: 1, kind: "stock", wanted: 5, shown: 99 }],
  });
  expect(platforms?.window.shown({ account: "acc-1", shop: SHOP, sku: "K0001" })?.stock).toBe(99);
  await compareShop(started.context, { ...dry, isDryRun: false });
  await sendAll(started, async () => (await nothingDue()) || true);
  expect(platforms?.window.shown({ account: "acc-1", shop: SHOP, sku: "K0001" })?.stock).toBe(5);
});

test("the full compare reports what should be sold and is not listed; only a person has it told again", async () => {
  const started = await open(["own"], 1_000);
  const [id = 0] = started.ids;
  await huiliu.context
    .db`insert into sku_mappings (account_id, external_code, sku_id, created_by) values (${id}, 'gone', 2, 'test'), (${id}, 'over', 3, 'test')`;
  await started.context.catalog.refresh();
  await wantFigures(started.context.db, [figure(id, 1, 5), figure(id, 2, 7), figure(id, 3, 0)]);
  await huiliu.context.db`
    update published set acked_version = version, acked_value = wanted, dirty_at = null, due_at = null,
      changed_at = now() - interval '1 hour'`;
  platforms?.window.tell(
    { account: "acc-0", shop: SHOP, sku: "K0001" },
    { kind: "stock", value: 5, version: null },
  );
  const ask = { accountId: id, storeId: 1, isDryRun: false, actor: "usr_test" };
  const rows = [{ skuId: 2, kind: "stock", wanted: 7, shown: null }];
  const due = async () =>
    (await huiliu.context.db`select sku_id as sku from published where due_at is not null`).map(
      (r) => r.sku,
    );
  expect(await compareShop(started.context, { ...ask, isCautious: true })).toEqual({
    asked: 3,
    rows,
  });
  expect(await due()).toEqual([]);
  expect(await compareShop(started.context, ask)).toEqual({ asked: 3, rows });
  expect(await due()).toEqual([2]);
});

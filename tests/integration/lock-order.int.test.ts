import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction, type Tx } from "@/db/client";
import { blockStubborn } from "@/db/queries/cases/stuck";
import { savePings } from "@/db/queries/channels/devices";
import { tellAgain } from "@/db/queries/channels/published";
import { openCases } from "@/db/queries/orders/events";
import { rememberFacts } from "@/db/queries/orders/facts";
import { handleApart } from "@/server/pipelines/apart";
import type { Deps } from "@/server/pipelines/deps";
import { repairCell } from "@/server/pipelines/inventory/repair-cell";
import { raiseFailed } from "@/server/pipelines/raise-failed";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { mapSku } from "@/server/pipelines/repair/map-sku";
import { watchAcceptance } from "@/server/pipelines/writeback/watch-acceptance";
import { writeBack } from "@/server/pipelines/writeback/write-back";
import type { ChannelClient } from "@/server/ports/channel";
import { PortError } from "@/server/ports/port-error";
import { failedWork } from "./failed-work";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

/**
 * Two transactions, interleaved by hand: ours holds what comes first in the order of decision 0004, the verb runs until it
 * waits for that, and then nothing that comes later may be locked: ours takes it at once, or is told that it cannot.
 */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());
const { sql } = failedWork(() => huiliu.context.db);
const idOf = async (no: string) =>
  Number((await sql(`select id from orders where external_no = '${no}'`))[0]?.id);

async function orders(...nos: string[]): Promise<void> {
  for (const [i, no] of nos.entries()) {
    const address = { text: `星光花园${i + 3}幢2单元1201室` };
    await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: no, address }));
    await huiliu.drain();
  }
}

/** Somebody waits for a lock. */
const someoneWaits = () =>
  expect
    .poll(
      async () =>
        (await sql("select 1 from pg_stat_activity where wait_event_type = 'Lock'")).length,
      { interval: 5, timeout: 5_000 },
    )
    .toBeGreaterThan(0);

type Scene = {
  /** What ours holds. */
  first: (tx: Tx) => Promise<unknown>;
  verb: () => Promise<unknown>;
  /** What ours needs next: it must be free. */
  needs: (tx: Tx) => Promise<unknown>;
};

async function interleave({ first, verb, needs }: Scene): Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  await inTransaction(huiliu.context.db, async (tx) => {
    await tx`set local lock_timeout = '100ms'`;
    await first(tx);
    running = verb();
    running.catch(() => undefined);
    await someoneWaits();
    await needs(tx);
  });
  await running;
}
const lock = (table: string, where: string) => (tx: Tx) =>
  tx.unsafe(`select 1 from ${table} where ${where} for update`);
const lockOrder = (id: number) => lock("orders", `id = ${id}`);

/** Calls of these orders, answered in this order, and how. */
async function calls(answers: Record<string, "yes" | "unclear" | "rejected">): Promise<Deps> {
  await sql("update orders set trade = 'paid'");
  await sql(
    "insert into writebacks (account_id, order_id, kind, attempts, answer) select account_id, id, 'confirm', 29, '805 no' from orders",
  );
  const turn = Object.keys(answers);
  const confirm = async (no: string): Promise<void> => {
    // Each is answered two turns of the event loop after the one before it.
    for (let i = 0; i < 2 * turn.indexOf(no); i += 1) await new Promise(setImmediate);
    const answer = answers[no] ?? "yes";
    if (answer !== "yes") throw new PortError(answer, "805 no");
  };
  const client = { confirm } as unknown as ChannelClient;
  return { ...huiliu.context, clientOf: () => client };
}
const oneCase = (id: number, subject: string, orderId: number | null = null) => ({
  ...{ id, code: "WORK_FAILED" as const, subject, orderId, fulfilmentId: null, accountId: null },
  ...{ storeId: null, cause: "x", data: {}, riskFen: 0, dueAt: Date.now() },
});

test("write-back: orders of calls that failed are locked by id, whichever was answered first", async () => {
  await orders("a", "b");
  const deps = await calls({ b: "unclear", a: "unclear" });
  const [a, b] = [await idOf("a"), await idOf("b")];
  await interleave({ first: lockOrder(a), verb: () => writeBack(deps), needs: lockOrder(b) });
  expect(
    await sql(
      "select order_id::int as id from exception_cases where code = 'WRITEBACK_FAILED' order by 1",
    ),
  ).toEqual([{ id: a }, { id: b }]);
});

test("write-back: orders of calls that failed are locked with those that were taken, before any counter", async () => {
  await orders("a", "b");
  const deps = await calls({ a: "unclear", b: "yes" });
  const [a, b] = [await idOf("a"), await idOf("b")];
  await interleave({ first: lockOrder(a), verb: () => writeBack(deps), needs: lockOrder(b) });
  expect(await sql("select state from writebacks order by order_id")).toEqual([
    { state: "failed" },
    { state: "ok" },
  ]);
});

test("write-back: a fetch is asked for before any order is locked, as in intake", async () => {
  await orders("a", "b");
  const deps = await calls({ a: "rejected", b: "yes" });
  const b = await idOf("b");
  await interleave({
    first: (tx) => tx`insert into pulls (account_id, external_no, lane)
      select account_id, 'a', 0 from orders where external_no = 'a'`,
    verb: () => writeBack(deps),
    needs: lockOrder(b),
  });
});

test("acceptance: the order is locked before its case, and looked at under the lock", async () => {
  await orders("a");
  await sql("update orders set trade = 'paid', paid_at = now() - interval '4 minutes'");
  const a = await idOf("a");
  await interleave({
    first: lockOrder(a),
    verb: () => watchAcceptance(huiliu.context),
    needs: (tx) => tx`update orders set trade = 'accepted' where id = ${a}`,
  });
  expect(await sql("select 1 from exception_cases where code = 'ACCEPT_LATE'")).toEqual([]);
});

test("shortages: a case that needs no decision is closed under its order's lock; one that is busy is left", async () => {
  await orders("a", "b");
  const [a, b] = [await idOf("a"), await idOf("b")];
  await sql(`insert into exception_cases (id, code, subject, order_id, cause, data, due_at)
    select -id, 'OUT_OF_STOCK', 'order:' || id, id, 'x', '{}', now() from orders`);
  await inTransaction(huiliu.context.db, async (tx) => {
    await tx`set local lock_timeout = '100ms'`;
    await lockOrder(a)(tx);
    await settleShortages(huiliu.context);
    await lock("exception_cases", `order_id = ${a}`)(tx);
    await lockOrder(b)(tx);
  });
  expect(
    await sql("select order_id::int as id from exception_cases where closed_at is null"),
  ).toEqual([{ id: a }]);
});

test("failed work: an order that somebody holds is not waited for behind what was locked before", async () => {
  await orders("a");
  const a = await idOf("a");
  await inTransaction(huiliu.context.db, async (tx) => {
    await lockOrder(a)(tx);
    await expect(
      inTransaction(huiliu.context.db, async (other) => {
        await other`set local lock_timeout = '300ms'`;
        await other`select 1 from stores where id = 1 for update`;
        await raiseFailed(other, oneCase(1, "x", a));
      }),
    ).rejects.toMatchObject({ message: expect.stringMatching("could not obtain lock") });
  });
});

test("taken apart: what was tried holds nothing; who can be done is done together", async () => {
  await orders("a", "b", "c", "d");
  const ids = await Promise.all(["a", "b", "c", "d"].map(idOf));
  const bad = ids[1];
  const free: boolean[] = [];
  const together: number[][] = [];
  const isFree = async (id: number): Promise<boolean> =>
    await huiliu.context.db`select 1 from orders where id = ${id} for update nowait`.then(
      () => true,
      () => false,
    );
  await inTransaction(huiliu.context.db, (tx) =>
    handleApart(tx, ids, {
      handle: async (inner, some) => {
        together.push(some);
        for (const id of ids.filter((one) => !some.includes(one))) free.push(await isFree(id));
        for (const id of some) await lockOrder(id)(inner);
        if (bad !== undefined && some.includes(bad)) throw new Error("bad");
      },
      setAside: () => Promise.resolve(),
    }),
  );
  expect(new Set(free)).toEqual(new Set([true]));
  expect(together.at(-1)).toEqual(ids.filter((id) => id !== bad));
});

test("cases are opened, and facts remembered, in the order of their keys", async () => {
  const insert = (subject: string) => (tx: Tx) =>
    openCases(tx, [oneCase(subject === "a" ? 11 : 12, subject)]);
  await interleave({
    first: insert("a"),
    verb: () =>
      inTransaction(huiliu.context.db, (tx) => openCases(tx, [oneCase(2, "b"), oneCase(1, "a")])),
    needs: insert("b"),
  });
  const fact = (externalNo: string) => ({
    ...{ accountId: 1, inboxId: 0, orderId: null },
    fact: { kind: "accepted" as const, externalNo, at: 0 as never, version: "1" },
  });
  const remember = (no: string) => (tx: Tx) => rememberFacts(tx, [fact(no)]);
  await interleave({
    first: remember("a"),
    verb: () => inTransaction(huiliu.context.db, (tx) => rememberFacts(tx, [fact("b"), fact("a")])),
    needs: remember("b"),
  });
});

test("a mapping closes the cases of the orders it has locked, and waits for no other's", async () => {
  await huiliu.tell(
    "app-1",
    "order",
    ownOrder({ channel_order_id: "a", address: { text: "别处9幢1单元101室" } }, [
      { sku: "NOBODY-KNOWS", qty: 1 },
    ]),
  );
  await huiliu.drain();
  await orders("b");
  const b = await idOf("b");
  // An order that came while the others were looked for: its case is there, its lock is its own transaction's.
  await sql(`insert into exception_cases (id, code, subject, order_id, account_id, cause, data, due_at)
    select -1, code, 'order:b', ${b}, account_id, cause, data, due_at from exception_cases where code = 'SKU_UNMATCHED'`);
  await inTransaction(huiliu.context.db, async (tx) => {
    await lockOrder(b)(tx);
    await tx`update exception_cases set cause = 'y' where id = -1`;
    const input = { accountId: 1, externalCode: "NOBODY-KNOWS", skuId: 1, by: "u1" };
    const [account] = await sql("select account_id::int as id from orders limit 1");
    const done = await mapSku(huiliu.context, { ...input, accountId: Number(account?.id) });
    expect(done.orders).toBe(1);
  });
  expect(
    await sql(
      "select id::int as id from exception_cases where code = 'SKU_UNMATCHED' and closed_at is null",
    ),
  ).toEqual([{ id: -1 }]);
}, 20_000);

test("repair of a shelf: the shelf is locked before its case", async () => {
  await sql(`insert into exception_cases (id, code, subject, cause, data, due_at)
    values (1, 'STOCK_DRIFT', 'cell:1:1', 'x', '{"storeId": 1, "skuId": 1, "fields": []}', now())`);
  await interleave({
    first: lock("stock", "store_id = 1 and sku_id = 1"),
    verb: () => repairCell(huiliu.context, { caseId: 1, actor: "u1" }),
    needs: lock("exception_cases", "id = 1"),
  });
});

test("riders are locked by id, whoever tells where they are", async () => {
  const riders = await sql("select id::int as id, code from riders order by id limit 2");
  // The one with the lower id comes last, by its code and in the table.
  await sql(`update riders set code = 'aa', ping_at = null where id = ${riders[1]?.id}`);
  await sql(`update riders set code = 'zz', ping_at = null where id = ${riders[0]?.id}`);
  const at = { lngE6: 1, latE6: 1, at: Date.now(), online: true };
  await interleave({
    first: lock("riders", `id = ${riders[0]?.id}`),
    verb: () =>
      savePings(huiliu.context.db, [
        { riderCode: "aa", ...at },
        { riderCode: "zz", ...at },
      ]),
    needs: lock("riders", `id = ${riders[1]?.id}`),
  });
});

test("published numbers are locked by article, whoever tells them again or stops telling them", async () => {
  await sql(`insert into published (account_id, kind, store_id, sku_id, wanted, fault, tries, due_at)
    select 1, 'stock', 1, sku, 5, 'x', 9, now() from (values (2), (1)) as s (sku)
    on conflict (account_id, kind, store_id, sku_id) do update set fault = 'x', tries = 9, due_at = now()`);
  const held = lock(
    "published",
    "account_id = 1 and store_id = 1 and sku_id = 1 and kind = 'stock'",
  );
  const next = lock(
    "published",
    "account_id = 1 and store_id = 1 and sku_id = 2 and kind = 'stock'",
  );
  const row = (skuId: number) => ({ kind: "stock" as const, skuId, shown: 1 });
  // Read as it lies in the table, so that its order is not the index's by chance.
  const inTx = (work: (tx: Tx) => Promise<unknown>) => () =>
    inTransaction(huiliu.context.db, async (tx) => {
      await tx`set local enable_indexscan = off`;
      await tx`set local enable_bitmapscan = off`;
      await work(tx);
    });
  await interleave({
    first: held,
    verb: inTx((tx) => tellAgain(tx, { accountId: 1, storeId: 1 }, [row(2), row(1)])),
    needs: next,
  });
  await sql("update published set fault = 'x', tries = 9, due_at = now(), sent_version = null");
  const of = { accountId: 1, kind: "stock" as const, storeId: 1, settleMs: 0 };
  await interleave({ first: held, verb: inTx((tx) => blockStubborn(tx, of, 3)), needs: next });
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { type Db, inTransaction, openDb } from "@/db/client";
import { freshDatabase, type TestDatabase } from "./database";

let database: TestDatabase;
let pool: Db;
beforeEach(async () => {
  database = await freshDatabase(2);
  pool = openDb(database.url, { max: 2, name: "ending" });
});
afterEach(async () => {
  await pool.end({ timeout: 1 });
  await database.close();
});

const sessions = async (): Promise<number> =>
  (
    await database.db<{ n: number }[]>`
      select count(*)::int as n from pg_stat_activity
      where application_name = 'huiliu-ending' and datname = current_database()`
  )[0]?.n ?? 0;

/** Both sessions of the pool in use by their own callers, until they are let go. */
async function inUse(): Promise<() => Promise<void>> {
  const own = await pool.reserve();
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((done) => {
    letGo = done;
  });
  let begun: () => void = () => undefined;
  const isBegun = new Promise<void>((done) => {
    begun = done;
  });
  const transaction = inTransaction(pool, async (tx) => {
    await tx`select 1`;
    begun();
    await held;
    await tx`select 2`;
  });
  transaction.catch(() => undefined);
  await isBegun;
  return async () => {
    await own`select 3`;
    own.release();
    letGo();
    await transaction;
  };
}

test("a pool that ends serves who is in use of it and who waits, and then holds no session", async () => {
  const letGo = await inUse();
  const waiting = Array.from({ length: 6 }, (_, i) =>
    i % 2 === 0
      ? pool`select ${i}::int as n`.then(() => "served")
      : inTransaction(pool, async (tx) => await tx`select ${i}::int as n`).then(() => "served"),
  );
  const reserving = pool.reserve().then(async (own) => {
    await own`select 1`;
    own.release();
    return "served";
  });
  const ended = pool.end();
  await letGo();
  expect(await Promise.all([...waiting, reserving])).toEqual(Array(7).fill("served"));
  await ended;
  await expect.poll(sessions).toBe(0);
});

test("a pool that ends waits for a session in use, and lets nobody in", async () => {
  const letGo = await inUse();
  const order: string[] = [];
  const ended = pool.end().then(() => order.push("ended"));
  await Promise.resolve();
  await expect(pool`select 1`).rejects.toMatchObject({ code: "CONNECTION_ENDED" });
  await expect(pool.reserve()).rejects.toMatchObject({ code: "CONNECTION_ENDED" });
  order.push("let go");
  await letGo();
  await ended;
  expect(order).toEqual(["let go", "ended"]);
  await expect.poll(sessions).toBe(0);
});

test("a pool that ends with a limit refuses who still waits then, and holds no session", async () => {
  const letGo = await inUse();
  const waiting = [1, 2, 3].map((n) => pool`select ${n}::int`.then(() => "served"));
  const refused = Promise.allSettled(waiting);
  await pool.end({ timeout: 0.01 });
  expect((await refused).map((o) => o.status)).toEqual(["rejected", "rejected", "rejected"]);
  await expect(letGo()).rejects.toThrow();
  await expect.poll(sessions).toBe(0);
});

test("a pool may be ended twice; both come back, also while the database is away", async () => {
  const letGo = await inUse();
  const waiting = pool`select 1`.then(() => "served");
  const both = Promise.all([pool.end(), pool.end()]);
  await letGo();
  await both;
  expect(await waiting).toBe("served");
  const away = openDb("postgres://huiliu@127.0.0.1:9/none", { max: 1, name: "ending" });
  const asked = Promise.allSettled([1, 2, 3].map((n) => away`select ${n}::int`));
  await Promise.all([away.end(), away.end()]);
  expect((await asked).map((o) => o.status)).toEqual(["rejected", "rejected", "rejected"]);
});

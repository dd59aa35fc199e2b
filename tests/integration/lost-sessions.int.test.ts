import { afterEach, beforeEach, expect, test } from "vitest";
import { type Db, inTransaction, inTwoTrips, openDb, type Tx } from "@/db/client";
import { isPassing } from "@/db/passing-errors";
import { freshDatabase, type TestDatabase } from "./database";

let database: TestDatabase;
let pool: Db;
beforeEach(async () => {
  database = await freshDatabase(2);
  pool = openDb(database.url, { max: 3, name: "mortal" });
  await database.db`create table written (n int)`;
});
afterEach(async () => {
  await pool.end({ timeout: 1 });
  await database.close();
});

const pidOf = async (tx: Tx): Promise<number> =>
  (await tx<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid ?? 0;
/** End a session, and come back when it is gone. */
async function end(pid: number): Promise<void> {
  await database.db`select pg_terminate_backend(${pid}, 10000)`;
}
const written = async () =>
  (await database.db<{ n: number }[]>`select n from written order by n`).map((r) => r.n);

/** So many other statements that every slot of the pool has a session again. */
async function useOthers(): Promise<void> {
  for (let i = 0; i < 30; i += 1)
    await Promise.all([1, 2, 3].map(() => pool`select 1`.catch(() => undefined)));
}

test("a transaction whose session died writes nothing more, not even in the session that stands in its place", async () => {
  const outcomes: string[] = [];
  let settled: () => void = () => undefined;
  const over = new Promise<void>((done) => {
    settled = done;
  });
  const lost = inTransaction(pool, async (tx) => {
    await tx`insert into written values (1)`;
    await end(await pidOf(tx));
    await useOthers();
    try {
      await tx`insert into written values (2)`;
      outcomes.push("written");
    } catch (error) {
      outcomes.push(isPassing(error) ? "refused" : String(error));
    } finally {
      settled();
    }
  });
  await expect(lost).rejects.toSatisfy(isPassing);
  await over;
  expect(outcomes).toEqual(["refused"]);
  expect(await written()).toEqual([]);
});

test("what a lost transaction still does at its end takes nothing from those who have its place", async () => {
  let goOn: () => void = () => undefined;
  const told = new Promise<void>((done) => {
    goOn = done;
  });
  let ended: () => void = () => undefined;
  const left = new Promise<void>((done) => {
    ended = done;
  });
  const lost = inTransaction(pool, async (tx) => {
    await end(await pidOf(tx));
    await told;
    queueMicrotask(ended); // Then its commit is sent.
  });
  await expect(lost).rejects.toSatisfy(isPassing);
  await useOthers();
  const others = Promise.all(
    [10, 20, 30].map((n) =>
      inTransaction(pool, async (tx) => {
        await tx`insert into written values (${n})`;
        goOn();
        await left;
        for (let i = 0; i < 20; i += 1) await tx`select 1`;
        throw new Error("taken back");
      }).catch((error: Error) => error.message),
    ),
  );
  expect(await others).toEqual(["taken back", "taken back", "taken back"]);
  expect(await written()).toEqual([]);
});

test("a reserved session that died refuses, and its slot serves the next one", async () => {
  const lost = inTwoTrips(
    pool,
    async (tx) => {
      await end(await pidOf(tx));
      await useOthers();
      return null;
    },
    async (tx) => ({ sent: [tx`insert into written values (1)`.execute()], result: null }),
  );
  await expect(lost).rejects.toSatisfy(isPassing);
  expect(await written()).toEqual([]);
  for (let i = 0; i < 10; i += 1)
    await inTwoTrips(
      pool,
      async (tx) => await tx`select 1`,
      async (tx) => ({ sent: [tx`insert into written values (2)`.execute()], result: null }),
    );
  expect(await written()).toHaveLength(10);
});

test("sessions ended at random under load: nothing is thrown where nobody listens, and every slot works after", async () => {
  const uncaught: unknown[] = [];
  const note = (error: unknown) => void uncaught.push(error);
  process.on("uncaughtException", note);
  let isOver = false;
  const work = Array.from({ length: 12 }, async (_, i) => {
    for (let n = 0; !isOver; n += 1)
      await (n % 3 === 0
        ? inTransaction(pool, async (tx) => {
            await tx`insert into written values (${i})`;
            await tx`select 1`;
          })
        : n % 3 === 1
          ? pool`select ${"x".repeat((n * 37) % 3_000)}::text`
          : inTwoTrips(
              pool,
              async (tx) => await tx`select 1`,
              async (tx) => ({
                sent: [tx`insert into written values (${i})`.execute()],
                result: 0,
              }),
            )
      ).catch((error: unknown) => {
        if (!isPassing(error)) throw error;
      });
  });
  for (let i = 0; i < 150; i += 1)
    await database.db`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'huiliu-mortal' and datname = current_database() order by random() limit 1`;
  isOver = true;
  await Promise.all(work);
  process.off("uncaughtException", note);
  expect(uncaught).toEqual([]);
  const slots = await Promise.all(
    [1, 2, 3].map(() => inTransaction(pool, async (tx) => await pidOf(tx))),
  );
  expect(slots.every((pid) => pid > 0)).toBe(true);
});

test("nothing of a session that died is taken for the next one's: not its error, not its half result", async () => {
  const one = openDb(database.url, { max: 1, name: "one" });
  const dyingAt = (row: number) => one`
    select n, repeat('x', 20000), case when n = ${row} then pg_terminate_backend(pg_backend_pid()) end
    from generate_series(1, 50) n`;
  for (const row of [1, 25, 50]) {
    await expect(dyingAt(row)).rejects.toSatisfy(isPassing);
    expect(await one`select 7 as n`).toEqual([{ n: 7 }]);
  }
  await one.end({ timeout: 1 });
});

test("what waits behind another statement of a session that died is refused as well", async () => {
  const outcomes: PromiseSettledResult<unknown>[] = [];
  let settled: () => void = () => undefined;
  const over = new Promise<void>((done) => {
    settled = done;
  });
  const lost = inTransaction(pool, async (tx) => {
    const sent = [
      tx`select pg_terminate_backend(pg_backend_pid()), ${"first"}::text`,
      tx`select ${"behind"}::text`,
      tx`select 3`,
    ];
    outcomes.push(...(await Promise.allSettled(sent)));
    settled();
  });
  await expect(lost).rejects.toSatisfy(isPassing);
  await over;
  expect(outcomes.map((o) => o.status)).toEqual(["rejected", "rejected", "rejected"]);
});

test.each([1, 2, 3])(
  "whoever waits for one of %i sessions of his own gets it, or is refused, whatever dies meanwhile",
  async (max) => {
    const few = openDb(database.url, { max, name: "few" });
    const look = () =>
      inTwoTrips(
        few,
        async (tx) => await tx`select 1`,
        async (tx) => ({ sent: [tx`select 2`.execute()], result: "done" }),
      ).catch((error: unknown) => (isPassing(error) ? "refused" : String(error)));
    for (let round = 0; round < 15; round += 1) {
      const waiting = Array.from({ length: 10 }, look);
      await database.db`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'huiliu-few' and datname = current_database()`;
      const outcomes = new Set(await Promise.all(waiting));
      expect([...outcomes].filter((o) => o !== "done" && o !== "refused")).toEqual([]);
    }
    // Every slot may hold a session that was ended and not yet missed; each of them refuses once.
    const last: unknown[] = [];
    for (let i = 0; i <= max; i += 1) last.push(await look());
    expect(last.at(-1)).toBe("done");
    await few.end({ timeout: 1 });
  },
);

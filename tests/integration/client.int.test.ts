import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction, openDb } from "@/db/client";
import { isPassing } from "@/db/passing-errors";
import { freshDatabase, type TestDatabase } from "./database";
import { cableTo } from "./door";

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

test("T6: a pool whose database went away and came back has all its connections again", async () => {
  const cable = await cableTo(database.url);
  const db = openDb(cable.url, { max: 2, name: "cable" });
  const ask = () =>
    inTransaction(db, async (tx) => {
      const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid, pg_sleep(0.05)`;
      return row?.pid;
    });
  try {
    expect(new Set(await Promise.all([ask(), ask()])).size).toBe(2);
    await cable.cut();
    // More than there are connections: none may stay behind, waiting for a connection that was never made.
    for (let i = 0; i < 5; i += 1) {
      const error = await ask().catch((reason: unknown) => reason);
      expect(isPassing(error), String(error)).toBe(true);
    }
    await cable.mend();
    // The client tries again after a pause that grows; a connection that fails once more is no news.
    const pids = new Set<number | undefined>();
    for (let look = 0; look < 200 && pids.size < 2; look += 1) {
      const answers = await Promise.allSettled([ask(), ask()]);
      for (const answer of answers) if (answer.status === "fulfilled") pids.add(answer.value);
    }
    expect(pids.size).toBe(2);
  } finally {
    await db.end({ timeout: 1 });
    await cable.close();
  }
});

import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { atOneMoment, type Db, inTransaction, openDb } from "@/db/client";
import { type Cluster, startCluster } from "@/db/embedded/cluster";
import { appendMessages, ensureGroup, LANES, movePositions, takeNext } from "@/db/log/inbox";
import { migrateDb } from "@/db/migrate";
import { findLongTransactions } from "@/db/queries/upkeep/horizon";

/** A server that is not ours alone: its owner lets transactions be prepared, which ours does not. */
let cluster: Cluster;
let home: string;
let db: Db;
const urlOf = (name: string) => cluster.url.replace(/\/postgres$/, `/${name}`);
const GROUP = "test";

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "huiliu-prepared-"));
  chmodSync(home, 0o755);
  cluster = await startCluster({
    ...{ home, password: "test", port: 0, progress: () => undefined },
    settings: ["fsync=off", "max_prepared_transactions=5"],
  });
  const admin = postgres(cluster.url, { max: 1 });
  await admin.unsafe("create database ours");
  await admin.unsafe("create database theirs");
  await admin.end();
  await migrateDb(urlOf("ours"));
  db = openDb(urlOf("ours"), { max: 4, name: "test" });
  await ensureGroup(db, GROUP);
  await db`create table effects (n int)`;
});
afterAll(async () => {
  await db?.end();
  await cluster?.stop();
  rmSync(home, { recursive: true, force: true });
});

let guests: postgres.Sql[] = [];
beforeEach(() => {
  guests = [];
});
afterEach(async () => {
  const left = await db<{ gid: string; database: string }[]>`
    select gid, database from pg_prepared_xacts`;
  for (const { gid, database } of left) await guest(database).unsafe(`rollback prepared '${gid}'`);
  await Promise.all(guests.map((each) => each.end()));
  await readNow();
});

/** A session by itself. */
function guest(database: string, name = "psql"): postgres.Sql {
  const options = { max: 1, connection: { application_name: name }, onnotice: () => undefined };
  const made = postgres(urlOf(database), options);
  guests.push(made);
  return made;
}

/** Somebody writes, prepares, and is gone. */
async function prepare(database: string, gid: string, name?: string): Promise<void> {
  const session = guest(database, name);
  await session.unsafe(`create table if not exists ${gid} (n int)`);
  await session.unsafe(`begin; insert into ${gid} values (1); prepare transaction '${gid}'`);
}

const append = (text: string) => {
  const body = Buffer.from(text);
  const sha256 = createHash("sha256").update(body).digest();
  const message = { accountId: 1, topic: "order", lane: 0, externalNo: null, encoding: 0 };
  return appendMessages(db, [{ ...message, sha256, body }]);
};
const readNow = () =>
  inTransaction(db, async (tx) => {
    const batch = await takeNext(tx, GROUP, { lanes: LANES, first: 0, limit: 1_000 });
    await movePositions(tx, GROUP, { ...batch, buried: new Set(), repeated: new Set() });
    return batch.messages.map((m) => Buffer.from(m.body).toString());
  });

test.each([
  ["another database", "theirs", "psql"],
  ["our own database", "ours", "psql"],
  ["our own database, in a session named as ours", "ours", "huiliu-odd"],
])("a transaction prepared in %s holds nobody up", async (_where, database, name) => {
  await prepare(database, "forgotten", name);
  await append("while it lies there");
  expect(await readNow()).toEqual(["while it lies there"]);
});

test("prepared transactions are named, with whom to ask and how long they lie there, beside sessions that are open", async () => {
  await prepare("theirs", "first");
  await prepare("ours", "second");
  const slow = guest("theirs");
  await slow.unsafe("create table if not exists slow (n int)");
  await slow.unsafe("begin; insert into slow values (1)");
  const named = await findLongTransactions(db, 0);
  const prepared = { pid: null, application: "", user: "huiliu", state: "prepared", isOurs: false };
  expect(named).toMatchObject([
    { ...prepared, gid: "first", database: "theirs" },
    { ...prepared, gid: "second", database: "ours" },
    { pid: expect.any(Number), gid: null, database: "theirs", application: "psql" },
  ]);
  expect(named.every((t) => t.seconds >= 0)).toBe(true);
  expect(await findLongTransactions(db, 3_600)).toEqual([]);
});

test("who has appended cannot prepare, so readers need not wait for what is prepared", async () => {
  const insert =
    "insert into inbox (lane, account_id, topic, sha256, body) values (0, 1, 'x', '', '')";
  const session = guest("ours", "huiliu-odd");
  for (const writes of [insert, `savepoint s; ${insert}; release s`, `${insert}; ${insert}`])
    await expect(
      session.unsafe(`begin; ${writes}; prepare transaction 'appender'`),
    ).rejects.toMatchObject({ code: "0A000" });
  // The session itself may go on: it appends, and what it does without appending is its own affair.
  await session.unsafe(insert);
  expect(await readNow()).toHaveLength(1);
  await session.unsafe("begin; insert into effects values (1); prepare transaction 'harmless'");
});

test("one that is committed between a reader's snapshot and its look is waited for by that look, and by no later one", async () => {
  await prepare("ours", "passing");
  // Something that came after it has ended: the snapshot knows of the older one by name.
  await db`insert into effects values (1)`;
  const [xid] = await db<{ x: string }[]>`select transaction::text as x from pg_prepared_xacts`;
  const horizon = (on: Pick<Db, "unsafe">) =>
    on.unsafe<{ x: string; top: string }[]>(
      "select log_horizon()::text as x, pg_snapshot_xmax(pg_current_snapshot())::text as top",
    );
  await atOneMoment(db, async (tx) => {
    const [before] = await horizon(tx as unknown as Db);
    expect(before?.x).toBe(before?.top);
    await guest("ours").unsafe("commit prepared 'passing'");
    const [after] = await horizon(tx as unknown as Db);
    expect(after?.x).toBe(xid?.x);
  });
  const [later] = await horizon(db);
  expect(later?.x).toBe(later?.top);
});

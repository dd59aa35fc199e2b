import { createHash } from "node:crypto";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction, openDb, type Tx } from "@/db/client";
import {
  appendMessages,
  ensureGroup,
  LANES,
  type LogMessage,
  movePositions,
  type NewMessage,
  takeNext,
} from "@/db/log/inbox";
import { listKeptDays, tendLogs } from "@/db/log/tend";
import { findLongTransactions } from "@/db/queries/upkeep/horizon";
import { INVARIANTS } from "@/db/verify/invariants";
import { seededRng } from "@/server/domain/kernel/rng";
import { type Consumer, consumeOnce } from "@/server/pipelines/consume";
import type { Deps } from "@/server/pipelines/deps";
import { freshDatabase, type TestDatabase } from "./database";
import { isDrained } from "./huiliu";
import { readUntil, settled } from "./settled";

const GROUP = "test";
const NOTHING = { buried: new Set<number>(), repeated: new Set<number>() };
let database: TestDatabase;
/** Nothing is sealed here: the log's own ways are tested. */
const same = async <T>(messages: readonly T[]): Promise<T[]> => [...messages];
const plain = { seal: same, open: same };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const deps = () => ({ db: database.db, log: silent, bodies: plain }) as unknown as Deps;

beforeEach(async () => {
  database = await freshDatabase(16);
  await ensureGroup(database.db, GROUP);
  await database.db`create table effects (message bigint primary key)`;
});
afterEach(() => database.close());

function message(text: string, lane: number): NewMessage {
  const body = Buffer.from(text);
  const sha256 = createHash("sha256").update(body).digest();
  return { accountId: 1, topic: "order", lane, externalNo: null, sha256, body, encoding: 0 };
}
const append = (text: string, lane = 0) => appendMessages(database.db, [message(text, lane)]);
const textOf = (m: LogMessage) => Buffer.from(m.body).toString();
const readNow = () =>
  inTransaction(database.db, async (tx) => {
    const batch = await takeNext(tx, GROUP, { lanes: LANES, first: 0, limit: 1_000 });
    await movePositions(tx, GROUP, { ...batch, ...NOTHING });
    return batch.messages.map(textOf);
  });

const readAll = async () => {
  await settled(database.db);
  return await readNow();
};

/** One row a message; a poison one breaks the statement, as a value the table cannot hold does. */
async function writeEffects(tx: Tx, messages: LogMessage[]) {
  if (messages.some((m) => textOf(m).startsWith("poison"))) await tx`select 1 / 0`;
  await tx`insert into effects select unnest(${messages.map((m) => m.id)}::bigint[])`;
  return NOTHING;
}

const countOf = async (table: string): Promise<number> =>
  (await database.db.unsafe(`select count(*)::int as n from ${table}`))[0]?.n;

async function breached(code: string): Promise<number> {
  const { sql } = INVARIANTS.find((i) => i.code === code) ?? { sql: "" };
  return (await database.db.unsafe(sql)).length;
}

test.each([2, 4])(
  "%i consumers and poison: every message left an effect or is a dead letter",
  async (consumers) => {
    const rng = seededRng(consumers);
    const texts = Array.from({ length: 3_000 }, (_, i) =>
      rng.chance(200) ? `poison ${i}` : `${i}`,
    );
    await appendMessages(
      database.db,
      texts.map((text, i) => message(text, i % LANES)),
    );
    const poison = texts.filter((t) => t.startsWith("poison")).length;
    const consumer: Consumer = { group: GROUP, batch: 200, lanes: 8, handle: writeEffects };
    const run = async (turn: number): Promise<void> => {
      for (let i = turn; !(await isDrained(database.db, GROUP)); i += 1)
        await consumeOnce(deps(), consumer, i);
    };
    await Promise.all(Array.from({ length: consumers }, (_, i) => run(i)));
    expect({ effects: await countOf("effects"), letters: await countOf("dead_letters") }).toEqual({
      effects: 3_000 - poison,
      letters: poison,
    });
    expect(await breached("I7b")).toBe(0);
    expect(await breached("I7c")).toBe(0);
  },
);

test("a position that moves past messages nobody took is a breach, and is refused where it would happen", async () => {
  for (let i = 0; i < 6; i += 1) await append(`${i}`);
  await settled(database.db);
  await inTransaction(database.db, async (tx) => {
    const batch = await takeNext(tx, GROUP, { lanes: LANES, first: 0, limit: 100 });
    await movePositions(tx, GROUP, {
      ...batch,
      messages: batch.messages.slice(3),
      ...NOTHING,
    });
  });
  expect(await breached("I7b")).toBe(1);
  const late = inTransaction(database.db, async (tx) => {
    await append("6");
    const batch = await takeNext(tx, GROUP, { lanes: LANES, first: 0, limit: 100 });
    await movePositions(tx, GROUP, { ...batch, ...NOTHING });
    await movePositions(tx, GROUP, { ...batch, ...NOTHING });
  });
  await expect(late).rejects.toThrow("a lane moved");
});

test("a schema that does not fit buries nothing: the consumer waits and says so", async () => {
  await append("1");
  const consumer = (sql: string): Consumer => ({
    group: GROUP,
    batch: 10,
    lanes: LANES,
    handle: async (tx) => {
      await tx.unsafe(sql);
      return NOTHING;
    },
  });
  await expect(
    consumeOnce(deps(), consumer("select * from not_yet_there"), 0),
  ).rejects.toMatchObject({ code: "42P01" });
  expect(await countOf("dead_letters")).toBe(0);
  await settled(database.db);
  expect(await consumeOnce(deps(), consumer("select 1"), 0)).toBe(1);
});

test("a stranger's forgotten transaction holds nobody up; one of our own does, and is named", async () => {
  const stranger = postgres(database.url, { max: 1, connection: { application_name: "psql" } });
  await stranger`create table theirs (n int)`;
  await stranger.unsafe("begin; insert into theirs values (1)");
  await append("while a stranger sleeps");
  expect(await readUntil(1, readNow)).toEqual(["while a stranger sleeps"]);

  const ours = openDb(database.url, { max: 1, name: "slow" });
  await ours`select 1`;
  const own = await ours.reserve();
  await own.unsafe("begin; insert into effects values (1)");
  await append("while we are slow");
  expect(await readNow()).toEqual([]);
  // Neighbours share the server.
  const named = await findLongTransactions(database.db, 0, 1_000);
  const mine = new URL(database.url).pathname.slice(1);
  expect(named.filter((t) => t.database === mine)).toMatchObject([
    { application: "psql", isOurs: false },
    { application: "huiliu-slow", isOurs: true },
  ]);
  await own.unsafe("rollback");
  own.release();
  expect(await readUntil(1, readNow)).toEqual(["while we are slow"]);
  await Promise.all([stranger.end(), ours.end()]);
});

test("strangers cannot append, for readers do not wait for them", async () => {
  const stranger = postgres(database.url, { max: 1, connection: { application_name: "psql" } });
  const insert = stranger`insert into inbox (lane, account_id, topic, sha256, body) values (0, 1, 'x', '', '')`;
  await expect(insert).rejects.toMatchObject({ code: "42501" });
  await stranger.end();
});

/** The logs' clock stands somewhere else from now on. */
const shiftClock = (by: string) =>
  database.db.unsafe(
    `create or replace function log_now() returns timestamptz language sql stable as $$ select now() + interval '${by}' $$`,
  );

test.each(["-5 hours", "-3 days"])("a clock that steps back %s skips nothing", async (step) => {
  await append("before");
  expect(await readAll()).toEqual(["before"]);
  await database.db`select ensure_log_partitions((now() at time zone 'UTC')::date - 4, 12)`;
  await shiftClock(step);
  await append("behind");
  await shiftClock("0 hours");
  await append("right again", 3);
  expect((await readAll()).sort()).toEqual(["behind", "right again"]);
});

test("a clock that runs ahead: what came then and after is read", async () => {
  await database.db`select ensure_log_partitions((now() at time zone 'UTC')::date, 24)`;
  await shiftClock("20 days");
  await append("ahead");
  await shiftClock("0 hours");
  await append("now");
  expect(await readAll()).toEqual(["ahead", "now"]);
  await tendLogs(database.db, 90);
  await append("later");
  expect(await readAll()).toEqual(["later"]);
});

const inboxDays = async () =>
  (
    await database.db<{ name: string }[]>`
      select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'inbox'::regclass order by 1`
  ).map((r) => r.name);

/** As often and as long as a day takes that is due. */
async function tendLong(keepDays: number): Promise<void> {
  await tendLogs(database.db, keepDays);
  await database.db`update log_keeps set sightings = 200, seen_at = seen_at - interval '2 days'`;
  await tendLogs(database.db, keepDays);
}

test("an engine that starts twenty days later with seven days of log drops nothing unread", async () => {
  for (let i = 0; i < 50; i += 1) await append(`${i}`, i % LANES);
  await shiftClock("20 days");
  await tendLong(7);
  expect(await listKeptDays(database.db)).toContainEqual(
    expect.objectContaining({ log: "inbox", why: "unread" }),
  );
  expect(await readAll()).toHaveLength(50);
  expect(await breached("I7b")).toBe(0);
});

test("what was read goes when it was due long enough, and the recount knows how much it was", async () => {
  for (let i = 0; i < 50; i += 1) await append(`${i}`, i % LANES);
  await readAll();
  const before = await inboxDays();
  await shiftClock("20 days");
  await tendLogs(database.db, 7);
  expect(await inboxDays()).toEqual(expect.arrayContaining(before));
  await tendLong(7);
  expect(await inboxDays()).not.toEqual(expect.arrayContaining(before));
  expect(await countOf("inbox")).toBe(0);
  expect(await breached("I6b")).toBe(0);
  expect(await breached("I7b")).toBe(0);
});

test("a clock that was far ahead for a while has dropped nothing", async () => {
  await append("kept");
  await readAll();
  const before = await inboxDays();
  await shiftClock("200 days");
  for (let i = 0; i < 5; i += 1) await tendLogs(database.db, 90);
  await shiftClock("0 hours");
  await tendLogs(database.db, 90);
  expect(await inboxDays()).toEqual(expect.arrayContaining(before));
  expect(await listKeptDays(database.db)).toEqual([]);
  expect(await countOf("inbox")).toBe(1);
});

test("a day an open dead letter points to stays", async () => {
  await append("poison");
  await settled(database.db);
  await consumeOnce(deps(), { group: GROUP, batch: 10, lanes: LANES, handle: writeEffects }, 0);
  await shiftClock("20 days");
  await tendLong(7);
  expect(await listKeptDays(database.db)).toContainEqual(
    expect.objectContaining({ log: "inbox", why: "dead-letter" }),
  );
  expect(await countOf("inbox")).toBe(1);
  await database.db`update dead_letters set state = 'discarded'`;
  await tendLong(7);
  expect(await countOf("inbox")).toBe(0);
  expect(await breached("I7a")).toBe(0);
});

test("a lane that waits for something takes the place of no other", async () => {
  await appendMessages(
    database.db,
    Array.from({ length: 60 }, (_, i) => message(`behind ${i}`, 2)),
  );
  for (let i = 0; i < 5; i += 1) await append(`beside ${i}`, 3);
  const waits: Consumer = {
    group: GROUP,
    batch: 20,
    lanes: 8,
    handle: writeEffects,
    isReady: (m) => m.lane !== 2,
  };
  await settled(database.db);
  expect(await consumeOnce(deps(), waits, 0)).toBe(5);
  expect(await countOf("effects")).toBe(5);
  expect(await consumeOnce(deps(), waits, 0)).toBe(0);
});

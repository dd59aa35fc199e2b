import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction, type Tx } from "@/db/client";
import {
  appendMessages,
  ensureGroup,
  LANES,
  type LogMessage,
  movePositions,
  type NewMessage,
  takeNext,
} from "@/db/log/inbox";
import { tendLogs } from "@/db/log/tend";
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
/** consumeOnce needs a database and somebody to tell; nothing else. */
const deps = () => ({ db: database.db, log: silent, bodies: plain }) as unknown as Deps;

beforeEach(async () => {
  database = await freshDatabase(16);
  await ensureGroup(database.db, GROUP);
  await database.db`create table effects (n bigint generated always as identity, message bigint)`;
});
afterEach(() => database.close());

function message(text: string, lane: number): NewMessage {
  const body = Buffer.from(text);
  const sha256 = createHash("sha256").update(body).digest();
  return { accountId: 1, topic: "order", lane, externalNo: null, sha256, body, encoding: 0 };
}
const append = (text: string, lane = 0, db: Tx | TestDatabase["db"] = database.db) =>
  appendMessages(db, [message(text, lane)]);
const textOf = (m: LogMessage) => Buffer.from(m.body).toString();

/** One round of a reader that moves on. */
const readOn = () =>
  inTransaction(database.db, async (tx) => {
    const batch = await takeNext(tx, GROUP, { lanes: LANES, first: 0, limit: 1_000 });
    await movePositions(tx, GROUP, { ...batch, ...NOTHING });
    return batch.messages.map(textOf);
  });

/** A transaction that is open until it is told to end. */
async function slowly(work: (tx: Tx) => Promise<void>) {
  let tell: () => void = () => undefined;
  const told = new Promise<void>((done) => {
    tell = done;
  });
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((done) => {
    begin = done;
  });
  const ended = inTransaction(database.db, async (tx) => {
    await work(tx);
    begin();
    await told;
  });
  await Promise.race([begun, ended]);
  return async () => {
    tell();
    await ended;
  };
}

test("a slow transaction with lower ids is waited for, not skipped, and nothing is read twice", async () => {
  await append("before");
  const commit = await slowly(async (tx) => {
    await append("slow 1", 0, tx);
    await append("slow 2", 5, tx);
  });
  await append("fast");
  await append("fast elsewhere", 5);
  expect(await readUntil(1, readOn)).toEqual(["before"]);
  expect(await readOn()).toEqual([]);
  await commit();
  expect((await readUntil(4, readOn)).sort()).toEqual([
    "fast",
    "fast elsewhere",
    "slow 1",
    "slow 2",
  ]);
  expect(await readOn()).toEqual([]);
});

test("rows that a transaction wrote before and after another committed are read in one order, once each", async () => {
  const read: string[] = [];
  for (let round = 0; round < 12; round += 1) {
    const commits = await Promise.all(
      [1, 2, 3].map((n) => slowly((tx) => append(`${round}.${n} slow`, (round + n) % LANES, tx))),
    );
    await append(`${round} fast`, round % LANES);
    read.push(...(await readOn()));
    const [first, second, third] = commits;
    await third?.();
    read.push(...(await readOn()));
    await Promise.all([first?.(), second?.(), readOn().then((texts) => read.push(...texts))]);
  }
  await readUntil(48, readOn, read);
  expect(await readOn()).toEqual([]);
  const wanted = Array.from({ length: 12 }, (_, round) => [
    `${round} fast`,
    ...[1, 2, 3].map((n) => `${round}.${n} slow`),
  ]).flat();
  expect(read.sort()).toEqual(wanted.sort());
});

test("two consumers never take the same message, and each lane's messages come in their order", async () => {
  const texts = Array.from({ length: 600 }, (_, i) => String(i));
  await appendMessages(
    database.db,
    texts.map((text, i) => message(text, (i * 7) % LANES)),
  );
  const consumer: Consumer = {
    group: GROUP,
    batch: 9,
    lanes: 4,
    handle: async (tx, messages) => {
      for (const m of messages) await tx`insert into effects (message) values (${m.id})`;
      return NOTHING;
    },
  };
  const drain = async (turn: number): Promise<number> => {
    let taken = 0;
    for (let i = turn; !(await isDrained(database.db, GROUP)); i += 1)
      taken += await consumeOnce(deps(), consumer, i);
    return taken;
  };
  const taken = await Promise.all([0, 1, 2, 3].map(drain));
  expect(taken.reduce((sum, n) => sum + n, 0)).toBe(600);
  const [row] = await database.db<{ all: number; distinct: number; outOfOrder: number }[]>`
    select count(*)::int as all, count(distinct message)::int as distinct,
      (count(*) filter (where message < earlier))::int as "outOfOrder"
    from (select e.message, lag(e.message) over (partition by i.lane order by e.n) as earlier
      from effects e join inbox i on i.id = e.message) t`;
  expect(row).toEqual({ all: 600, distinct: 600, outOfOrder: 0 });
});

const positions = async () => [
  ...(await database.db`select lane, position_id from log_consumers where group_name = ${GROUP} order by lane`),
];

test.each([
  ["the database's own, which passes", "40001"],
  ["a broken statement's", "22012"],
])("positions move only with the effects: after %s error nothing is written", async (_, code) => {
  for (let i = 0; i < 5; i += 1) await append(`${i}`, i);
  const before = await positions();
  let isBroken = true;
  const consumer: Consumer = {
    group: GROUP,
    batch: 100,
    lanes: LANES,
    handle: async (tx, messages) => {
      for (const m of messages) await tx`insert into effects (message) values (${m.id})`;
      if (isBroken && code === "40001")
        await tx`do $$ begin raise exception 'again' using errcode = '40001'; end $$`;
      if (isBroken && messages.some((m) => textOf(m) === "3")) await tx`select 1 / 0`;
      return NOTHING;
    },
  };
  await settled(database.db);
  if (code === "40001") {
    await expect(consumeOnce(deps(), consumer, 0)).rejects.toThrow("again");
    expect(await positions()).toEqual(before);
    expect(await database.db`select * from effects`).toHaveLength(0);
    expect(await database.db`select * from dead_letters`).toHaveLength(0);
    isBroken = false;
  }
  expect(await consumeOnce(deps(), consumer, 0)).toBe(5);
  expect(await consumeOnce(deps(), consumer, 0)).toBe(0);
  const wanted = code === "40001" ? 5 : 4;
  expect(await database.db`select distinct message from effects`).toHaveLength(wanted);
  expect(await database.db`select * from effects`).toHaveLength(wanted);
  expect(await database.db`select * from dead_letters`).toHaveLength(5 - wanted);
});

test("what is in the logs stays as it is: no update, no delete, no truncate, not even past the parent table", async () => {
  const { db } = database;
  await append("kept");
  await db`insert into events (id, kind, actor, payload) values (1, 'order.paid', 'test', '{}')`;
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "");
  for (const log of ["inbox", "events", `inbox_${day}`, `events_${day}`]) {
    const change = log.startsWith("inbox") ? "topic = 'x'" : "kind = 'x'";
    for (const sql of [`update ${log} set ${change}`, `delete from ${log}`, `truncate ${log}`])
      await expect(db.unsafe(sql), sql).rejects.toThrow("append-only");
  }
  expect(await db`select topic from inbox`).toEqual([{ topic: "order" }]);
  expect(await db`select kind from events`).toEqual([{ kind: "order.paid" }]);
});

test("partitions are there a week ahead, old ones go by policy, tending again changes nothing", async () => {
  const { db } = database;
  const names = async () =>
    (
      await db<{ name: string }[]>`
      select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent in ('inbox'::regclass, 'events'::regclass) and c.relkind = 'r' order by 1`
    ).map((r) => r.name);
  const day = (offset: number) =>
    new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "");
  await db`select ensure_log_partitions((now() at time zone 'UTC')::date - 32, 4)`;
  await tendLogs(db, 30);
  expect(await names()).toContain(`inbox_${day(-32)}`); // Not at once: a clock may be wrong.
  await db`update log_keeps set sightings = 200, seen_at = seen_at - interval '1 day'`;
  await tendLogs(db, 30);
  const tended = await names();
  for (const log of ["inbox", "events"]) {
    for (const offset of [-30, -29, -1, 0, 1, 7]) expect(tended).toContain(`${log}_${day(offset)}`);
    for (const offset of [-32, -31]) expect(tended).not.toContain(`${log}_${day(offset)}`);
  }
  await tendLogs(db, 30);
  expect(await names()).toEqual(tended);
});

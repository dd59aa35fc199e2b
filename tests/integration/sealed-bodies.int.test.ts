import { afterEach, beforeEach, expect, test } from "vitest";
import { forgetKeys } from "@/db/log/body-keys";
import { createContext } from "@/server/context";
import { FORGOTTEN, logBodies } from "@/server/pipelines/bodies";
import { discardDeadLetters } from "@/server/pipelines/repair/discard-dead-letters";
import { rerunDeadLetters } from "@/server/pipelines/repair/rerun-dead-letters";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const BUYER = { name: "甄有名", phone: "19900007777" };
const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
const later = (days: number) =>
  sql(
    `create or replace function log_now() returns timestamptz language sql stable as $$ select now() + interval '${days} days' $$`,
  );

/** Whether these bytes stand anywhere in what the database keeps of messages. */
async function isReadable(text: string): Promise<boolean> {
  const hex = Buffer.from(text).toString("hex");
  const rows = await sql(
    `select 1 from (select body from inbox union all select body from dead_letters) b where position('${hex}' in encode(body, 'hex')) > 0`,
  );
  return rows.length > 0;
}

test("neither the log nor a dead letter shows whom it is about; who has the key reads it to the byte", async () => {
  await huiliu.tell("app-1", "order", ownOrder({ buyer: BUYER }));
  await huiliu.tell("app-1", "order", ownOrder({ buyer: BUYER }).slice(0, -9));
  await huiliu.drain();
  expect(await sql("select count(*)::int as n from orders")).toEqual([{ n: 1 }]);
  expect(await sql("select count(*)::int as n from dead_letters")).toEqual([{ n: 1 }]);
  expect(await isReadable(BUYER.phone)).toBe(false);
  expect(await isReadable(BUYER.name)).toBe(false);
  expect(await huiliu.verify()).toEqual([]);
  await sql("alter table inbox disable trigger inbox_append_only");
  const [part] = await sql("select tableoid::regclass::text as name from inbox limit 1");
  await sql(`alter table ${part?.name} disable trigger append_only`);
  await sql("update inbox set sha256 = sha256(sha256) where id = (select max(id) from inbox)");
  expect((await huiliu.verify()).map((b) => b.code)).toEqual(["I7d"]);
});

test("a dead letter is sent again as it came, although it lies sealed", async () => {
  const broken = ownOrder({ channel_order_id: "mended", buyer: BUYER }).replace(
    '"qty":1',
    '"qty":-1',
  );
  await huiliu.tell("app-1", "order", broken);
  await huiliu.drain();
  const [letter] = await sql("select id from dead_letters");
  const id = Number(letter?.id);
  const bodies = { [id]: broken.replace('"qty":-1', '"qty":1') };
  expect(await rerunDeadLetters(huiliu.context, { ids: [id], by: "usr_test", bodies })).toEqual({
    sent: 1,
  });
  await huiliu.drain();
  expect(await sql("select external_no as no from orders")).toEqual([{ no: "mended" }]);
  expect(await huiliu.verify()).toEqual([]);
});

/** Keys of later days, as there are when a day is old. */
const laterKeys = () =>
  sql(
    "insert into body_keys (day, sealed) select current_date + n, '\\x00' from generate_series(1, 2) n",
  );
/** As often and as long as a day takes that is due. */
async function forgetLong(): Promise<number> {
  await forgetKeys(huiliu.context.db, 30);
  await sql("update log_keeps set sightings = 200, seen_at = seen_at - interval '2 days'");
  return await forgetKeys(huiliu.context.db, 30);
}

test("when a day's time is over its messages can be read by nobody, and what waits for people is kept until they are done", async () => {
  await huiliu.tell("app-1", "order", ownOrder({ buyer: BUYER }));
  await huiliu.tell("app-1", "order", "{broken");
  await huiliu.drain();
  await laterKeys();
  await later(40);
  await sql("update log_days set low_day = (log_now() at time zone 'UTC')::date");
  expect(await forgetLong()).toBe(0); // An open letter came that day.
  const [letter] = await sql("select id from dead_letters");
  await discardDeadLetters(huiliu.context, {
    ids: [Number(letter?.id)],
    by: "usr_test",
    reason: "测试",
  });
  expect(await forgetKeys(huiliu.context.db, 30)).toBe(0); // Not at once: a clock may be wrong.
  expect(await forgetLong()).toBe(1);

  const other = createContext(huiliu.context.config, huiliu.database.url, {
    name: "other",
    connections: 2,
  });
  const rows = await other.db<
    { body: Uint8Array; encoding: number }[]
  >`select body, encoding from inbox`;
  const opened = await other.bodies.open(rows);
  expect(opened.map((o) => o.encoding)).toEqual([FORGOTTEN, FORGOTTEN]);
  expect(opened.every((o) => o.body.length === 0)).toBe(true);
  // Somebody whose clock is behind seals with a new key for that day, and is read.
  const [sealed] = await other.bodies.seal([{ body: Buffer.from("again"), encoding: 0 }]);
  expect(sealed && (await other.bodies.open([sealed]))[0]?.body.toString()).toBe("again");
  await other.close();
  expect(await huiliu.verify()).toEqual([]);
});

test("a clock that runs ahead forgets no key that is still written with", async () => {
  await huiliu.tell("app-1", "order", ownOrder({ buyer: BUYER }));
  await huiliu.drain();
  await later(120);
  await sql("update log_days set low_day = (log_now() at time zone 'UTC')::date");
  for (let i = 0; i < 3; i += 1) expect(await forgetLong()).toBe(0);
  await later(0);
  await huiliu.tell("app-1", "order", ownOrder({ buyer: BUYER }));
  await huiliu.drain();
  expect(await sql("select count(*)::int as n from orders")).toEqual([{ n: 2 }]);
});

test("what is not read yet keeps its day's key", async () => {
  await huiliu.tell("app-1", "order", ownOrder({ buyer: BUYER }));
  await laterKeys();
  await later(40);
  expect(await forgetLong()).toBe(0);
  await huiliu.drain();
  expect(await sql("select count(*)::int as n from orders")).toEqual([{ n: 1 }]);
});

test("one body that was changed is put aside alone, and seen by who compares", async () => {
  for (let i = 0; i < 5; i += 1) await huiliu.tell("app-1", "order", ownOrder());
  await sql("alter table inbox disable trigger inbox_append_only");
  const [part] = await sql("select tableoid::regclass::text as name from inbox limit 1");
  await sql(`alter table ${part?.name} disable trigger append_only`);
  await sql(
    "update inbox set body = set_byte(body, 40, get_byte(body, 40) # 1) where id = (select min(id) from inbox)",
  );
  await huiliu.drain();
  expect(await sql("select count(*)::int as n from orders")).toEqual([{ n: 4 }]);
  expect(await sql("select cause from dead_letters")).toEqual([{ cause: "原文被改动，无法解封" }]);
  expect((await huiliu.verify()).map((b) => b.code)).toEqual(["I7d"]);
});

test("many who open while one turns the day: each reads what he has the key for", async () => {
  const { db, vault } = huiliu.context;
  let now = Date.now();
  const bodies = logBodies(db, vault, () => now);
  const of = async (text: string) =>
    (await bodies.seal([{ body: Buffer.from(text), encoding: 0 }]))[0];
  const first = await of("first");
  now += 86_400_000;
  const second = await of("second");
  for (let i = 0; i < 40; i += 1) {
    now += 86_400_000;
    const [read] = await Promise.all([
      bodies.open([first, second].flatMap((m) => m ?? [])),
      of("third"),
    ]);
    expect(read.map((m) => m.body.toString())).toEqual(["first", "second"]);
  }
});

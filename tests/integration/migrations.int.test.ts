import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { inTransaction, openDb } from "@/db/client";
import { takeNext } from "@/db/log/inbox";
import { migrateDb, migrationsFolder } from "@/db/migrate";
import { verifyInvariants } from "@/db/verify/verify";
import { settled } from "./settled";

type Journal = { entries: { idx: number; tag: string }[] };
const journal = JSON.parse(
  readFileSync(join(migrationsFolder(), "meta", "_journal.json"), "utf8"),
) as Journal;

let made: string[] = [];
let folder = "";
const admin = () => postgres(inject("adminUrl"), { max: 1, onnotice: () => undefined });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "huiliu-migrations-"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  const sql = admin();
  for (const name of made) await sql.unsafe(`drop database if exists ${name} with (force)`);
  await sql.end();
  made = [];
});

async function emptyDatabase(): Promise<string> {
  const name = `m_${process.pid}_${Date.now()}_${made.length}`;
  made.push(name);
  const sql = admin();
  await sql.unsafe(`create database ${name} template template0`);
  await sql.end();
  return inject("adminUrl").replace(/\/postgres$/, `/${name}`);
}

/** The migrations as an older release had them: the first `count`. */
function older(count: number): string {
  const there = join(folder, String(count));
  cpSync(migrationsFolder(), there, { recursive: true });
  const entries = journal.entries.slice(0, count);
  writeFileSync(join(there, "meta", "_journal.json"), JSON.stringify({ ...journal, entries }));
  return there;
}

/** Everything a schema consists of, as text. */
async function schemaOf(url: string): Promise<string[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const rows = await sql<{ line: string }[]>`
    select format('column %s.%s %s %s %s', table_name, column_name, udt_name, is_nullable, column_default) as line
      from information_schema.columns where table_schema = 'public'
    union all select indexdef from pg_indexes where schemaname = 'public'
    union all select format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid))
      from pg_constraint where connamespace = 'public'::regnamespace
    union all select format('trigger %s', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
    union all select pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace and prokind = 'f'
    union all select format('enum %s %s', enumtypid::regtype, enumlabel) from pg_enum
    order by 1`;
  await sql.end();
  return rows.map((row) => row.line);
}

async function applied(url: string): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const rows = await sql`select * from drizzle.__drizzle_migrations`;
  await sql.end();
  return rows.length;
}

test("migrations: from empty, and again, which changes nothing", async () => {
  const url = await emptyDatabase();
  await migrateDb(url);
  const first = await schemaOf(url);
  expect(await applied(url)).toBe(journal.entries.length);
  expect(first.some((line) => line.startsWith("column orders."))).toBe(true);
  await migrateDb(url);
  expect(await schemaOf(url)).toEqual(first);
  expect(await applied(url)).toBe(journal.entries.length);
});

test("migrations: from every earlier release to this one, with the same schema at the end", async () => {
  const straight = await emptyDatabase();
  await migrateDb(straight);
  const wanted = await schemaOf(straight);
  for (let count = 1; count < journal.entries.length; count += 1) {
    const url = await emptyDatabase();
    await migrateDb(url, older(count));
    expect(await applied(url)).toBe(count);
    expect(await schemaOf(url)).not.toEqual(wanted);
    await migrateDb(url);
    expect(await schemaOf(url)).toEqual(wanted);
  }
});

test("migrations: four nodes that start together bring one schema up, once", async () => {
  const url = await emptyDatabase();
  await Promise.all([1, 2, 3, 4].map(() => migrateDb(url)));
  expect(await applied(url)).toBe(journal.entries.length);
});

/** The first release that knows which roles there are. */
const ROLES_GUARDED = journal.entries.findIndex(({ tag }) => tag.endsWith("people_guarded"));

test("migrations: whoever had a role that nobody knows may nothing afterwards; what they had been is written down", async () => {
  const url = await emptyDatabase();
  await migrateDb(url, older(ROLES_GUARDED));
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql`insert into users (id, name, email, role, store_id) values
      ('u1', '甲', 'a@t', 'Finance', null), ('u2', '乙', 'b@t', 'store', null), ('u3', '丙', 'c@t', 'store', 3), ('u4', '丁', 'd@t', 'admin', null)`;
    await sql`insert into sessions (id, user_id, token, expires_at)
      select 's' || id, id, 't' || id, now() + interval '1 day' from users`;
    await migrateDb(url);
    const roles = await sql`select id, role, store_id from users order by id`;
    expect(roles.map((row) => `${row.id} ${row.role} ${row.store_id}`)).toEqual([
      "u1 disabled null",
      "u2 disabled null",
      "u3 store 3",
      "u4 admin null",
    ]);
    const kept = await sql`select user_id from sessions order by 1`;
    expect(kept.map((row) => row.user_id)).toEqual(["u3", "u4"]);
    const told =
      await sql`select subject, detail from audit_log where action = 'role.disabled' order by subject`;
    expect(told.map((row) => [row.subject, row.detail])).toEqual([
      ["user:u1", { role: "Finance", storeId: null }],
      ["user:u2", { role: "store", storeId: null }],
    ]);
    const refused = ["('x', 'x', 'x@t', 'Finance', null)", "('x', 'x', 'x@t', 'store', null)"];
    for (const row of [...refused, "('x', 'x', 'x@t', default, null)"])
      await expect(
        sql.unsafe(`insert into users (id, name, email, role, store_id) values ${row}`),
      ).rejects.toThrow(/users_role_known|users_store_manager_has_store|null value/);
  } finally {
    await sql.end();
  }
});

/** The release that counts what consumers take. */
const COUNTED = journal.entries.findIndex(({ tag }) => tag.endsWith("_ground"));
const LANES_OF_INTAKE = `insert into log_consumers (group_name, lane, position_at)
  select 'intake', lane, '2020-01-01' from generate_series(0, 15) lane`;
const append = (
  at: string,
) => `insert into inbox (lane, account_id, topic, sha256, body, encoding, received_at)
  values (1, 1, 'order', sha256('x'), 'x', 0, ${at})`;

test("migrations: what earlier releases took, put aside and dropped is recounted rightly", async () => {
  const url = await emptyDatabase();
  await migrateDb(url, older(COUNTED));
  const db = openDb(url, { max: 1, name: "old" });
  try {
    await db.unsafe(LANES_OF_INTAKE);
    await db`select ensure_log_partitions((now() at time zone 'UTC')::date - 100, 12)`;
    await db.unsafe(append("now() - interval '95 days'"));
    await db`
      insert into dead_letters (group_name, inbox_id, inbox_at, lane, account_id, topic, code, cause, body, encoding, state)
      select 'intake', id, received_at, lane, account_id, topic, 'FAILED', 'x', body, encoding, 'discarded' from inbox`;
    await db`update log_consumers c set position_xid = i.xid, position_id = i.id from inbox i where i.lane = c.lane`;
    await db`select drop_log_partitions('inbox', (now() at time zone 'UTC')::date - 90)`;
    await migrateDb(url);
    expect((await verifyInvariants(db)).map((b) => b.code)).toEqual([]);
  } finally {
    await db.end();
  }
});

test("migrations: a server in another time zone looks at the first day all the same", async () => {
  const url = await emptyDatabase();
  const name = new URL(url).pathname.slice(1);
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql.unsafe(`alter database ${name} set timezone to 'Asia/Shanghai'`);
  await sql.end();
  await migrateDb(url, older(COUNTED));
  const db = openDb(url, { max: 1, name: "old" });
  try {
    await db.unsafe(LANES_OF_INTAKE);
    await db.unsafe(
      append(
        "((now() at time zone 'UTC')::date - 1)::timestamp at time zone 'UTC' + interval '20 hours'",
      ),
    );
    await migrateDb(url);
    await settled(db);
    const taken = await inTransaction(db, (tx) =>
      takeNext(tx, "intake", { lanes: 16, first: 0, limit: 10 }),
    );
    expect(taken.messages).toHaveLength(1);
  } finally {
    await db.end();
  }
});

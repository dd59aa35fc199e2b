import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { migrateDb, migrationsFolder } from "@/db/migrate";

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

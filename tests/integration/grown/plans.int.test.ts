import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { User } from "@/server/auth/user";
import type { Context } from "@/server/context";
import { appRouter } from "@/server/routers";
import { freshHuiliu, type Huiliu } from "../huiliu";
import { GROWN_DAYS, GROWN_ORDERS, growCity } from "./grown-city";
import { PAGES } from "./pages";
import { type PlanWatch, type Walk, watchPlans } from "./plan-watch";
import { DOORS, LOOPS } from "./work";

/** From so many rows on a table is not read from end to end. */
const LARGE = 20_000;
/** A day of storage that is still empty is read through. */
const FEW = 2_000;
/** Two days back, today, tomorrow. */
const DAYS_MAX = 5;

let huiliu: Huiliu;
let sizes: Map<string, number>;
beforeAll(async () => {
  huiliu = await freshHuiliu();
  await growCity(huiliu.context);
  const rows = await huiliu.context.db<{ name: string; n: number }[]>`
    select c.relname as name, case when i.inhparent is null then c.reltuples
      else sum(c.reltuples) over (partition by i.inhparent) end::int as n
    from pg_class c left join pg_inherits i on i.inhrelid = c.oid where c.relkind = 'r'`;
  sizes = new Map(rows.map((r) => [r.name, r.n]));
  watch = await watchPlans(huiliu.database);
  context = { ...huiliu.context, db: watch.db };
});
afterAll(async () => {
  await watch.db.end({ timeout: 1 });
  await huiliu.close();
});

const person: User = { id: "u1", name: "测试", email: "t@t", role: "admin", storeId: null };

/** From the sixth time on a statement may have a plan for any values. */
const TIMES = 7;

let watch: PlanWatch;
let context: Context;

/** What went too far, and how many days of the events log were looked at. */
async function walk(work: () => Promise<unknown>): Promise<{ far: string[]; days: number }> {
  watch.take();
  for (let i = 0; i < TIMES; i += 1) await work();
  const walks = watch.take();
  const days = new Set(walks.filter((w) => w.table.startsWith("events_")).map((w) => w.table));
  return { far: tooFar(walks), days: days.size };
}

test.each(Object.keys(LOOPS))("loop %s", async (name) => {
  const { far, days } = await walk(async () => LOOPS[name]?.(context));
  expect(far).toEqual([]);
  // Whoever follows the log looks at what is new, however much there was.
  if (name !== "tend-logs") expect(days).toBeLessThanOrEqual(DAYS_MAX);
});
test.each(Object.keys(DOORS))("door %s", async (name) => {
  const { far, days } = await walk(async () => DOORS[name]?.(context));
  expect(far).toEqual([]);
  expect(days).toBeLessThanOrEqual(DAYS_MAX);
});
test.each(Object.keys(PAGES))("page %s", async (name) => {
  const ask = appRouter.createCaller({ deps: context, user: person });
  const { far } = await walk(async () => {
    for (const page of PAGES[name] ?? []) await page(ask);
  });
  expect(far).toEqual([]);
});

/** What may go far, and why. A table kept by the day is meant with all its days. */
const ALLOWED: readonly { table: string; statement: RegExp; most: number; because: string }[] = [
  {
    table: "published",
    statement: /^select a\.id as "accountId", .* count\(\*\)::int as keys/,
    most: 100_000,
    because:
      "how many numbers a channel has is a count of them: shelves times channels, whatever was sold",
  },
  {
    table: "published",
    statement: /^(select p\.store_id|insert into published)/,
    most: 100_000,
    because:
      "a page of a thousand shelves is a seventh of this city: reading all its numbers is the shorter way",
  },
  {
    table: "inbox",
    statement: /^with heard as /,
    most: GROWN_ORDERS / GROWN_DAYS,
    because:
      "the last two hours are found by ranges of blocks: of a day with so few of them all are read, however the day stands",
  },
  {
    table: "inbox",
    statement: /^select id, topic, received_at .* where id = \$1 and received_at >= /,
    most: GROWN_ORDERS / GROWN_DAYS,
    because: "one message is found by its moment, as above",
  },
  {
    table: "orders",
    statement: /^with page as .* o\.paid_fen >= /,
    most: GROWN_ORDERS,
    because: "what an amount leaves out is known when it was read: bounded by the days chosen",
  },
  {
    table: "orders",
    statement: /^with active as /,
    most: 3 * 10_000,
    because: "counts what is over up to ten thousand and stops",
  },
];

const isLarge = ({ table }: Walk): boolean => (sizes.get(table) ?? 0) > LARGE;

/** Statements that read a large table from end to end, or many rows of any to find what they want. */
function tooFar(walks: readonly Walk[]): string[] {
  return walks
    .filter((w) => isLarge(w) && w.rows > (w.how === "Seq Scan" ? FEW : LARGE))
    .filter(
      (w) =>
        !ALLOWED.some(
          (a) =>
            a.table === w.table.replace(/_\d{8}$/, "") &&
            a.statement.test(w.statement) &&
            w.rows <= a.most,
        ),
    )
    .map((w) => `${w.table}: ${w.how}, ${w.rows} rows: ${w.statement.slice(0, 160)}`);
}

test("every loop and every question of a page is among these", () => {
  const asked = Object.entries(appRouter._def.procedures)
    .filter(
      ([, procedure]) => (procedure as unknown as { _def: { type: string } })._def.type === "query",
    )
    .map(([path]) => path);
  expect(Object.keys(PAGES).sort()).toEqual(asked.sort());
  const named = ["server/roles", "server/realtime"]
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
    .filter((file) => !file.includes(".test."))
    .flatMap((file) => [
      ...readFileSync(file, "utf8").matchAll(
        /\b(?:startLoop|single|job|once)\(\s*["`](?:\$\{\w+\})?([\w-]+)/g,
      ),
    ])
    .map((found) => found[1] ?? "")
    .filter((name) => !name.startsWith("SIG") && name !== "error");
  expect(Object.keys(LOOPS).sort()).toEqual([...new Set(named)].sort());
});

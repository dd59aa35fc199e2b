import { afterAll, beforeAll, expect, test } from "vitest";
import { livePast } from "@/server/demo-past";
import { INTAKE_GROUP } from "@/server/pipelines/intake/intake-batch";
import { freshHuiliu, type Huiliu, isDrained } from "./huiliu";

/** A demo as its first start leaves it: the city, and the hours before. */
let huiliu: Huiliu;
beforeAll(async () => {
  huiliu = await freshHuiliu();
  await livePast(huiliu.context);
});
afterAll(() => huiliu?.close());

/** Every event of an order of the past, beside the one before it. */
const TOLD = `
  select o.external_no as no, o.channel, o.delivery_owner as owner, o.placed_at, e.kind, e.order_version as version,
    to_timestamp((e.payload ->> 'at')::float8 / 1000) as at,
    lag(to_timestamp((e.payload ->> 'at')::float8 / 1000)) over w as before,
    row_number() over w as n, row_number() over (partition by o.id order by (e.payload ->> 'at')::float8, e.order_version) as nth
  from orders o join events e on e.order_id = o.id
  window w as (partition by o.id order by e.order_version, e.id)`;

const faults = (where: string) =>
  huiliu.context.db.unsafe<{ no: string; kind: string }[]>(
    `select no, channel, kind, version, at, before from (${TOLD}) told where ${where} order by no, version limit 5`,
  );

test("the demo begins with hours of orders of every channel that pushes, most of them delivered", async () => {
  const [row] = await huiliu.context.db<{ channels: string[]; orders: number; done: number }[]>`
    select array_agg(distinct channel order by channel) as channels, count(*)::int as orders,
      count(*) filter (where phase = 'done')::int as done from orders`;
  expect(row?.channels).toEqual(["app", "eleme", "meituan", "mini", "pos"]);
  expect(row?.orders).toBeGreaterThan(500);
  expect((row?.done ?? 0) / (row?.orders ?? 1)).toBeGreaterThan(0.9);
});

test.each([
  ["begins with the order coming in", "(n = 1 or nth = 1) <> (kind = 'order.placed')"],
  ["counts its versions from one, by one", "version is distinct from n"],
  ["never goes back in time", "at < before"],
  [
    "begins at the order's own time, within two minutes",
    "kind = 'order.placed' and not at - placed_at between '0' and '121 s'",
  ],
  ["holds nothing that has not happened yet", "at > now()"],
  ["names no rider where the buyer came for it", "owner = 'pickup' and kind like 'delivery.%'"],
])("the history of every order of the demo's past %s", async (_what, where) => {
  expect(await faults(where)).toEqual([]);
});

test("an order of the past has a rider's state only where a rider or its platform said so", async () => {
  const said = await huiliu.context.db`
    select o.external_no, o.channel, o.delivery from orders o
    where o.delivery is not null and not exists (
      select from events e where e.order_id = o.id and e.kind = 'delivery.' || o.delivery) limit 5`;
  expect(said).toEqual([]);
});

test("all of the past is taken in before anybody looks, and its books are true", async () => {
  expect(await isDrained(huiliu.context.db, INTAKE_GROUP)).toBe(true);
  expect(await huiliu.verify()).toEqual([]);
});

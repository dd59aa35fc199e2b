import { afterEach, beforeEach, expect, test } from "vitest";
import { beat } from "@/db/queries/cases/sweeps";
import { forgetOld } from "@/db/queries/upkeep/forget";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());
const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
const count = async (what: string) => (await sql(`select count(*)::int as n from ${what}`))[0]?.n;

test("what has had its time goes: orphan news, settled letters, closed cases, refusals; what is open stays, and the recount is right", async () => {
  const { db } = huiliu.context;
  const cancel = (no: string) =>
    JSON.stringify({
      event: "order.cancelled",
      event_id: no,
      occurred_at: new Date().toISOString(),
      order: { channel_order_id: no },
    });
  for (const no of ["orphan-old", "orphan-new"]) await huiliu.tell("app-1", "order", cancel(no));
  for (const text of ["{settled", "{open"]) await huiliu.tell("app-1", "order", text);
  await huiliu.tell("app-1", "order", ownOrder({ store_code: "nowhere-1" }));
  await huiliu.tell("app-1", "order", ownOrder({ store_code: "nowhere-2" }));
  await huiliu.drain();
  await sql(
    "update channel_facts set at = now() - interval '31 days' where external_no = 'orphan-old'",
  );
  await sql("update dead_letters set failed_at = now() - interval '100 days'");
  await sql(
    "update dead_letters set state = 'discarded' where id = (select min(id) from dead_letters)",
  );
  await sql(`update exception_cases set closed_at = now() - interval '100 days'
    where id = (select min(id) from exception_cases)`);
  await sql(
    "update orders o set open_exceptions = (select count(*) from exception_cases e where e.order_id = o.id and e.closed_at is null)",
  );
  await sql(
    "insert into security_events values (now() - interval '100 days', 'x', 'STALE', 1), (now(), 'x', 'STALE', 1)",
  );
  const cases = Number(await count("exception_cases"));

  expect(await forgetOld(db, 90)).toBe(4);
  expect(await sql("select external_no as no from channel_facts")).toEqual([{ no: "orphan-new" }]);
  expect(await sql("select state from dead_letters")).toEqual([{ state: "open" }]);
  expect(await count("exception_cases")).toBe(cases - 1);
  expect(await count("security_events")).toBe(1);
  expect(await forgetOld(db, 90)).toBe(0);
  expect(await huiliu.verify()).toEqual([]);
});

test("two engines beat for themselves; one that has been gone for long is no row", async () => {
  const { db } = huiliu.context;
  await beat(db, {
    role: "worker",
    holder: "first",
    startedAt: Date.now(),
    detail: { messages: 1 },
  });
  await beat(db, {
    role: "worker",
    holder: "second",
    startedAt: Date.now(),
    detail: { messages: 2 },
  });
  await beat(db, {
    role: "worker",
    holder: "first",
    startedAt: Date.now(),
    detail: { messages: 3 },
  });
  expect(await sql("select holder, detail ->> 'messages' as n from role_beats order by 1")).toEqual(
    [
      { holder: "first", n: "3" },
      { holder: "second", n: "2" },
    ],
  );
  await sql("update role_beats set beat_at = now() - interval '1 hour' where holder = 'second'");
  await beat(db, { role: "worker", holder: "first", startedAt: Date.now(), detail: {} });
  expect(await sql("select holder from role_beats")).toEqual([{ holder: "first" }]);
});

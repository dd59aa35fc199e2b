import { expect, test } from "vitest";
import { type City, until } from "./city";
import { liveDay, simSeconds, simSeed, simTimeout } from "./day";

const SECONDS = 40;

/** Goods that the books do not have are promised to nobody, and whoever lost some is a case with its proposal. */
async function judgeShelves({ db }: City): Promise<void> {
  const count = async (sql: string): Promise<number> =>
    Number((await db.unsafe<{ n: number }[]>(`select count(*)::int as n from ${sql}`))[0]?.n);
  await until("every report has been dealt with", async () => {
    return (await count("stock_reports where state = 'waiting'")) === 0;
  });
  await until("no shelf owes anything", async () => (await count("stock where debt > 0")) === 0);
  expect(await count("stock_reports where state = 'applied'")).toBeGreaterThan(0);
  expect(await count("stock_ledger where kind = 'adjust' and ref like 'report:%'")).toBeGreaterThan(
    10,
  );
  expect(await count("stock where reserved + picked + quarantine > on_hand")).toBe(0);
  expect(
    await count(`events e where e.kind = 'order.oversold' and not exists (
      select 1 from exception_cases c where c.order_id = e.order_id and c.code = 'OVERSOLD'
        and jsonb_array_length(c.data -> 'proposals') > 0)`),
  ).toBe(0);
  expect(
    await count(`stock s where s.stopped and not exists (
      select 1 from exception_cases c where c.code = 'STOCK_CONFLICT' and c.subject = format('cell:%s:%s', s.store_id, s.sku_id))`),
  ).toBe(0);
  expect(
    await count(`stock s where s.stopped and not exists (
      select 1 from count_tasks t where t.store_id = s.store_id and t.sku_id = s.sku_id and t.closed_at is null)`),
  ).toBe(0);
}

test(
  "a day on which two shelves of a hundred are wrong: nothing is promised twice, every conflict is a case",
  async () => {
    await liveDay({
      seconds: simSeconds(SECONDS),
      seed: simSeed(9),
      flags: [
        "--scenario",
        "lunch-peak",
        "--rate",
        "75",
        "--drift-bps",
        "200",
        "--snapshot-minutes",
        "2",
      ],
      command: "npm test -- wrong-shelves",
      trouble: async () => undefined,
      judge: judgeShelves,
    });
  },
  simTimeout(SECONDS),
);

import { afterEach, beforeEach, expect, test } from "vitest";
import { listParked } from "@/db/queries/orders/parked";
import type { Context } from "@/server/context";
import { consumeOnce } from "@/server/pipelines/consume";
import type { Deps } from "@/server/pipelines/deps";
import { assignRiders } from "@/server/pipelines/dispatch/assign-riders";
import { INTAKE_GROUP, intakeBatch } from "@/server/pipelines/intake/intake-batch";
import { suggestRestocks } from "@/server/pipelines/inventory/ask-restock";
import { roundCheck } from "@/server/pipelines/inventory/check-stock";
import { takeReports } from "@/server/pipelines/inventory/counts/take-reports";
import { expireHolds } from "@/server/pipelines/inventory/holds/end-holds";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { takeLateFacts } from "@/server/pipelines/track/take-late-facts";
import { takePayments } from "@/server/pipelines/track/take-payments";
import { watchAcceptance } from "@/server/pipelines/writeback/watch-acceptance";
import { writeBack } from "@/server/pipelines/writeback/write-back";
import type { ChannelClient } from "@/server/ports/channel";
import { PortError } from "@/server/ports/port-error";
import { failedWork } from "./failed-work";
import { freshHuiliu, type Huiliu, isDrained, ownOrder } from "./huiliu";
import { setShelf } from "./stock-world";

let huiliu: Huiliu;
let context: Context;
beforeEach(async () => {
  huiliu = await freshHuiliu();
  ({ context } = huiliu);
});
afterEach(() => huiliu.close());

/** Intake alone, without the sweeps. */
async function takeIn(): Promise<void> {
  const handle: Parameters<typeof consumeOnce>[1]["handle"] = (tx, messages) =>
    intakeBatch(context, tx, messages);
  const consumer = { group: INTAKE_GROUP, batch: 300, lanes: 16, handle };
  while (!(await isDrained(context.db, INTAKE_GROUP))) await consumeOnce(context, consumer, 0);
}

const WORK_CASES =
  "select subject, closed_at is null as open from exception_cases where code = 'WORK_FAILED' order by id";
const NOS = ["good-1", "bad", "good-2"];
const { sql, poison, mend, restedSince } = failedWork(() => context.db);
const idsOf = (text: string) => sql(text).then((rows) => rows.map((r) => String(r.id)));

async function orders(change: Record<string, unknown> = {}): Promise<void> {
  for (const [i, no] of NOS.entries()) {
    const address = { text: `星光花园${i + 3}幢2单元1201室`, coord_sys: "GCJ02" };
    await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: no, address, ...change }));
  }
}
const news = (event: string) => async () => {
  for (const no of NOS)
    await huiliu.tell(
      "app-1",
      "order",
      JSON.stringify({
        event,
        event_id: `${no}-${event}`,
        occurred_at: new Date().toISOString(),
        order: { channel_order_id: no },
      }),
    );
};

type Scene = {
  job: string;
  prepare: () => Promise<void>;
  run: (deps: Deps) => Promise<number>;
  /** Table whose row of the bad item cannot be written, and the condition that says so. */
  poison: [string, string];
  /** Rows that show what was done, by external number. */
  done: string;
};
const BAD = "(select id from orders where external_no = 'bad')";
const BAD_PARCEL = `(select fulfilment_id from fulfilment_lines where order_id = ${BAD} limit 1)`;

const client = {
  confirm: () => Promise.resolve(),
  cancel: () => Promise.resolve(),
} as unknown as ChannelClient;

const SCENES: Scene[] = [
  {
    job: "late-facts",
    prepare: async () => {
      await news("order.cancelled")();
      await takeIn();
      await orders();
      await takeIn();
    },
    run: takeLateFacts,
    poison: ["orders", `new.id = ${BAD}`],
    done: "select external_no as no from orders where trade = 'cancelled'",
  },
  {
    job: "payments",
    prepare: async () => {
      await orders({ status: "UNPAID" });
      await news("order.paid")();
      await takeIn();
    },
    run: takePayments,
    poison: ["orders", `new.id = ${BAD}`],
    done: "select external_no as no from orders where trade = 'accepted'",
  },
  {
    job: "release",
    prepare: async () => {
      await orders();
      await takeIn();
      await sql("update fulfilment_orders set hold_until = now() - interval '1 second'");
    },
    run: releaseParcels,
    poison: ["fulfilment_orders", `new.id = ${BAD_PARCEL}`],
    done: `select o.external_no as no from orders o join fulfilment_lines l on l.order_id = o.id
      join fulfilment_orders f on f.id = l.fulfilment_id where f.status = 'released'`,
  },
  {
    job: "shortages",
    prepare: async () => {
      await setShelf(huiliu, 1, 1, 0);
      await orders();
      await takeIn();
      await sql("update exception_cases set due_at = now() - interval '1 second'");
    },
    run: settleShortages,
    poison: ["orders", `new.id = ${BAD}`],
    done: "select external_no as no from orders where trade = 'cancelled'",
  },
  {
    job: "expire-orders",
    prepare: async () => {
      await orders({ status: "UNPAID" });
      await takeIn();
      await sql("update reservations set expires_at = now() - interval '1 second'");
    },
    run: expireHolds,
    poison: ["reservations", `new.order_id = ${BAD}`],
    done: `select o.external_no as no from orders o where not exists
      (select from reservations r where r.order_id = o.id and r.state = 'held')`,
  },
  {
    job: "acceptance",
    prepare: async () => {
      await sql(
        `update channel_accounts set config = config || '{"autoAccept": false}' where code = 'app-1'`,
      );
      await context.catalog.refresh();
      await orders();
      await takeIn();
      await sql("update orders set paid_at = now() - interval '4 minutes'");
    },
    run: watchAcceptance,
    poison: ["exception_cases", `new.code = 'ACCEPT_LATE' and new.order_id = ${BAD}`],
    done: `select o.external_no as no from orders o join exception_cases e on e.order_id = o.id where e.code = 'ACCEPT_LATE'`,
  },
  {
    job: "dispatch",
    prepare: async () => {
      await orders();
      await takeIn();
      await sql("update fulfilment_orders set status = 'picking', handshake = 'accepted'");
      await sql(
        "update riders set online = true, ping_at = now() + interval '1 hour', lng_e6 = 120150000, lat_e6 = 30250000",
      );
    },
    run: assignRiders,
    poison: ["delivery_tasks", `new.fulfilment_id = ${BAD_PARCEL}`],
    done: `select distinct o.external_no as no from orders o join fulfilment_lines l on l.order_id = o.id
      join delivery_tasks t on t.fulfilment_id = l.fulfilment_id`,
  },
];

const noted = () =>
  sql("select subject, order_id, closed_at from exception_cases where code = 'WORK_FAILED'");

test.each(SCENES)(
  "$job: a row that cannot be written rests as a case, its neighbours are done; mended, it goes on",
  async ({ job, prepare, run, poison: spoiled, done }) => {
    await prepare();
    await poison(...spoiled);
    await run(context);
    const wentOn = (await sql(done)).map((r) => r.no).sort();
    expect(wentOn).toEqual(["good-1", "good-2"]);
    expect(await listParked(context.db, 10)).toMatchObject([
      { job, cause: "this row cannot be", tries: 1 },
    ]);
    expect(await noted()).toMatchObject([{ closed_at: null }]);
    expect(await run(context)).toBe(0); // It rests: nobody looks at it again at once.

    await mend(spoiled[0]);
    await restedSince("0 seconds");
    await run(context);
    expect((await sql(done)).map((r) => r.no).sort()).toEqual(["bad", "good-1", "good-2"]);
    expect(await listParked(context.db, 10)).toEqual([]);
    expect((await noted())[0]?.closed_at).not.toBeNull();
  },
);

test("write-back: an answer that cannot be written down becomes a case, the others are recorded", async () => {
  await orders();
  await takeIn();
  const ids = await idsOf("select id from orders order by external_no");
  await sql("update orders set trade = 'paid'");
  for (const id of ids)
    await sql(
      `insert into writebacks (account_id, order_id, kind) select account_id, id, 'confirm' from orders where id = ${id}`,
    );
  await poison("orders", `new.id = ${BAD}`);
  await writeBack({ ...context, clientOf: () => client });
  expect(
    await sql(
      "select o.external_no as no, w.state from writebacks w join orders o on o.id = w.order_id order by 1",
    ),
  ).toEqual([
    { no: "bad", state: "failed" },
    { no: "good-1", state: "ok" },
    { no: "good-2", state: "ok" },
  ]);
  expect(await sql("select cause from exception_cases where code = 'WRITEBACK_FAILED'")).toEqual([
    { cause: "平台单 bad 回写接单失败：this row cannot be" },
  ]);
});

test("write-back: a code nobody knows is tried again later each time, and ends as a case", async () => {
  await orders();
  await takeIn();
  await sql("update orders set trade = 'paid'");
  await sql(
    "insert into writebacks (account_id, order_id, kind) select account_id, id, 'confirm' from orders where external_no = 'good-1'",
  );
  const unclear = { confirm: () => Promise.reject(new PortError("unclear", "9999 ?")) };
  const deps = { ...context, clientOf: () => unclear as unknown as ChannelClient };
  const row = async () =>
    (await sql("select state, attempts, due_at > now() as later from writebacks"))[0];
  await writeBack(deps);
  expect(await row()).toEqual({ state: "waiting", attempts: 1, later: true });
  await sql("update writebacks set due_at = now(), attempts = 29");
  await writeBack(deps);
  expect(await row()).toMatchObject({ state: "failed", attempts: 30 });
  expect(
    await sql("select code from exception_cases where code = 'WRITEBACK_FAILED'"),
  ).toHaveLength(1);
});

test("write-back: a platform that does not answer keeps no other account waiting", async () => {
  await orders();
  await huiliu.tell("mini-1", "order", ownOrder({ channel_order_id: "other" }));
  await takeIn();
  await sql("update orders set trade = 'paid'");
  await sql(
    "insert into writebacks (account_id, order_id, kind) select account_id, id, 'confirm' from orders",
  );
  let answer = (): void => undefined;
  const hangs = new Promise<void>((done) => {
    answer = done;
  });
  const deps: Deps = {
    ...context,
    clientOf: (account) =>
      ({
        confirm: () => (account.code === "app-1" ? hangs : Promise.resolve()),
      }) as unknown as ChannelClient,
  };
  const all = writeBack(deps);
  const states = async (no: string) =>
    (
      await sql(
        `select w.state from writebacks w join orders o on o.id = w.order_id where o.external_no = '${no}'`,
      )
    ).map((r) => r.state);
  await expect.poll(() => states("other")).toEqual(["ok"]);
  expect(await states("good-1")).toEqual(["waiting"]);
  answer();
  await all;
  expect(await states("good-1")).toEqual(["ok"]);
});

test("warehouse reports: one whose own row cannot be written rests, those behind it are taken", async () => {
  for (const id of [1, 2])
    await sql(`insert into stock_reports (id, account_id, kind, report_id, store_key, as_of, lines, sent_by)
      values (${id}, 1, 'count', 'r${id}', 'nowhere', now(), '[]', 'wms-1')`);
  await poison("stock_reports", "new.id = 1");
  await takeReports(context);
  await takeReports(context);
  expect(await sql("select id::int as id, state from stock_reports order by id")).toEqual([
    { id: 1, state: "waiting" },
    { id: 2, state: "refused" },
  ]);
  expect(await listParked(context.db, 10)).toMatchObject([{ job: "stock-reports", subject: "1" }]);
  expect(await sql(WORK_CASES)).toEqual([{ subject: "stock-reports:1", open: true }]);
  await mend("stock_reports");
  await restedSince("0 seconds");
  await takeReports(context);
  expect(await sql("select count(*)::int as n from stock_reports where state = 'waiting'")).toEqual(
    [{ n: 0 }],
  );
  expect(await listParked(context.db, 10)).toEqual([]);
  expect(await sql(WORK_CASES)).toEqual([{ subject: "stock-reports:1", open: false }]);
});

test("the round over all shelves: a finding that cannot be written keeps nobody behind it from being looked at", async () => {
  await sql("alter table stock disable trigger all");
  await sql("update stock set reserved = reserved + 1 where store_id = 1 and sku_id in (1, 2)");
  await poison("exception_cases", "new.subject = 'cell:1:1'");
  const look = roundCheck(context, 50);
  await look();
  expect(await sql("select subject from exception_cases where code = 'STOCK_DRIFT'")).toEqual([
    { subject: "cell:1:2" },
  ]);
  await look();
  const cases = () => sql(WORK_CASES);
  expect(await cases()).toEqual([{ subject: "stock-sweep:cell:1:1", open: true }]);
  expect(await listParked(context.db, 10)).toMatchObject([{ job: "stock-sweep", tries: 1 }]);
  await mend("exception_cases");
  await restedSince("0 seconds");
  await roundCheck(context, 50)();
  expect(await cases()).toEqual([{ subject: "stock-sweep:cell:1:1", open: false }]);
  expect(await listParked(context.db, 10)).toEqual([]);
});

test("restock: a wish that cannot be written rests as a case, the others are asked for; once written, it is over", async () => {
  await sql(`insert into sale_rates (account_id, store_id, sku_id, milli_per_minute, updated_at)
    select 1, 1, sku, 60000, now() from generate_series(1, 3) sku`);
  await sql("update stock set on_hand = 1, opening_pieces = 1 where store_id = 1 and sku_id <= 3");
  await poison("restock_requests", "new.sku_id = 2");
  expect(await suggestRestocks(context)).toBe(2);
  expect(await sql(WORK_CASES)).toEqual([{ subject: "restock:1:2", open: true }]);
  expect(await listParked(context.db, 10)).toMatchObject([{ job: "restock", subject: "1:2" }]);
  await mend("restock_requests");
  await restedSince("0 seconds");
  expect(await suggestRestocks(context)).toBe(1);
  expect(await sql(WORK_CASES)).toEqual([{ subject: "restock:1:2", open: false }]);
  expect(await listParked(context.db, 10)).toEqual([]);
});

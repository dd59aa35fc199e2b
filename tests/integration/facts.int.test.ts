import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction } from "@/db/client";
import { appendMessages, LANES } from "@/db/log/inbox";
import { isPassing } from "@/db/passing-errors";
import { createContext } from "@/server/context";
import type { ChannelFact } from "@/server/domain/channels";
import { seededRng } from "@/server/domain/kernel/rng";
import { type Consumer, consumeOnce } from "@/server/pipelines/consume";
import { INTAKE_GROUP, intakeBatch } from "@/server/pipelines/intake/intake-batch";
import { applyFacts } from "@/server/pipelines/track/apply-facts";
import { takeLateFacts } from "@/server/pipelines/track/take-late-facts";
import { freshHuiliu, type Huiliu, isDrained, ownOrder } from "./huiliu";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const NOON = Date.now() - 3_600_000;
const at = (minute: number) => new Date(NOON + minute * 60_000).toISOString();

type Step = "created" | "accepted" | "completed" | "cancelled" | "refund" | "rest" | "whole";

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}

/** What the channel tells of one order; each event has its own time, whenever it arrives. */
function tellingOf(step: Step, no: string): string {
  const event = (name: string, minute: number, more: object = {}) =>
    JSON.stringify({
      event: name,
      event_id: `${no}-${name}`,
      occurred_at: at(minute),
      order: { channel_order_id: no, reason: "不想要了" },
      ...more,
    });
  const refund = (id: string, fen: number, full: boolean, minute: number) =>
    event("refund.succeeded", minute, {
      refund: {
        refund_id: `${no}-${id}`,
        amount_fen: fen,
        full,
        items: full ? [] : [{ line_id: "1", qty: 1, amount_fen: fen }],
      },
    });
  const bodies: Record<Step, () => string> = {
    created: () => {
      const change = { channel_order_id: no, buyer: {}, address: { text: `无名小区${no}` } };
      const order = JSON.parse(ownOrder(change, [{ sku: "K0001", qty: 3 }])) as object;
      return JSON.stringify({ ...order, occurred_at: at(0) });
    },
    accepted: () => event("order.accepted", 1),
    completed: () => event("order.completed", 40),
    cancelled: () => event("order.cancelled", 30),
    refund: () => refund("r1", 1_000, false, 50),
    rest: () => refund("r2", 2_000, false, 55),
    whole: () => refund("r3", 3_000, true, 50),
  };
  return bodies[step]();
}

test.each<[string, Step[]]>([
  ["a completed order, a piece refunded", ["created", "accepted", "completed", "refund"]],
  ["an order cancelled after it was accepted", ["created", "accepted", "cancelled"]],
  ["a cancelled order whose money is back", ["created", "accepted", "cancelled", "whole"]],
  ["one cancelled and said to be completed", ["created", "accepted", "cancelled", "completed"]],
  ["one refunded in two parts", ["created", "completed", "refund", "rest"]],
])("%s: every order of arrival ends the same, in the database", async (_, steps) => {
  const { db } = huiliu.context;
  await db`update stock set on_hand = 10000, opening_pieces = 10000 where store_id = 1 and sku_id = 1`;
  const histories = permutations(steps);
  for (let i = 0; i < steps.length; i += 1) {
    for (const [n, history] of histories.entries())
      await huiliu.tell("app-1", "order", tellingOf(history[i]!, `f${n}`));
    await huiliu.drain();
  }
  const ends = await db<{ end: string; n: number }[]>`
    select concat_ws(' ', o.trade, o.delivery, o.after_sale, o.phase, o.refunded_fen, o.holds, l.open) as end,
      count(*)::int as n
    from orders o join order_lines l on l.order_id = o.id group by 1 order by 2 desc`;
  expect(ends).toEqual([{ end: expect.any(String), n: histories.length }]);
  expect(await db`select 1 from dead_letters`).toHaveLength(0);
  expect(await huiliu.verify()).toEqual([]);
});

/** Orders of random baskets in one shop, told in lanes that are not its own, and cancels of many of them. */
async function tellAnywhere(orders: number): Promise<void> {
  const rng = seededRng(13);
  const catalog = await huiliu.context.catalog.get();
  const account = [...catalog.accounts.values()].find((a) => a.code === "app-1")!;
  const append = async (text: string, lane: number) => {
    const body = Buffer.from(text);
    const sha256 = createHash("sha256").update(body).digest();
    const more = { topic: "order", externalNo: null, encoding: 0, accountId: account.id };
    await appendMessages(huiliu.context.db, [{ ...more, lane, sha256, body }]);
  };
  for (let i = 0; i < orders; i += 1) {
    const skus = new Set(Array.from({ length: 1 + rng.int(20) }, () => 1 + rng.int(40)));
    const items = [...skus].map((n) => ({ sku: `K${String(n).padStart(4, "0")}`, qty: 1 }));
    const buyer = { name: "张三", phone: `1990000${String(1000 + (i % 25))}` };
    const address = { text: `星光花园3幢2单元${101 + (i % 25)}室` };
    const change = { channel_order_id: `d${i}`, buyer, address };
    await append(ownOrder(change, items), rng.int(LANES));
    if (i % 3 === 0) await append(tellingOf("cancelled", `d${i}`), rng.int(LANES));
    if (i % 7 === 0) await append(ownOrder(change, items), rng.int(LANES));
  }
}

/** Until nothing is left; what another transaction was in the way of is tried again, as the worker does. */
async function drainUntilDone(context: Huiliu["context"], turn: number, codes: string[]) {
  const consumer: Consumer = {
    group: INTAKE_GROUP,
    batch: 20,
    lanes: 2,
    handle: (tx, messages) => intakeBatch(context, tx, messages),
  };
  for (let i = turn; !(await isDrained(context.db, INTAKE_GROUP)); i += 1) {
    try {
      await consumeOnce(context, consumer, i);
      await takeLateFacts(context);
    } catch (error) {
      if (!isPassing(error)) throw error;
      codes.push(String((error as { code?: string }).code));
    }
  }
}

async function deadlocks(): Promise<number> {
  const [row] = await huiliu.context.db<{ n: number }[]>`
    select deadlocks::int as n from pg_stat_database where datname = current_database()`;
  return row?.n ?? -1;
}

test("T13: 8 consumers over overlapping baskets, doors and cancels never lock each other out", async () => {
  await tellAnywhere(240);
  const context = createContext(huiliu.context.config, huiliu.database.url, {
    name: "many",
    connections: 24,
  });
  const codes: string[] = [];
  try {
    await Promise.all(Array.from({ length: 8 }, (_, i) => drainUntilDone(context, i, codes)));
  } finally {
    await context.close();
  }
  await huiliu.drain();
  expect(codes.filter((code) => code === "40P01")).toEqual([]);
  expect(await deadlocks()).toBe(0);
  expect(await huiliu.context.db`select 1 from orders`).toHaveLength(240);
  expect(await huiliu.context.db`select 1 from orders where trade = 'cancelled'`).toHaveLength(80);
  expect(await huiliu.context.db`select 1 from dead_letters`).toHaveLength(0);
  expect(await huiliu.verify()).toEqual([]);
});

test("T13: 8 consumers with 2 connections between them finish: no transaction waits for a second connection", async () => {
  await tellAnywhere(120);
  const context = createContext(huiliu.context.config, huiliu.database.url, {
    name: "few",
    connections: 2,
  });
  try {
    await Promise.all(Array.from({ length: 8 }, (_, i) => drainUntilDone(context, i, [])));
  } finally {
    await context.close();
  }
  await huiliu.drain();
  expect(await huiliu.context.db`select 1 from orders`).toHaveLength(120);
  expect(await huiliu.verify()).toEqual([]);
});

test("T13: a transaction gets its ids and the catalog though every connection of the pool is taken", async () => {
  const context = createContext(huiliu.context.config, huiliu.database.url, {
    name: "few",
    connections: 2,
  });
  try {
    const asked = [1, 2].map(() =>
      inTransaction(context.db, async (tx) => {
        await tx`select 1`;
        return [await context.ids.take(1_500), (await context.catalog.get()).stores.size] as const;
      }),
    );
    const [first, second] = await Promise.all(asked);
    expect(new Set([...first![0], ...second![0]]).size).toBe(3_000);
    expect(first![1]).toBeGreaterThan(0);
  } finally {
    await context.close();
  }
});

const LOOKS_MAX = 200_000;

/** Until some transaction of this database waits for another. */
async function somebodyWaits(): Promise<void> {
  for (let look = 0; look < LOOKS_MAX; look += 1) {
    const waiting = await huiliu.context.db`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (waiting.length > 0) return;
  }
  throw new Error("nobody ever waited");
}

test("a cancel that waits while another order joins its parcel takes only its own order out", async () => {
  const { context } = huiliu;
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "first" }));
  await huiliu.drain();
  let open: () => void = () => undefined;
  const gate = new Promise<void>((done) => {
    open = done;
  });
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((done) => {
    arrive = done;
  });
  const joining = { group: INTAKE_GROUP, batch: 20, lanes: LANES };
  await huiliu.tell("mini-1", "order", ownOrder({ channel_order_id: "second" }));
  const consumer: Consumer = {
    ...joining,
    handle: async (tx, messages) => {
      const outcome = await intakeBatch(context, tx, messages);
      arrive();
      await gate;
      return outcome;
    },
  };
  const joined = (async () => {
    while (!(await isDrained(context.db, INTAKE_GROUP))) await consumeOnce(context, consumer, 0);
  })();
  await Promise.race([arrived, joined]);
  const order = await context.db<
    { id: number }[]
  >`select id from orders where external_no = 'first'`;
  const fact = { kind: "cancelled", externalNo: "first", reason: "", by: "buyer", version: "1" };
  const at = context.clock.now();
  const cancel = inTransaction(context.db, (tx) =>
    applyFacts(context, tx, [{ orderId: order[0]!.id, fact: { ...fact, at } as ChannelFact }]),
  );
  await somebodyWaits();
  open();
  await joined;
  await cancel;
  const rows = await context.db<{ no: string; trade: string; status: string; members: number }[]>`
    select o.external_no as no, o.trade, f.status, f.members from orders o
      join fulfilment_lines l on l.order_id = o.id join fulfilment_orders f on f.id = l.fulfilment_id order by 1`;
  expect(rows.map((row) => [row.no, row.trade, row.members])).toEqual([
    ["first", "cancelled", 1],
    ["second", expect.stringMatching(/paid|accepted/), 1],
  ]);
  expect(rows[1]?.status).not.toBe("cancelled");
  expect(await huiliu.verify()).toEqual([]);
});

import { setTimeout as pause } from "node:timers/promises";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ownAdapter } from "@/server/adapters/channels/own/adapter";
import { INTAKE_GROUP } from "@/server/pipelines/intake/intake-batch";
import { startWorker, type Worker } from "@/server/roles/worker";
import { type Door, openDoor } from "./door";
import { freshHuiliu, type Huiliu, isDrained, ownOrder } from "./huiliu";

const FILES = "/api/open/v1/channels/group/files";
const ROWS = 19_900;
/** The longest time nothing else could run, as a share of what reading the file at one go takes. */
const SHARE_MAX = 1 / 2;

let huiliu: Huiliu;
let door: Door;
let worker: Worker;

beforeAll(async () => {
  huiliu = await freshHuiliu();
  worker = await startWorker(huiliu.context, { batch: 40, consumers: 2 });
  door = await openDoor(huiliu.context, worker.poke);
});
afterAll(async () => {
  await door?.stop();
  await worker?.stop();
  await huiliu?.close();
});

const rows = (count: number, tag: string): string =>
  [
    "订单号,收货人,团长,自提点,商品名称,门店编码,商品编码,数量,单价(元),实付(元),下单时间",
    ...Array.from(
      { length: count },
      (_, i) =>
        `${tag}${i},收货人${i},星光团长,星光花园东门自提点,"有机纯牛奶, 250ml",store_s0${1 + (i % 6)},K000${1 + (i % 9)},1,10.00,10.00,2026-01-01 10:00:00`,
    ),
  ].join("\n");

function timeOf(work: () => unknown): number {
  const before = performance.now();
  work();
  return performance.now() - before;
}

/** A clock that ticks as often as it may; `stop` tells the longest gap between two ticks, in ms. */
function ticking(): { stop: () => number } {
  let [last, longest] = [performance.now(), 0];
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  return {
    stop: () => {
      clearInterval(timer);
      return Math.max(longest, performance.now() - last);
    },
  };
}

async function send(body: Buffer): Promise<number> {
  const wire = door.sign(body, { account: "group-1", path: FILES });
  return (await door.send({ ...wire, contentType: "text/csv" })).status;
}

/** Orders of another channel, one after the other, until `isOver`. */
async function ordersMeanwhile(isOver: () => boolean): Promise<number[]> {
  const statuses: number[] = [];
  while (!isOver()) {
    statuses.push((await door.send(door.sign(ownOrder({ delivery_mode: "PICKUP" })))).status);
    await pause(20);
  }
  return statuses;
}

/**
 * Send a file and wait until it was read, while orders of another channel come.
 *
 * @param isRead whether it was read by now
 * @returns the longest gap in ms and the others' answers
 */
async function whileRead(
  body: Buffer,
  isRead: () => Promise<boolean>,
): Promise<{ gap: number; statuses: number[] }> {
  let isOver = false;
  const others = ordersMeanwhile(() => isOver);
  const clock = ticking();
  expect(await send(body)).toBe(200);
  while (!(await isRead())) await pause(10);
  const gap = clock.stop();
  isOver = true;
  return { gap, statuses: await others };
}

const group = async () => {
  const { accounts } = await huiliu.context.catalog.get();
  const found = [...accounts.values()].find((a) => a.code === "group-1");
  if (!found) throw new Error("no account");
  return found;
};

test("large file: 19,900 honest rows are taken in, and nobody waits for them", async () => {
  const { db } = huiliu.context;
  const body = Buffer.from(rows(ROWS, "G"));
  const account = await group();
  const inline = timeOf(() => ownAdapter.decode("file", body, account));
  const { gap, statuses } = await whileRead(body, async () => {
    const [kept] = await db`
      select count(*) > ${ROWS} or exists (select from orders where channel = 'group') as read
      from inbox where topic = 'file'`;
    return kept?.read === true;
  });
  while (!(await isDrained(db, INTAKE_GROUP))) await pause(50);
  const [made] = await db`
    select count(*)::int as n from orders where external_no like 'G%' and channel = 'group'`;
  expect(made?.n).toBe(ROWS);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(gap).toBeLessThan(inline * SHARE_MAX);
  expect(await huiliu.verify()).toEqual([]);
});

test("large file: 8 MiB of commas are put aside with their cause, and nobody waits for them", async () => {
  const { db } = huiliu.context;
  const body = Buffer.alloc(8 * 1024 * 1024 - 1, ",");
  const letters = () => db`select code, cause from dead_letters`;
  const { gap, statuses } = await whileRead(body, async () => (await letters()).length > 0);
  expect([...(await letters())]).toEqual([
    { code: "BAD_FIELD", cause: expect.stringContaining("列") },
  ]);
  expect(new Set(statuses)).toEqual(new Set([200]));
  // Measured last: it stops this process for so long that connections are given up.
  const inline = timeOf(() => parse(body, { relax_column_count: true, trim: true }));
  expect(gap).toBeLessThan(inline * SHARE_MAX);
});

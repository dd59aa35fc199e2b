import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { ownAdapter } from "@/server/adapters/channels/own/adapter";
import { INTAKE_GROUP } from "@/server/pipelines/intake/intake-batch";
import { startWorker, type Worker } from "@/server/roles/worker";
import { type Door, openDoor } from "./door";
import { freshHuiliu, type Huiliu, isDrained, ownOrder } from "./huiliu";

const FILES = "/api/open/v1/channels/group/files";
const ROWS = 19_900;

/** Lengths of the files that were read in this very thread. How long anybody waits is measured by `bench/fuzz`. */
const decode = vi.spyOn(ownAdapter, "decode");
const readHere = () =>
  decode.mock.calls.flatMap(([topic, body]) => (topic === "file" ? [body.length] : []));

let huiliu: Huiliu;
let door: Door;
let worker: Worker;

beforeAll(async () => {
  huiliu = await freshHuiliu();
  worker = await startWorker(huiliu.context, { batch: 500, consumers: 2 });
  door = await openDoor(huiliu.context, worker.poke);
});
afterAll(async () => {
  await door?.stop();
  await worker?.stop();
  await huiliu?.close();
});
beforeEach(() => decode.mockClear());

const rows = (count: number, tag: string): string =>
  [
    "订单号,收货人,团长,自提点,商品名称,门店编码,商品编码,数量,单价(元),实付(元),下单时间",
    ...Array.from(
      { length: count },
      (_, i) =>
        `${tag}${i},收货人${i},星光团长,星光花园东门自提点,"有机纯牛奶, 250ml",store_s0${1 + (i % 6)},K000${1 + (i % 9)},1,10.00,10.00,2026-01-01 10:00:00`,
    ),
  ].join("\n");

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
 * @returns the others' answers
 */
async function whileRead(body: Buffer, isRead: () => Promise<boolean>): Promise<Set<number>> {
  let isOver = false;
  const others = ordersMeanwhile(() => isOver);
  expect(await send(body)).toBe(200);
  while (!(await isRead())) await pause(10);
  isOver = true;
  return new Set(await others);
}

test("large file: 19,900 honest rows are taken in, and read in a thread aside", async () => {
  const { db } = huiliu.context;
  const body = Buffer.from(rows(ROWS, "G"));
  const statuses = await whileRead(body, async () => {
    const [kept] = await db`
      select count(*) > ${ROWS} or exists (select from orders where channel = 'group') as read
      from inbox where topic = 'file'`;
    return kept?.read === true;
  });
  while (!(await isDrained(db, INTAKE_GROUP))) await pause(50);
  const [made] = await db`
    select count(*)::int as n from orders where external_no like 'G%' and channel = 'group'`;
  expect(made?.n).toBe(ROWS);
  expect(statuses).toEqual(new Set([200]));
  // Its orders, cut apart, are small: one by one on that thread they would take a round of the intake each.
  expect(readHere().length).toBeGreaterThanOrEqual(ROWS);
  expect(Math.max(...readHere())).toBeLessThan(1_000);
  expect(await huiliu.verify()).toEqual([]);
});

test("large file: 8 MiB of commas are put aside with their cause, and read in a thread aside", async () => {
  const { db } = huiliu.context;
  const body = Buffer.alloc(8 * 1024 * 1024 - 1, ",");
  const letters = () => db`select code, cause from dead_letters`;
  const statuses = await whileRead(body, async () => (await letters()).length > 0);
  expect([...(await letters())]).toEqual([
    { code: "BAD_FIELD", cause: expect.stringContaining("列") },
  ]);
  expect(statuses).toEqual(new Set([200]));
  expect(readHere()).toEqual([]);
});

test("orders of many lines, cut out of a large file, are read here too", async () => {
  const { db } = huiliu.context;
  const orders = Array.from({ length: 101 }, (_, i) =>
    rows(30, "x").replaceAll(/^x\d+,收货人\d+/gm, `M${i},收货人${i}`),
  );
  const [header] = rows(0, "").split("\n");
  const lines = orders.map((text) => text.slice(text.indexOf("\n") + 1).replaceAll(/s0\d/g, "s01"));
  const made = () => db`select from orders where external_no like 'M%' and channel = 'group'`;
  await whileRead(
    Buffer.from([header, ...lines].join("\n")),
    async () => (await made()).count === orders.length,
  );
  expect(readHere().length).toBeGreaterThanOrEqual(orders.length);
  expect(Math.min(...readHere())).toBeGreaterThan(1_500);
});

test("a small file is read here: another thread would cost more than it", async () => {
  await whileRead(Buffer.from(rows(3, "S")), async () => readHere().length > 0);
  while (!(await isDrained(huiliu.context.db, INTAKE_GROUP))) await pause(50);
  expect(readHere()).toHaveLength(1);
});

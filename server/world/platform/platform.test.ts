import { afterEach, beforeEach, expect, test } from "vitest";
import { meituanSign } from "@/server/adapters/channels/meituan/sign";
import { demoCity } from "@/server/domain/demo/city";
import { seededRng } from "@/server/domain/kernel/rng";
import { createLedger, type Ledger } from "../life/ledger";
import { createLifecycle } from "../life/lifecycle";
import { type LiveOrder, newLiveOrder } from "../life/live-order";
import { NO_TRUTH } from "../life/truth";
import { type Generator, orderGenerator } from "../orders/generator";
import type { OrderChannel } from "../orders/order";
import type { Outbound } from "../send/outbound";
import { createStats } from "../stats";
import { createAgenda } from "../time/agenda";
import { worldClock } from "../time/clock";
import type { PlatformDeps } from "./deps";
import { answerEleme } from "./eleme/api";
import { elemeDesk } from "./eleme/desk";
import { elemeFields, isElemeAck } from "./eleme/push";
import { type FigureDesk, SETTLE_MS } from "./figure-desk";
import { answerMeituan } from "./meituan/api";
import { meituanDesk } from "./meituan/desk";
import { type PlatformServer, startPlatformServer } from "./server";
import { createThrottle } from "./throttle";
import { createWeather } from "./weather/weather";
import { worldWindow } from "./world-desks";

let nowMs = 1_767_240_000_000;
let server: PlatformServer;
let ledger: Ledger;
let generator: Generator;
let sent: string[];
const fate = {
  copiesAfterMs: [],
  holdMs: 0,
  isLost: true,
  isDegraded: false,
  cancelAfterMs: null,
  isForged: false,
  isRefunded: false,
};

beforeEach(async () => {
  sent = [];
  ledger = createLedger(NO_TRUTH);
  generator = orderGenerator({ city: demoCity(7), seed: 7, startMs: nowMs, households: 200 });
  const clock = worldClock(1, () => nowMs);
  const outbound: Outbound = {
    announce: () => {},
    forge: () => {},
    say: (_, word) => void sent.push(word.topic),
    groupFile: () => {},
  };
  const life = createLifecycle({
    clock,
    agenda: createAgenda(clock.simMs),
    ledger,
    outbound,
    stats: createStats(),
    rng: seededRng(1),
    acceptMs: 0,
  });
  const mayCall = createThrottle(5, () => nowMs);
  const wallMs = () => nowMs;
  const deps: PlatformDeps = { ledger, life, numbers: generator.numbers, wallMs, mayCall };
  const window = worldWindow(demoCity(7), wallMs);
  const figures = (account: string): FigureDesk => ({
    account,
    window,
    settleMs: SETTLE_MS,
    mayCall: () => true,
  });
  server = await startPlatformServer({
    port: 0,
    weather: createWeather({ rng: seededRng(1) }),
    desks: [
      meituanDesk({
        prefix: "/meituan/api/v1/",
        signer: { appId: "100001", secret: "ms", wallMs },
        figures: figures("meituan-1"),
        other: (call) => answerMeituan(deps, call),
      }),
      elemeDesk({
        path: "/eleme",
        signer: { appId: "200001", secret: "es", wallMs },
        figures: figures("eleme-1"),
        other: (cmd, body) => answerEleme(deps, cmd, body),
      }),
    ],
  });
});
afterEach(() => server.close());

function place(channel: OrderChannel, isDegraded = false): LiveOrder {
  for (;;) {
    const { order } = generator.order(nowMs);
    if (order.channel !== channel) continue;
    const live = newLiveOrder(order, { ...fate, isDegraded }, { wallMs: nowMs, simMs: nowMs });
    ledger.add(live);
    return live;
  }
}

async function meituan(
  api: string,
  params: Record<string, string>,
  secret = "ms",
): Promise<string> {
  const url = `http://127.0.0.1:${server.port}/meituan/api/v1/${api}`;
  const all: Record<string, string> = {
    app_id: "100001",
    timestamp: String(nowMs / 1_000),
    ...params,
  };
  const sig = meituanSign(url, all, secret);
  const { app_id = "", timestamp = "", ...business } = all;
  // System parameters in the query, business ones in the form, as the documents have it.
  const query = new URLSearchParams({ app_id, timestamp, sig });
  return (
    await fetch(`${url}?${query}`, { method: "POST", body: new URLSearchParams(business) })
  ).text();
}

async function eleme(cmd: string, body: unknown, secret = "es") {
  const fields = elemeFields(
    { cmd, body: JSON.stringify(body), ticket: "T", nowMs },
    { source: "200001", secret },
  );
  const url = `http://127.0.0.1:${server.port}/eleme`;
  const text = await (
    await fetch(url, { method: "POST", body: new URLSearchParams(fields) })
  ).text();
  const answer = JSON.parse(text) as { cmd: string; body: string };
  return { text, cmd: answer.cmd, ...(JSON.parse(answer.body) as { errno: number; data: never }) };
}

test("meituan: a wrong signature is 703, an old one too, an unknown order 806", async () => {
  const live = place("meituan");
  const id = { order_id: live.order.externalNo };
  expect(await meituan("order/confirm", id, "wrong")).toContain('"code":703');
  const old = { ...id, timestamp: String(nowMs / 1_000 - 700) };
  expect(await meituan("order/confirm", old)).toContain('"code":703');
  expect(await meituan("order/confirm", { order_id: "1" })).toContain('"code":806');
  expect(live.phase).toBe("new");
});

test("meituan: confirmed once, then 808; a completed order is not cancelled", async () => {
  const live = place("meituan");
  const id = { order_id: live.order.externalNo };
  expect(await meituan("order/confirm", id)).toBe('{"data":"ok"}');
  expect(await meituan("order/confirm", id)).toContain('"code":808');
  expect(await meituan("order/viewstatus", id)).toBe(
    `{"data":{"order_id":${live.order.externalNo},"status":4}}`,
  );
  live.phase = "completed";
  expect(await meituan("order/cancel", id)).toContain('"code":1022');
  expect(sent).toEqual(["order-confirmed"]);
});

test("meituan: throttled calls are 711 until a second has passed", async () => {
  const live = place("meituan");
  const id = { order_id: live.order.externalNo };
  const answers: string[] = [];
  for (let i = 0; i < 7; i += 1) answers.push(await meituan("order/viewstatus", id));
  expect(answers.filter((text) => text.includes('"code":711'))).toHaveLength(2);
  nowMs += 1_000;
  expect(await meituan("order/viewstatus", id)).toContain('"status":2');
});

test("meituan: a lost push is found by its day number; degraded detail is whole the second time", async () => {
  const live = place("meituan", true);
  const shop = { app_poi_code: `store_${live.order.store.code.toLowerCase()}` };
  const latest = JSON.parse(await meituan("order/getOrderDaySeq", shop)) as {
    data: { day_seq: number };
  };
  expect(latest.data.day_seq).toBe(live.order.daySeq);
  const found = await meituan("order/getOrderIdByDaySeq", {
    ...shop,
    date_time: "20260101",
    day_seq: String(live.order.daySeq),
  });
  expect(found).toBe(`{"data":{"order_id":${live.order.externalNo}}}`);
  const id = { order_id: live.order.externalNo };
  expect(await meituan("order/getOrderDetail", id)).toContain('"incmp_code":"-1"');
  const whole = await meituan("order/getOrderDetail", id);
  expect(whole).toContain('"incmp_code":"0"');
  expect(whole).toContain(`"order_id":${live.order.externalNo}`);
});

test("eleme: signed answers, degraded first read, list finds lost pushes, confirm works once", async () => {
  const live = place("eleme", true);
  const id = { order_id: live.order.externalNo };
  expect((await eleme("order.get", id, "wrong")).errno).not.toBe(0);
  const first = await eleme("order.get", id);
  expect(isElemeAck(first.text, "es")).toBe(true);
  expect(first.cmd).toBe("resp.order.get");
  expect((first.data as { order: { down_flag: number } }).order.down_flag).toBe(1);
  const second = await eleme("order.get", id);
  expect((second.data as { products: unknown[] }).products).toHaveLength(1);
  const list = await eleme("order.list", {
    start_time: nowMs / 1_000 - 60,
    end_time: nowMs / 1_000,
    page: 1,
    page_size: 20,
  });
  expect((list.data as { list: { order_id: string }[] }).list.map((o) => o.order_id)).toContain(
    live.order.externalNo,
  );
  nowMs += 2_000;
  expect((await eleme("order.confirm", id)).errno).toBe(0);
  expect((await eleme("order.confirm", id)).errno).not.toBe(0);
  expect(sent).toEqual(["order.status.push"]);
});

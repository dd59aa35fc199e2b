import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { elemeAdapter } from "@/server/adapters/channels/eleme/adapter";
import { elemeClient } from "@/server/adapters/channels/eleme/client";
import { meituanAdapter } from "@/server/adapters/channels/meituan/adapter";
import { meituanClient } from "@/server/adapters/channels/meituan/client";
import { shopCodeOn } from "@/server/domain/demo/accounts";
import { demoCity } from "@/server/domain/demo/city";
import { seededRng } from "@/server/domain/kernel/rng";
import type { ChannelAdapter, ChannelClient } from "@/server/ports/channel";
import { createLedger, type Ledger } from "@/server/world/life/ledger";
import { createLifecycle } from "@/server/world/life/lifecycle";
import { type Lifecycle, type LiveOrder, newLiveOrder } from "@/server/world/life/live-order";
import { NO_TRUTH } from "@/server/world/life/truth";
import { type Generator, orderGenerator } from "@/server/world/orders/generator";
import type { Desk } from "@/server/world/platform/desk";
import { answerEleme } from "@/server/world/platform/eleme/api";
import { elemeDesk } from "@/server/world/platform/eleme/desk";
import { answerMeituan } from "@/server/world/platform/meituan/api";
import { meituanDesk } from "@/server/world/platform/meituan/desk";
import { type PlatformServer, startPlatformServer } from "@/server/world/platform/server";
import { createWeather } from "@/server/world/platform/weather/weather";
import { worldWindow } from "@/server/world/platform/world-desks";
import type { Outbound } from "@/server/world/send/outbound";
import { createStats } from "@/server/world/stats";
import { createAgenda } from "@/server/world/time/agenda";
import { worldClock } from "@/server/world/time/clock";
import { refundOf } from "@/server/world/wire/refund";
import { accountOf, tellOf, truthOf } from "./channel-samples";

/** Both clients against the simulated platforms over HTTP, and against a proxy that answers nonsense. */
let server: PlatformServer;
let ledger: Ledger;
let generator: Generator;
let mayCall: (api: string) => boolean;
let isDown: boolean;
let calls: string[];

const FATE = {
  copiesAfterMs: [],
  holdMs: 0,
  isLost: true,
  isDegraded: false,
  cancelAfterMs: null,
  isForged: false,
  isRefunded: false,
};
const SILENT: Outbound = {
  announce: () => {},
  forge: () => {},
  say: () => {},
  groupFile: () => {},
};

beforeEach(async () => {
  [mayCall, isDown, calls] = [() => true, false, []];
  ledger = createLedger(NO_TRUTH);
  const startMs = Date.now();
  generator = orderGenerator({ city: demoCity(7), seed: 7, startMs, households: 200 });
  const clock = worldClock(1, Date.now);
  const life = createLifecycle({
    clock,
    agenda: createAgenda(clock.simMs),
    ledger,
    outbound: SILENT,
    stats: createStats(),
    rng: seededRng(1),
    acceptMs: 0,
  });
  server = await startPlatformServer({
    port: 0,
    weather: createWeather({ rng: seededRng(1) }),
    desks: desksOf(life),
  });
});
afterEach(() => server.close());

function desksOf(life: Lifecycle): Desk[] {
  const deps = {
    ledger,
    life,
    numbers: generator.numbers,
    wallMs: Date.now,
    mayCall: (api: string) => {
      calls.push(api);
      return mayCall(api);
    },
  };
  const window = worldWindow(demoCity(7), Date.now);
  const figures = (account: string) => ({ account, window, settleMs: 0, mayCall: () => true });
  const signer = (appId: string, secret: string) => ({ appId, secret, wallMs: Date.now });
  return [
    meituanDesk({
      prefix: "/meituan/api/v1/",
      signer: signer("100001", "ms"),
      figures: figures("meituan-1"),
      other: (call) => answerMeituan(deps, call),
      isDown: () => isDown,
    }),
    elemeDesk({
      path: "/eleme",
      signer: signer("200001", "es"),
      figures: figures("eleme-1"),
      other: (cmd, body) => answerEleme(deps, cmd, body),
      isDown: () => isDown,
    }),
  ];
}

const meituan = (secret = "ms"): ChannelClient =>
  meituanClient(
    accountOf("meituan-1", {}, `http://127.0.0.1:${server.port}/meituan/api/v1`),
    secret,
  );
const eleme = (secret = "es"): ChannelClient =>
  elemeClient(accountOf("eleme-1", {}, `http://127.0.0.1:${server.port}/eleme`), secret);
const BOTH = [
  ["meituan", meituan, meituanAdapter],
  ["eleme", eleme, elemeAdapter],
] as const;

function place(channel: "meituan" | "eleme"): LiveOrder {
  for (;;) {
    const nowMs = Date.now();
    const { order } = generator.order(nowMs);
    if (order.channel !== channel) continue;
    const live = newLiveOrder(order, FATE, { wallMs: nowMs, simMs: nowMs });
    ledger.add(live);
    return live;
  }
}

async function read(adapter: ChannelAdapter, client: ChannelClient, externalNo: string) {
  const detail = await client.detail(externalNo);
  const decoded = adapter.decode(detail.topic, detail.body, accountOf("meituan-1"));
  if (!decoded.ok) throw new Error(decoded.error.cause);
  return { storeKey: detail.storeKey, items: decoded.value };
}

test.each(BOTH)(
  "%s: the detail names its shop and decodes to the order, its 19 digits whole",
  async (channel, client, adapter) => {
    for (let i = 0; i < 20; i += 1) {
      const { order } = place(channel);
      const { storeKey, items } = await read(adapter, client(), order.externalNo);
      expect(storeKey).toBe(shopCodeOn(channel, order.store.code));
      expect(items).toHaveLength(1);
      expect(items[0]?.type === "order" && tellOf(items[0].order)).toEqual(truthOf(order));
    }
  },
);

test.each(BOTH)(
  "%s: confirm, then cancel; a second cancel is rejected and not tried again",
  async (channel, client) => {
    const live = place(channel);
    await client().confirm(live.order.externalNo);
    expect(live.phase).toBe("accepted");
    await client().cancel(live.order.externalNo, "缺货");
    expect(live.phase).toBe("cancelled");
    await expect(client().cancel(live.order.externalNo, "缺货")).rejects.toMatchObject({
      name: "PortError",
      kind: "rejected",
    });
  },
);

test.each(BOTH)(
  "%s: recent finds every order of the day whose push was lost",
  async (channel, client) => {
    const placed = Array.from({ length: 15 }, () => place(channel).order);
    const shops = [...new Set(placed.map((order) => shopCodeOn(channel, order.store.code)))];
    const recent = await client().recent(shops, {
      fromMs: Date.now() - 60_000,
      toMs: Date.now(),
      known: new Map(),
    });
    expect(recent.map((r) => r.externalNo).sort()).toEqual(
      placed.map((order) => order.externalNo).sort(),
    );
  },
);

test("meituan: recent looks back over holes, and stops below the day's first number", async () => {
  const { order } = place("meituan");
  for (let i = 0; i < 10; i += 1) generator.numbers.daySeq("meituan", order.store.code, Date.now());
  const shop = shopCodeOn("meituan", order.store.code);
  expect(await meituan().recent([shop], { fromMs: 0, toMs: Date.now(), known: new Map() })).toEqual(
    [{ externalNo: order.externalNo }],
  );
  expect(calls.filter((api) => api === "order/getOrderIdByDaySeq").length).toBeLessThanOrEqual(31);
});

test("eleme: recent reads all pages", async () => {
  for (let i = 0; i < 230; i += 1) place("eleme");
  const recent = await eleme().recent([], {
    fromMs: Date.now() - 600_000,
    toMs: Date.now(),
    known: new Map(),
  });
  expect(new Set(recent.map((r) => r.externalNo)).size).toBe(230);
  expect(calls).toEqual(["order.list", "order.list", "order.list"]);
});

test("eleme: a refund whose push named no amount comes with the order, with its line and amount", async () => {
  const live = place("eleme");
  live.refund = refundOf(live.order, 0, "9");
  const { items } = await read(elemeAdapter, eleme(), live.order.externalNo);
  const order = items[0]?.type === "order" ? items[0].order : null;
  expect(items[1]).toMatchObject({
    type: "fact",
    fact: {
      kind: "refund",
      refundId: live.refund.refundId,
      version: live.refund.refundId,
      amountFen: live.refund.amountFen,
      full: false,
      lines: [{ externalLineId: order?.lines[0]?.externalLineId, qty: live.refund.qty }],
    },
  });
});

test.each(BOTH)(
  "%s: a wrong key is unauthorised, throttling limited, an outage unavailable, an unknown order rejected",
  async (channel, client) => {
    const { externalNo } = place(channel).order;
    await expect(client("wrong").detail(externalNo)).rejects.toMatchObject({
      kind: "unauthorised",
    });
    await expect(client().detail("1")).rejects.toMatchObject({ kind: "rejected" });
    mayCall = () => false;
    await expect(client().detail(externalNo)).rejects.toMatchObject({
      kind: "limited",
      retryAfterMs: 4_000,
    });
    isDown = true;
    await expect(client().detail(externalNo)).rejects.toMatchObject({ kind: "unavailable" });
  },
);

const CLIENTS = [
  ["meituan", meituanClient],
  ["eleme", elemeClient],
] as const;

async function nonsense(): Promise<{ base: string; server: Server }> {
  const proxy = createServer((_, response) => response.end("<html>502 Bad Gateway</html>"));
  await new Promise<void>((resolve) => proxy.listen(0, resolve));
  return { base: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, server: proxy };
}

test.each(CLIENTS)(
  "%s: an answer that is no JSON is malformed, no answer at all unavailable",
  async (channel, make) => {
    const { base, server: proxy } = await nonsense();
    const client = make(accountOf(`${channel}-1`, {}, base), "s");
    await expect(client.detail("1")).rejects.toMatchObject({
      name: "PortError",
      kind: "malformed",
    });
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
    await expect(client.detail("1")).rejects.toMatchObject({
      name: "PortError",
      kind: "unavailable",
    });
  },
);

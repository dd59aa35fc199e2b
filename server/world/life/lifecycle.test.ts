import { beforeEach, expect, test } from "vitest";
import { demoCity } from "@/server/domain/demo/city";
import { seededRng } from "@/server/domain/kernel/rng";
import { orderGenerator } from "../orders/generator";
import type { OrderChannel } from "../orders/order";
import type { Outbound } from "../send/outbound";
import { createStats } from "../stats";
import { createAgenda } from "../time/agenda";
import { worldClock } from "../time/clock";
import { createLedger } from "./ledger";
import { createLifecycle } from "./lifecycle";
import { type Fate, type Lifecycle, type LiveOrder, newLiveOrder } from "./live-order";
import { truthOf } from "./truth";

const START = 1_767_240_000_000;
let now: number;
let sent: string[];
let forgotten: LiveOrder[];
let life: Lifecycle;
let ledger: ReturnType<typeof createLedger>;
let shown: string[];
let agenda: ReturnType<typeof createAgenda>;
let generator: ReturnType<typeof orderGenerator>;

beforeEach(() => {
  now = START;
  sent = [];
  forgotten = [];
  shown = [];
  const clock = worldClock(1, () => now);
  agenda = createAgenda(clock.simMs);
  ledger = createLedger({ write: (live) => void forgotten.push(live), close: async () => {} });
  generator = orderGenerator({ city: demoCity(7), seed: 7, startMs: now, households: 200 });
  const outbound: Outbound = {
    announce: (live, isCopy) => {
      live.copies += isCopy ? 1 : 0;
      sent.push(isCopy ? "copy" : "new");
    },
    forge: () => {},
    say: (_, word) => void sent.push(word.topic),
    groupFile: () => {},
  };
  const stats = createStats();
  const rng = seededRng(1);
  const told = {
    take: (order: LiveOrder["order"]) => void shown.push(`${order.channel} takes`),
    giveBack: (order: LiveOrder["order"]) => void shown.push(`${order.channel} gives back`),
  };
  const deps = { clock, agenda, ledger, outbound, stats, rng, shown: told };
  life = createLifecycle({ ...deps, acceptMs: 300_000 });
});

const usual: Fate = {
  copiesAfterMs: [],
  holdMs: 0,
  isLost: false,
  isDegraded: false,
  cancelAfterMs: null,
  isForged: false,
  isRefunded: false,
};

function begin(channel: OrderChannel, fate: Partial<Fate> = {}): LiveOrder {
  for (;;) {
    const { order } = generator.order(now);
    if (order.channel !== channel) continue;
    const live = newLiveOrder(order, { ...usual, ...fate }, { wallMs: now, simMs: now });
    life.begin(live);
    return live;
  }
}

function pass(ms: number): void {
  const end = now + ms;
  for (; now < end; now += 1_000) agenda.runDue();
}

test("lifecycle: a platform order that nobody accepts is cancelled by the platform", () => {
  const live = begin("meituan");
  pass(310_000);
  expect(live.phase).toBe("cancelled");
  expect(sent).toEqual(["new", "order-cancelled"]);
  expect(life.accept(live)).toBe(false);
});

test("lifecycle: pieces come back to the shop window only when nobody had accepted", () => {
  begin("meituan");
  pass(310_000);
  const accepted = begin("eleme");
  life.accept(accepted);
  life.cancel(accepted, "user");
  life.cancel(accepted, "user");
  expect(shown).toEqual(["meituan takes", "meituan gives back", "eleme takes"]);
});

test("lifecycle: accepted, completed and refunded in part, each told once", () => {
  const live = begin("meituan", { isRefunded: true });
  expect([life.accept(live), life.accept(live)]).toEqual([true, false]);
  life.complete(live);
  life.complete(live);
  pass(120_000);
  expect(sent).toEqual([
    "order-confirmed",
    "order-completed",
    "new",
    "refund-partial",
    "refund-partial",
  ]);
  expect(life.cancel(live, "user")).toBe(false);
});

test("lifecycle: a reordered order is cancelled before it is announced", () => {
  begin("app", { holdMs: 6_000, cancelAfterMs: 1_000, copiesAfterMs: [2_000] });
  pass(20_000);
  expect(sent).toEqual(["order.cancelled", "new", "copy"]);
});

test("lifecycle: a lost push is never announced, but the order is there", () => {
  const live = begin("eleme", { isLost: true });
  pass(60_000);
  expect(sent).toEqual([]);
  expect(ledger.find("eleme", live.order.externalNo)).toBe(live);
});

test("ledger: what ended is forgotten after a while, with its truth", () => {
  const live = begin("app");
  life.cancel(live, "user");
  now += 44 * 60_000;
  ledger.sweep(now);
  expect(ledger.size()).toBe(1);
  now += 2 * 60_000;
  ledger.sweep(now);
  expect(ledger.size()).toBe(0);
  expect(forgotten).toEqual([live]);
  expect(truthOf(live)).toMatchObject({
    channel: "app",
    cancelled: true,
    lostPush: false,
    copies: 0,
  });
});

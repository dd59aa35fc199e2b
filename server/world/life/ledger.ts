import { businessDayOf, type Instant } from "@/server/domain/kernel/instant";
import type { OrderChannel, WorldOrder } from "../orders/order";
import type { LiveOrder } from "./live-order";
import type { Truth } from "./truth";

export type Ledger = {
  add(live: LiveOrder): void;
  find(channel: string, externalNo: string): LiveOrder | null;
  /** @param seq the running number of the day in a shop */
  findByDaySeq(
    channel: string,
    seq: { day: string; storeCode: string; daySeq: number },
  ): LiveOrder | null;
  /** What a channel lists, oldest first. */
  placedBetween(channel: OrderChannel, fromMs: number, toMs: number): LiveOrder[];
  linkPart(fulfilmentId: string, live: LiveOrder): void;
  ofPart(fulfilmentId: string): readonly LiveOrder[];
  /** Forget what ended a while ago or has grown too old, writing its truth. */
  sweep(simMs: number): void;
  /** Write and forget everything. */
  flush(): void;
  size(): number;
};

/** Refunds and late reads still find an order for so long after its end. */
const KEPT_AFTER_END_MS = 45 * 60_000;
const KEPT_AT_MOST_MS = 6 * 3_600_000;
const KEPT_MAX = 30_000;

export function createLedger(truth: Truth): Ledger {
  const byNo = new Map<string, LiveOrder>();
  const bySeq = new Map<string, LiveOrder>();
  const byPart = new Map<string, LiveOrder[]>();
  const forget = (live: LiveOrder): void => {
    truth.write(live);
    byNo.delete(keyOf(live.order.channel, live.order.externalNo));
    bySeq.delete(seqKey(live.order));
    for (const part of live.parts.keys()) byPart.delete(part);
  };
  return {
    add: (live) => {
      byNo.set(keyOf(live.order.channel, live.order.externalNo), live);
      bySeq.set(seqKey(live.order), live);
    },
    find: (channel, externalNo) => byNo.get(keyOf(channel, externalNo)) ?? null,
    findByDaySeq: (channel, { day, storeCode, daySeq }) =>
      bySeq.get(`${channel} ${day} ${storeCode} ${daySeq}`) ?? null,
    placedBetween: (channel, fromMs, toMs) =>
      [...byNo.values()].filter(
        ({ order }) =>
          order.channel === channel && order.placedAtMs >= fromMs && order.placedAtMs <= toMs,
      ),
    linkPart: (fulfilmentId, live) => {
      const known = byPart.get(fulfilmentId);
      if (known === undefined) byPart.set(fulfilmentId, [live]);
      else if (!known.includes(live)) known.push(live);
    },
    ofPart: (fulfilmentId) => byPart.get(fulfilmentId) ?? [],
    sweep: (simMs) => {
      for (const live of byNo.values()) if (isOld(live, simMs)) forget(live);
      // Insertion order is age: above the limit the oldest go, ended or not.
      for (const live of byNo.values()) {
        if (byNo.size <= KEPT_MAX) break;
        forget(live);
      }
    },
    flush: () => {
      for (const live of byNo.values()) forget(live);
    },
    size: () => byNo.size,
  };
}

function isOld(live: LiveOrder, simMs: number): boolean {
  if (live.endedSimMs !== null) return simMs - live.endedSimMs > KEPT_AFTER_END_MS;
  return simMs - live.placedSimMs > KEPT_AT_MOST_MS;
}

function keyOf(channel: string, externalNo: string): string {
  return `${channel} ${externalNo}`;
}

function seqKey(order: WorldOrder): string {
  return `${order.channel} ${businessDayOf(order.placedAtMs as Instant)} ${order.store.code} ${order.daySeq}`;
}

import { businessDayOf, type Instant } from "@/server/domain/kernel/instant";
import { ORDER_CHANNELS, type OrderChannel } from "./order";

/** 2024-01-01 UTC: seconds since then have nine digits until 2055. */
const STAMP_EPOCH_SECONDS = 1_704_067_200;
const HEADS: Record<OrderChannel, string> = {
  app: "A",
  mini: "M",
  pos: "P",
  meituan: "8",
  eleme: "5",
  group: "G",
};
const DAY_SEQ_PER_MINUTE = 2;

export type Numbers = {
  externalNo(channel: OrderChannel): string;
  /** The shop's running number of the day on a channel, from 1 at midnight. */
  daySeq(channel: OrderChannel, storeCode: string, atMs: number): number;
  /** The latest number given; 0 before the first of the day. */
  latestDaySeq(channel: OrderChannel, storeCode: string, atMs: number): number;
};

/**
 * External numbers that never repeat over runs: the start second and the seed are part of them.
 *
 * 美团 and 饿了么 numbers have 19 digits, as theirs do: beyond what a JavaScript number holds.
 */
export function runNumbers(seed: number, startMs: number): Numbers {
  const stamp = String(Math.floor(startMs / 1_000) - STAMP_EPOCH_SECONDS).padStart(9, "0");
  const run = stamp + String(Math.abs(seed) % 100).padStart(2, "0");
  const counts = new Map<OrderChannel, number>(ORDER_CHANNELS.map((channel) => [channel, 0]));
  const days = new Map<string, { day: string; seq: number }>();
  const today = (channel: OrderChannel, storeCode: string, atMs: number) => {
    const key = `${channel} ${storeCode}`;
    const day = businessDayOf(atMs as Instant);
    const known = days.get(key);
    if (known?.day === day) return known;
    const fresh = { day, seq: openingSeq(atMs, startMs) };
    days.set(key, fresh);
    return fresh;
  };
  return {
    externalNo: (channel) => {
      const count = (counts.get(channel) ?? 0) + 1;
      counts.set(channel, count);
      return HEADS[channel] + run + String(count).padStart(7, "0");
    },
    daySeq: (channel, storeCode, atMs) => {
      const entry = today(channel, storeCode, atMs);
      entry.seq += 1;
      return entry.seq;
    },
    latestDaySeq: (channel, storeCode, atMs) => today(channel, storeCode, atMs).seq,
  };
}

/** A run that starts at noon goes on above what an earlier run of the same day may have given. */
function openingSeq(atMs: number, startMs: number): number {
  if (businessDayOf(atMs as Instant) !== businessDayOf(startMs as Instant)) return 0;
  const minuteOfDay = Math.floor((startMs + 8 * 3_600_000) / 60_000) % 1_440;
  return minuteOfDay * DAY_SEQ_PER_MINUTE;
}

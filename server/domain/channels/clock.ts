import { civilFromDays, type Instant } from "../kernel/instant";
import type { ChannelFact, ChannelOrder, Decoded, DeviceStep } from "./message";
import { UNTOLD } from "./unset";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Clocks are seldom set to the second; what runs ahead by more is wrong. */
export const AHEAD_MS = 10 * MINUTE;

/**
 * How far behind its arrival a moment may be, by topic, else a week: a till without a line queues its sales for days. A
 * store's or a rider's step is news; a file of group buying is made once a campaign is over; what we asked a platform
 * for may be of any age.
 */
const BEHIND_MS: Readonly<Record<string, number>> = {
  "store-events": DAY,
  "rider-events": DAY,
  file: 31 * DAY,
  detail: 400 * DAY,
  "detail-final": 400 * DAY,
};
const WEEK = 7 * DAY;

export const behindOf = (topic: string): number =>
  Object.hasOwn(BEHIND_MS, topic) ? (BEHIND_MS[topic] ?? WEEK) : WEEK;

/** A moment that cannot be, as it was told, and whose clock told it. */
export type Stray = {
  told: Instant;
  /** A till's number where it has one; else the account itself, or who a step's parcel or task belongs to. */
  device: string | null;
  step: DeviceStep | null;
};

type Held = { item: Decoded; stray: Stray | null };

/**
 * What a message says, with every moment held against its arrival: what cannot be is taken as the arrival. Nothing else
 * decides, so that the same message always says the same.
 *
 * When an order was placed is never later than its arrival either. News keep the few minutes that a platform's clock runs
 * ahead, since they are ordered by it.
 *
 * @param arrival when the message came, and its topic
 */
export function holdMoments(item: Decoded, arrival: { at: Instant; topic: string }): Held {
  const hold = holder(arrival);
  switch (item.type) {
    case "order": {
      const order = heldOrder(item.order, hold);
      return { item: { ...item, order }, stray: strayOf(hold, item.order.device ?? null) };
    }
    case "fact": {
      const fact = heldFact(item.fact, hold.at(item.fact.at));
      return { item: { ...item, fact }, stray: strayOf(hold, null) };
    }
    case "step": {
      const step = { ...item.step, at: hold.past(item.step.at) };
      return { item: { ...item, step }, stray: strayOf(hold, null, item.step) };
    }
    case "report": {
      // A count of long ago is old news, not one of now.
      const report = { ...item.report, asOf: hold.notAhead(item.report.asOf) };
      return { item: { ...item, report }, stray: strayOf(hold, null) };
    }
    default:
      return { item, stray: null };
  }
}

type Holder = {
  at: (moment: Instant) => Instant;
  past: (moment: Instant) => Instant;
  notAhead: (moment: Instant) => Instant;
  wrong: () => Instant | null;
};

function holder({ at: arrival, topic }: { at: Instant; topic: string }): Holder {
  const behindMs = behindOf(topic);
  let wrong: Instant | null = null;
  const within = (moment: Instant, from: number): Instant => {
    if (moment === UNTOLD) return arrival;
    if (moment >= from && moment <= arrival + AHEAD_MS) return moment;
    wrong ??= moment;
    return arrival;
  };
  const at = (moment: Instant) => within(moment, arrival - behindMs);
  return {
    at,
    past: (moment) => Math.min(at(moment), arrival) as Instant,
    notAhead: (moment) => within(moment, Number.NEGATIVE_INFINITY),
    wrong: () => wrong,
  };
}

const strayOf = (hold: Holder, device: string | null, step: DeviceStep | null = null) => {
  const told = hold.wrong();
  return told === null ? null : { told, device, step };
};

function heldOrder(order: ChannelOrder, hold: Holder): ChannelOrder {
  return {
    ...order,
    placedAt: hold.past(order.placedAt),
    paidAt: order.paidAt === null ? null : hold.past(order.paidAt),
    versionAt: hold.at(order.versionAt),
  };
}

/** The time somebody has to answer runs from the same moment. */
function heldFact(fact: ChannelFact, at: Instant): ChannelFact {
  if (fact.kind !== "application") return { ...fact, at };
  return { ...fact, at, answerBy: (at + (fact.answerBy - fact.at)) as Instant };
}

/** Where a moment outside messages, a rider's ping, is held against its arrival as a device's step is. */
export function heldPing(at: Instant, now: Instant): { at: Instant; isWrong: boolean } {
  const isWrong = at < now - DAY || at > now + AHEAD_MS;
  return { at: isWrong ? now : (Math.min(at, now) as Instant), isWrong };
}

/** "2036-11-28 04:00:00" in Shanghai, of any year; `compact` as 20361128040000. */
export function shanghaiClock(at: Instant, compact = false): string {
  const local = at + 8 * 3_600_000;
  const day = civilFromDays(Math.floor(local / DAY));
  const seconds = Math.floor((((local % DAY) + DAY) % DAY) / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => String(part).padStart(2, "0"));
  return compact ? `${day.replaceAll("-", "")}${clock.join("")}` : `${day} ${clock.join(":")}`;
}

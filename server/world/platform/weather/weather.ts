import type { Rng } from "@/server/domain/kernel/rng";
import type { Answer, Task } from "../desk";

/** How often a call about stock or prices meets trouble, in basis points of calls; each call meets one trouble at most. */
export type WeatherRates = {
  /** The connection breaks before anybody reads the call. */
  dropRequest: number;
  /** It takes effect, and the connection breaks before the answer. */
  dropAnswer: number;
  /** It takes effect later; the answer comes then, or never. Later calls overtake it. */
  delay: number;
  /** It takes effect now and once more later; answered once. */
  duplicate: number;
  /** HTTP 5xx; half of them after it took effect. */
  unavailable: number;
  /** It takes effect, and the answer is some proxy's page. */
  garbage: number;
  /** A storm begins: for `stormMs` the account's calls are throttled. */
  storm: number;
};

export const CALM: WeatherRates = {
  dropRequest: 0,
  dropAnswer: 0,
  delay: 0,
  duplicate: 0,
  unavailable: 0,
  garbage: 0,
  storm: 0,
};
/** What the demo's platforms do on any day. */
export const USUAL_WEATHER: WeatherRates = { ...CALM, dropAnswer: 50, unavailable: 50 };

export type Timers = {
  nowMs: () => number;
  /** @returns how to call it off */
  after: (ms: number, what: () => void) => () => void;
};

export const WALL_TIMERS: Timers = {
  nowMs: Date.now,
  after: (ms, what) => {
    const timer = setTimeout(what, ms);
    return () => clearTimeout(timer);
  },
};

/** Where an answer goes; `cut` breaks the connection instead. */
export type Wire = { reply: (answer: Answer) => void; cut: () => void };

export type Weather = {
  rates: () => Readonly<WeatherRates>;
  /** Takes hold with the next call. @throws RangeError on a rate that is none, or a fault nobody knows */
  set: (change: Partial<WeatherRates>) => void;
  /** Do a task through the weather. */
  pass: (task: Task, wire: Wire) => void;
  /** Calls that still wait to take effect. */
  pending: () => number;
  /** Storms end, and what waits never happens. */
  close: () => void;
};

/** Of the settling time, so much is used up by delays at most; the rest is for the way here and for late timers. */
const DELAY_SHARE = 0.7;
const GIVE_UP_SHARE = 0.85;

type WeatherOptions = {
  rng: Rng;
  rates?: Partial<WeatherRates>;
  timers?: Timers;
  /** How late a call may come to a receiver that compares versions. */
  lateMsMax?: number;
  stormMs?: number;
};

/** Trouble on the way to a platform and back, seeded. */
export function createWeather(options: WeatherOptions): Weather {
  const { rng, timers = WALL_TIMERS, lateMsMax = 3_000, stormMs = 2_000 } = options;
  const rates: WeatherRates = { ...CALM };
  const storms = new Map<string, number>();
  const waiting = new Set<() => void>();
  /** Law of platforms without versions: in force within the settling time, or never. */
  const later = (task: Task, then: (answer: Answer | null) => void): void => {
    const settleMs = task.figures?.settleMs ?? 0;
    const isBound = Number.isFinite(settleMs);
    const arrivedMs = timers.nowMs();
    const mostMs = Math.floor(isBound ? settleMs * DELAY_SHARE : lateMsMax);
    const cancel = timers.after(rng.int(mostMs + 1), () => {
      waiting.delete(cancel);
      const isLate = isBound && timers.nowMs() - arrivedMs > settleMs * GIVE_UP_SHARE;
      then(isLate ? null : task.answer());
    });
    waiting.add(cancel);
  };
  const troubles: Record<keyof WeatherRates, (task: Task, wire: Wire) => void> = {
    dropRequest: (_, wire) => wire.cut(),
    dropAnswer: (task, wire) => {
      task.answer();
      wire.cut();
    },
    delay: (task, wire) => {
      const isAnswered = rng.chance(5_000);
      later(task, (answer) => (answer !== null && isAnswered ? wire.reply(answer) : wire.cut()));
    },
    duplicate: (task, wire) => {
      wire.reply(task.answer());
      later(task, () => {});
    },
    unavailable: (task, wire) => {
      if (rng.chance(5_000)) task.answer();
      wire.reply({ status: 503, text: "" });
    },
    garbage: (task, wire) => {
      task.answer();
      wire.reply({ status: 200, text: "<html><body>upstream</body></html>" });
    },
    storm: (task, wire) => {
      if (task.figures) storms.set(task.figures.account, timers.nowMs() + stormMs);
      wire.reply((task.figures?.throttled ?? task.answer)());
    },
  };
  const weather: Weather = {
    rates: () => rates,
    set: (change) => Object.assign(rates, checked(change)),
    pass: (task, wire) => {
      const { figures } = task;
      if (!figures) return wire.reply(task.answer());
      const isStormy = (storms.get(figures.account) ?? 0) > timers.nowMs();
      if (isStormy || !figures.mayCall()) return wire.reply(figures.throttled());
      const trouble = draw(rates, rng);
      if (trouble === null) wire.reply(task.answer());
      else troubles[trouble](task, wire);
    },
    pending: () => waiting.size,
    close: () => {
      for (const cancel of waiting) cancel();
      waiting.clear();
      storms.clear();
    },
  };
  weather.set(options.rates ?? {});
  return weather;
}

const FAULTS = Object.keys(CALM) as (keyof WeatherRates)[];

function draw(rates: WeatherRates, rng: Rng): keyof WeatherRates | null {
  let mark = rng.int(10_000);
  for (const fault of FAULTS) {
    if (mark < rates[fault]) return fault;
    mark -= rates[fault];
  }
  return null;
}

function checked(change: Partial<WeatherRates>): Partial<WeatherRates> {
  for (const [fault, rate] of Object.entries(change)) {
    if (!Object.hasOwn(CALM, fault)) throw new RangeError(`no such fault: ${fault}`);
    if (!Number.isInteger(rate) || rate < 0 || rate > 10_000)
      throw new RangeError(`${fault}: 0 to 10000 basis points, got ${rate}`);
  }
  return change;
}

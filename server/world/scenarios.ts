import { demandLevel } from "@/server/domain/demo/demand-by-hour";
import { type FaultRates, USUAL_FAULTS } from "./faults";
import type { OrderChannel } from "./orders/order";

/** Where a run is: simulated now, time since its start, its length (null when it has no end). */
export type Moment = { simMs: number; elapsedMs: number; runMs: number | null };

export type Scenario = {
  name: string;
  /** One line for people. */
  line: string;
  /** Demand against `--rate`. */
  level(moment: Moment): number;
  hotFactor: number;
  faults: FaultRates;
  /** Riders' pace against the usual. */
  pace: number;
  /** Whether a channel is down. */
  isDown(channel: OrderChannel, moment: Moment): boolean;
};

const CYCLE_MS = 60 * 60_000;
const never = (): boolean => false;
const flat = (level: number) => (): number => level;

/** How far through the run, 0 to below 1; a run without an end goes round every hour. */
function progress(moment: Moment): number {
  const whole = moment.runMs ?? CYCLE_MS;
  return (moment.elapsedMs % whole) / whole;
}

function hill(moment: Moment, top: number, at: number): number {
  return 0.5 + (top - 0.5) * Math.exp(-(((progress(moment) - at) / 0.22) ** 2));
}

const usual = { hotFactor: 1, faults: USUAL_FAULTS, pace: 1, isDown: never };

export const SCENARIOS: readonly Scenario[] = [
  {
    ...usual,
    name: "steady",
    line: "平常的一天：随钟点起伏，一直运行",
    level: (moment) => demandLevel(moment.simMs),
  },
  {
    ...usual,
    name: "lunch-peak",
    line: "午高峰：中段冲到两倍，再慢慢回落",
    level: (moment) => hill(moment, 2, 0.5),
  },
  {
    ...usual,
    name: "evening-peak",
    line: "晚高峰：来得更快、更高、更久",
    level: (moment) => hill(moment, 2.5, 0.4),
  },
  {
    ...usual,
    name: "promotion",
    line: "大促：爆品需求十倍，订单翻三倍",
    level: flat(3),
    hotFactor: 10,
    faults: { ...USUAL_FAULTS, lateCancel: 400, delay: 800 },
  },
  { ...usual, name: "rain", line: "下雨：订单更多，骑手更慢", level: flat(1.5), pace: 0.6 },
  {
    ...usual,
    name: "eleme-outage",
    line: "饿了么中断：中段停止推送与接口，恢复后补推",
    level: flat(1),
    isDown: (channel, moment) => channel === "eleme" && isMiddle(moment),
  },
  {
    ...usual,
    name: "chaos",
    line: "混乱：重复、乱序、丢推送、坏签名、降级单都很多",
    level: flat(1.2),
    faults: {
      duplicates: 5_000,
      reorder: 800,
      delay: 2_000,
      lateCancel: 800,
      partialRefund: 800,
      badSignature: 500,
      lostPush: 500,
      degraded: 1_000,
    },
  },
  { ...usual, name: "quiet", line: "清闲：深夜般的零星订单", level: flat(0.2) },
];

function isMiddle(moment: Moment): boolean {
  const at = progress(moment);
  return at >= 0.3 && at < 0.6;
}

export function findScenario(name: string): Scenario | null {
  return SCENARIOS.find((scenario) => scenario.name === name) ?? null;
}

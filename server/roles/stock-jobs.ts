import { inTransaction } from "@/db/client";
import { refreshLags } from "@/db/queries/channels/published";
import { refreshRates } from "@/db/queries/channels/publishing";
import type { Context } from "../context";
import { askRestocks } from "../pipelines/inventory/ask-restock";
import { roundCheck } from "../pipelines/inventory/check-stock";
import { takeReports } from "../pipelines/inventory/counts/take-reports";
import { expireHolds } from "../pipelines/inventory/holds/end-holds";
import { settleDebts } from "../pipelines/inventory/settle-debts";
import { roundCompare } from "../pipelines/publish/compare-shop";
import { planChanged } from "../pipelines/publish/plan-figures";
import { planPrices } from "../pipelines/publish/plan-prices";
import { askEverything, planPage } from "../pipelines/publish/plan-round";
import { createSender } from "../pipelines/publish/send-figures";
import { type Loop, type Round, startLoop } from "./loop";

const PLAN_MS = 100;
const PLAN_MS_MAX = 500;
const PLAN_TIMES = 6;
const SEND_MS = 25;
const SEND_IDLE_MS = 100;
const ROUND_MS = 250;
const EVERYTHING_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
const RATE_MINUTES = 60;
const LAG_MINUTES = 5;
/** Cells the sweep looks at in one step: a city of 7,200 in a little over a minute. */
const SWEEP_CELLS = 200;

/** On a busy system what changes in half a second is planned together; nobody is told of it sooner than in two, but of a zero. */
const planPace = ({ tookMs }: Round): number =>
  Math.min(PLAN_MS_MAX, Math.max(PLAN_MS, PLAN_TIMES * tookMs));

/**
 * The jobs of stock, all held by one lease: what expires, what channels are told, what warehouses say, whether the books
 * are true.
 *
 * @param holds whether this process has the lease
 */
export function startStockJobs(context: Context, holds: () => Promise<boolean>): Loop[] {
  const job = (name: string, restMs: number, work: (turn: number) => Promise<number>): Loop =>
    startLoop(name, context, {
      restMs,
      work: async (turn) => ((await holds()) ? await work(turn) : 0),
    });
  /** Done, and then rested from, however much it found. */
  const once = (name: string, restMs: number, work: (turn: number) => Promise<unknown>): Loop =>
    job(name, restMs, async (turn) => {
      await work(turn);
      return 0;
    });
  const compare = roundCompare(context);
  const sender = createSender(context);
  const send = startLoop("tell-channels", context, {
    restMs: SEND_IDLE_MS,
    work: async () => {
      if (!(await holds())) return 0;
      return await sender.tick();
    },
    paceMs: () => SEND_MS,
  });
  return [
    job("expire-holds", 1_000, () => expireHolds(context)),
    job("stock-reports", 500, () => takeReports(context)),
    job("stock-debts", 1_000, () => settleDebts(context)),
    once("stock-sweep", 2_000, roundCheck(context, SWEEP_CELLS)),
    once("plan-everything", EVERYTHING_MS, async () => {
      await askEverything(context);
      await planPrices(context);
    }),
    startLoop("plan-round", context, {
      restMs: ROUND_MS,
      work: async () => {
        if (!(await holds())) return 0;
        const { cells, isUrgent } = await planPage(context);
        if (isUrgent) send.poke();
        return cells;
      },
      paceMs: ({ tookMs }) => tookMs,
    }),
    startLoop("plan-changed", context, {
      restMs: PLAN_MS,
      work: async () => {
        if (!(await holds())) return 0;
        const { events, isUrgent } = await planChanged(context);
        if (isUrgent) send.poke();
        return events;
      },
      paceMs: planPace,
    }),
    { ...send, stop: async () => void (await Promise.all([send.stop(), sender.idle()])) },
    compareLoop(context, holds, compare),
    once("rates", 60_000, () =>
      inTransaction(context.db, async (tx) => {
        await refreshRates(tx, RATE_MINUTES);
        await refreshLags(tx, LAG_MINUTES);
      }),
    ),
    once("restock", 5_000, (turn) => askRestocks(context, turn % 12 === 0)),
  ];
}

/** Every shop of every channel once an hour, spread over it. */
function compareLoop(
  context: Context,
  holds: () => Promise<boolean>,
  compare: () => Promise<number>,
): Loop {
  let shops = 60;
  return startLoop("compare-shops", context, {
    restMs: 60_000,
    work: async (turn) => {
      // Not in the first moments: nothing has been told yet.
      if (turn === 0 || !(await holds())) return 0;
      shops = await compare();
      return shops;
    },
    paceMs: () => HOUR_MS / Math.max(1, shops),
  });
}

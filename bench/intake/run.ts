import { median } from "../measure/percentile";
import { openStand } from "../measure/stand";
import type { BenchOptions } from "../options";
import { type CopyRun, makeCopyDatabases, runCopy, takeRows } from "./copy-limit";
import { runSystem, type SystemRun, startEngine } from "./system-run";

/** Offered so that the engine is the limit, in orders a second; what it keeps up with is the result. */
const RATE = 2_000;
const LATENCY_RATE = 1_000;
const SINGLE_RATE = 150;

/**
 * P1 and P2: orders end to end over signed HTTP, against COPY of the same rows and against the same pipelines at batch
 * size one, in turn (A B A B) in one run.
 */
export async function runIntake(options: BenchOptions): Promise<Record<string, unknown>> {
  const seconds = options.isLong ? 20 : 5;
  const { build } = await import("../../scripts/build.mjs");
  await build({ pages: false });
  const stand = await openStand({ gateway: 3190, web: 3090, world: 3290 });
  try {
    await stand.db.unsafe("create extension if not exists pg_stat_statements");
    const copies: CopyRun[] = [];
    const runs: SystemRun[] = [];
    await makeCopyDatabases(stand, ["copy_0", "copy_1"]);
    const engine = await startEngine(stand, false);
    // A process that has just started compiles as it goes; what it does for hours is measured, not its first second.
    await runSystem(stand, engine, { rate: LATENCY_RATE, seconds: 3, seed: 3 });
    for (let round = 0; round < 2; round += 1) {
      const [first] = await stand.db<
        { id: number }[]
      >`select coalesce(max(id), 0) + 1 as id from orders`;
      runs.push(await runSystem(stand, engine, { rate: RATE, seconds, seed: 11 + round }));
      options.say(`system ${round}: ${JSON.stringify(rounded(runs.at(-1) ?? {}))}`);
      copies.push(await runCopy(stand, await takeRows(stand, first?.id ?? 0), `copy_${round}`));
      options.say(`copy   ${round}: ${JSON.stringify(rounded(copies.at(-1) ?? {}))}`);
    }
    const calm = await runSystem(stand, engine, {
      rate: LATENCY_RATE,
      seconds: options.isLong ? 20 : 4,
      seed: 31,
    });
    options.say(`calm: ${JSON.stringify(rounded(calm))}`);
    await engine.stop();
    const one = await startEngine(stand, true);
    await runSystem(stand, one, { rate: 50, seconds: 1, seed: 40 });
    const single = await runSystem(stand, one, {
      rate: SINGLE_RATE,
      seconds: options.isLong ? 10 : 2,
      seed: 41,
    });
    options.say(`single: ${JSON.stringify(rounded(single))}`);
    await one.stop();
    const [stock] = await stand.db<
      { n: number }[]
    >`select count(*)::int as n from stock where reserved > on_hand or reserved < 0`;
    return report({ runs, copies, calm, single, oversold: stock?.n ?? 0 });
  } finally {
    await stand.stop();
  }
}

const rounded = (values: object) =>
  Object.fromEntries(
    Object.entries(values).map(([k, v]) => [
      k,
      typeof v === "number" ? Math.round(v * 100) / 100 : v,
    ]),
  );

type Measured = {
  runs: SystemRun[];
  copies: CopyRun[];
  calm: SystemRun;
  single: SystemRun;
  oversold: number;
};

function report({ runs, copies, calm, single, oversold }: Measured): Record<string, unknown> {
  const of = (field: keyof SystemRun) => median(runs.map((r) => r[field]));
  const all = [...runs, calm, single];
  const sum = (field: keyof SystemRun) => all.reduce((total, r) => total + r[field], 0);
  const copyRate = median(copies.map((c) => c.perSecond));
  const copyCpu = median(copies.map((c) => c.cpuMicrosPerOrder));
  return {
    name: "intake",
    ...rounded({
      ordersPerSecond: of("perSecond"),
      copyOrdersPerSecond: copyRate,
      singleTxOrdersPerSecond: single.perSecond,
      ratioToCopy: of("perSecond") / copyRate,
      cpuRatioToCopy: copyCpu / of("cpuMicrosPerOrder"),
      ratioToSingleTx: of("perSecond") / single.perSecond,
      cpuMicrosPerOrder: of("cpuMicrosPerOrder"),
      engineMicrosPerOrder: of("engineMicrosPerOrder"),
      loadMicrosPerOrder: of("loadMicrosPerOrder"),
      copyCpuMicrosPerOrder: copyCpu,
      singleCpuMicrosPerOrder: single.cpuMicrosPerOrder,
      cpuRatioToSingleTx: single.cpuMicrosPerOrder / of("cpuMicrosPerOrder"),
      statementsPerOrder: of("statementsPerOrder"),
      walBytesPerOrder: of("walBytesPerOrder"),
      sent: sum("orders"),
      accepted: sum("accepted"),
      lost: sum("lost"),
      duplicated: runs.at(-1)?.duplicated ?? 0,
      oversold,
      ackP50Ms: calm.ackP50Ms,
      ackP99Ms: calm.ackP99Ms,
      rssPeakMiB: Math.max(...all.map((r) => r.rssPeakMiB)),
      othersCores: of("othersCores"),
    }),
  };
}

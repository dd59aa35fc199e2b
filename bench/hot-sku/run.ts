import { insertTables } from "@/db/bulk";
import { inTransaction } from "@/db/client";
import { lockStock, reservationRows, reserveStock } from "@/db/queries/stock/stock";
import { createContext } from "@/server/context";
import { promisedRows } from "@/server/domain/fulfilment";
import { type Demand, decideReservations } from "@/server/domain/inventory";
import { holdDesk } from "@/server/gateway/own/hold-desk";
import type { Deps } from "@/server/pipelines/deps";
import { readCpu } from "../measure/cpu";
import { median } from "../measure/percentile";
import { openStand, type Stand } from "../measure/stand";
import type { BenchOptions } from "../options";
import { type HotRun, layShelf, readShelf, runNaive } from "./naive-limit";

const SKU = 1;
const CALLERS = 32;
/** Orders in one batch of the pipelines, as the engine takes them when it is behind. */
const BATCH = 500;
/** Short and many: a shared machine is fast for a while and slow for a while, and a round should lie in one of them. */
const ROUNDS = 9;

/**
 * P3: one article everybody wants. Single-row conditional updates on 32 connections, 32 callers through the batcher, and
 * the pipelines' set-based reservation, in turn (A B C A B C) in one run, reservation rows included. Each contest goes on
 * until the shelf is empty or the time is over; the last one of each kind is made small, so that it does get empty.
 */
export async function runHotSku(options: BenchOptions): Promise<Record<string, unknown>> {
  const seconds = options.isLong ? 4 : 1;
  const stand = await openStand({ gateway: 3191, web: 3091, world: 3291 });
  const context = createContext(stand.config, stand.cluster.url, {
    name: "bench-hot",
    connections: 4,
  });
  try {
    const runs: Record<"naive" | "batcher" | "pipeline", HotRun[]> = {
      naive: [],
      batcher: [],
      pipeline: [],
    };
    const plenty = 100_000_000;
    await layShelf(stand, SKU, plenty);
    await runBatcher(stand, context, 1);
    await runPipeline(stand, context, 1);
    for (let round = 0; round < ROUNDS; round += 1) {
      await layShelf(stand, SKU, plenty);
      runs.naive.push(await runNaive(stand, SKU, seconds));
      await layShelf(stand, SKU, plenty);
      runs.batcher.push(await runBatcher(stand, context, seconds));
      await layShelf(stand, SKU, plenty);
      runs.pipeline.push(await runPipeline(stand, context, seconds));
      options.say(
        `round ${round}: ${Object.entries(runs)
          .map(([name, all]) => `${name} ${Math.round(all.at(-1)?.perSecond ?? 0)}/s`)
          .join(", ")}`,
      );
    }
    return { ...report(runs), ...(await emptyShelf(stand, context, options)) };
  } finally {
    await context.close();
    await stand.stop();
  }
}

/** Everybody at once for fewer pieces than are wanted: exactly those are sold. */
async function emptyShelf(
  stand: Stand,
  context: Deps,
  options: BenchOptions,
): Promise<{ sold: number; stock: number; oversold: number }> {
  const stock = 3_000;
  await layShelf(stand, SKU, stock);
  const [a, b, c] = await Promise.all([
    runNaive(stand, SKU, 3),
    runBatcher(stand, context, 3),
    runPipeline(stand, context, 3),
  ]);
  options.say(
    `for ${stock} pieces: ${[a, b, c].map((r) => `${r.sold} + ${r.refused} refused`).join(", ")}`,
  );
  const { reserved, onHand } = await readShelf(stand, SKU);
  const sold = a.sold + b.sold + c.sold;
  return { sold, stock, oversold: Math.max(0, sold - stock, reserved - onHand) };
}

async function measured(
  stand: Stand,
  work: (isOver: () => boolean) => Promise<{ sold: number; refused: number }>,
  seconds: number,
): Promise<HotRun> {
  const cpu0 = readCpu([process.pid, stand.cluster.pid]);
  const endMs = Date.now() + seconds * 1_000;
  const { sold, refused } = await work(() => Date.now() >= endMs);
  const cpu1 = readCpu([process.pid, stand.cluster.pid]);
  const took = (cpu1.atMs - cpu0.atMs) / 1_000;
  const cpuMicros = ((cpu1.mineMs - cpu0.mineMs) * 1_000) / Math.max(1, sold);
  return { sold, refused, perSecond: sold / took, cpuMicros };
}

let keys = 0;

/** 32 callers, each asks again when it has its answer. */
function runBatcher(stand: Stand, context: Deps, seconds: number): Promise<HotRun> {
  const desk = holdDesk(context);
  const draws = [{ skuId: SKU, per: 1 }];
  return measured(
    stand,
    async (isOver) => {
      const sum = { sold: 0, refused: 0 };
      const caller = async (): Promise<void> => {
        while (!isOver()) {
          keys += 1;
          const answer = await desk.hold({
            accountId: 1,
            holdKey: `bench-${keys}`,
            storeId: 1,
            mode: "all",
            items: [{ draws, qty: 1 }],
            ttlMs: 900_000,
          });
          if (answer.kind === "held") sum.sold += 1;
          else sum.refused += 1;
        }
      };
      await Promise.all(Array.from({ length: CALLERS }, caller));
      await desk.drain();
      return sum;
    },
    seconds,
  );
}

let orders = 1_000_000_000;

/** What a batch of intake does for its goods: lock, decide, promise, write the rows. */
function runPipeline(stand: Stand, context: Deps, seconds: number): Promise<HotRun> {
  const draws = [{ skuId: SKU, per: 1 }];
  return measured(
    stand,
    async (isOver) => {
      const sum = { sold: 0, refused: 0 };
      while (!isOver()) {
        const demands: Demand[] = Array.from({ length: BATCH }, () => {
          orders += 1;
          return { orderId: orders, lineNo: 1, storeId: 1, draws, qty: 1 };
        });
        const sold = await inTransaction(context.db, async (tx) => {
          const stock = await lockStock(tx, [{ storeId: 1, skuId: SKU }]);
          const { grants, changes } = decideReservations(demands, stock);
          await Promise.all([
            reserveStock(tx, changes),
            insertTables(tx, [reservationRows(promisedRows(grants, { expiresAt: () => null }))]),
          ]);
          return grants.reduce((n, g) => n + g.granted, 0);
        });
        sum.sold += sold;
        sum.refused += BATCH - sold;
      }
      return sum;
    },
    seconds,
  );
}

function report(runs: Record<"naive" | "batcher" | "pipeline", HotRun[]>): Record<string, unknown> {
  const rate = (all: readonly HotRun[]) => median(all.map((r) => r.perSecond));
  const cpu = (all: readonly HotRun[]) => Math.round(median(all.map((r) => r.cpuMicros)));
  /** Against the peer of the same round. */
  const ratio = (all: readonly HotRun[]) =>
    Math.round(median(all.map((r, i) => r.perSecond / (runs.naive[i]?.perSecond ?? 1))) * 10) / 10;
  return {
    name: "hot-sku",
    naivePerSecond: Math.round(rate(runs.naive)),
    batcherPerSecond: Math.round(rate(runs.batcher)),
    batcherRatio: ratio(runs.batcher),
    pipelinePerSecond: Math.round(rate(runs.pipeline)),
    pipelineRatio: ratio(runs.pipeline),
    naiveCpuMicros: cpu(runs.naive),
    batcherCpuMicros: cpu(runs.batcher),
    pipelineCpuMicros: cpu(runs.pipeline),
  };
}

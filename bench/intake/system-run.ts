import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { type CpuReading, readCpu, rssMiB } from "../measure/cpu";
import { percentile } from "../measure/percentile";
import { endProcess, type Stand } from "../measure/stand";

export type SystemRun = {
  orders: number;
  accepted: number;
  lost: number;
  duplicated: number;
  seconds: number;
  perSecond: number;
  cpuMicrosPerOrder: number;
  engineMicrosPerOrder: number;
  loadMicrosPerOrder: number;
  statementsPerOrder: number;
  walBytesPerOrder: number;
  ackP50Ms: number;
  ackP99Ms: number;
  rssPeakMiB: number;
  othersCores: number;
};

export type Report = {
  startMs: number;
  endMs: number;
  sent: { externalNo: string; channel: string; dueMs: number; ackMs: number; status: number }[];
  outcomes: { ok: number; refused: number; failed: number };
};

const SAMPLE_MS = 100;
const DRAIN_MS_MAX = 30_000;

/** What takes orders in: the door and the engine, as they run in life. */
export type Engine = { pids: number[]; stop: () => Promise<void> };

/**
 * Door and engine as the processes they are, or both in one (`HUILIU_ONE_PROCESS=1`), for comparison.
 *
 * @param isSingle everything one at a time
 */
export async function startEngine(stand: Stand, isSingle: boolean): Promise<Engine> {
  const size = isSingle ? "1" : null;
  Object.assign(stand.env, { HUILIU_BATCH: size ?? "500", HUILIU_COMMIT_SIZE: size ?? "256" });
  const parts =
    process.env.HUILIU_ONE_PROCESS === "1"
      ? [await stand.start("engine", "gateway,worker")]
      : [await stand.start("gateway", "gateway"), await stand.start("engine", "worker")];
  const [door, worker] = parts;
  // The supervisor's part: who takes in hears of what the door has stored.
  if (worker) door?.on("message", (message) => message === "stored" && worker.send("stored"));
  return {
    pids: parts.map((part) => part.pid ?? 0),
    stop: async () => {
      for (const part of parts) await endProcess(part);
    },
  };
}

/**
 * Send orders at a rate for some seconds and wait until the last acknowledged one is an order with its goods promised.
 * Everything between the first byte and that moment counts.
 */
export async function runSystem(
  stand: Stand,
  engine: Engine,
  options: { rate: number; seconds: number; seed: number },
): Promise<SystemRun> {
  const load = await startLoad(stand, options);
  const before = await readDatabase(stand);
  const cpu0 = read(stand, engine, load);
  let rssPeak = 0;
  const sampler = setInterval(() => {
    rssPeak = Math.max(
      rssPeak,
      engine.pids.reduce((sum, pid) => sum + rssMiB(pid), 0),
    );
  }, SAMPLE_MS);
  const report = await fired(load);
  const orders = Math.round(options.rate * options.seconds);
  const doneMs = await drained(stand, before.orders + orders);
  clearInterval(sampler);
  const cpu1 = read(stand, engine, load);
  const after = await readDatabase(stand);
  load.send("bye");
  const accepted = after.orders - before.orders;
  const seconds = (doneMs - report.startMs) / 1000;
  const elapsed = (cpu1.mine.atMs - cpu0.mine.atMs) / 1000;
  const acks = report.sent.filter((s) => s.status === 200).map((s) => s.ackMs - s.dueMs);
  const known = new Set(report.sent.filter((s) => s.status === 200).map((s) => s.externalNo));
  return {
    orders,
    accepted,
    lost: Math.max(0, known.size - accepted),
    duplicated: after.doubles,
    seconds,
    perSecond: accepted / seconds,
    cpuMicrosPerOrder: ((cpu1.mine.mineMs - cpu0.mine.mineMs) * 1000) / accepted,
    engineMicrosPerOrder: ((cpu1.engine.mineMs - cpu0.engine.mineMs) * 1000) / accepted,
    loadMicrosPerOrder: ((cpu1.load.mineMs - cpu0.load.mineMs) * 1000) / accepted,
    statementsPerOrder: (after.statements - before.statements) / accepted,
    walBytesPerOrder: (after.wal - before.wal) / accepted,
    ackP50Ms: percentile(acks, 0.5),
    ackP99Ms: percentile(acks, 0.99),
    rssPeakMiB: rssPeak,
    othersCores: Math.max(
      0,
      (cpu1.mine.allMs -
        cpu0.mine.allMs -
        (cpu1.mine.mineMs - cpu0.mine.mineMs) -
        (cpu1.load.mineMs - cpu0.load.mineMs)) /
        1000 /
        elapsed,
    ),
  };
}

function read(
  stand: Stand,
  engine: Engine,
  load: ChildProcess,
): { mine: CpuReading; engine: CpuReading; load: CpuReading } {
  return {
    mine: readCpu([...engine.pids, stand.cluster.pid]),
    engine: readCpu(engine.pids),
    load: readCpu([load.pid ?? 0]),
  };
}

/** Send orders and come back when the last answer is in. `end` it when nobody asks it for details any more. */
export async function runLoad(
  stand: Stand,
  options: { rate: number; seconds: number; seed: number },
): Promise<{ report: Report; end: () => void }> {
  const load = await startLoad(stand, options);
  return { report: await fired(load), end: () => load.send("bye") };
}

async function startLoad(
  stand: Stand,
  options: { rate: number; seconds: number; seed: number },
): Promise<ChildProcess> {
  const { config } = stand;
  const args = [
    `http://127.0.0.1:${config.HUILIU_GATEWAY_PORT}`,
    config.callbackBase,
    join(config.HUILIU_DATA, "secrets.json"),
    String(options.rate),
    String(options.seconds),
    String(config.HUILIU_WORLD_PORT),
    String(options.seed),
  ];
  const load = fork(join("bench", "intake", "load.ts"), args, {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await new Promise((resolve) => load.once("message", resolve));
  return load;
}

function fired(load: ChildProcess): Promise<Report> {
  return new Promise((resolve, reject) => {
    load.once("message", (report) => resolve(report as Report));
    load.once("exit", (code) => reject(new Error(`the load client ended (${code})`)));
    load.send("go");
  });
}

type DatabaseReading = { orders: number; doubles: number; statements: number; wal: number };

async function readDatabase({ db }: Stand): Promise<DatabaseReading> {
  const [row] = await db<DatabaseReading[]>`
    select (select count(*)::int from orders) as orders,
      (select count(*)::int from (select 1 from orders group by account_id, external_no having count(*) > 1) d) as doubles,
      (select coalesce(sum(calls), 0)::float8 from pg_stat_statements) as statements,
      (select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8) as wal`;
  return row ?? { orders: 0, doubles: 0, statements: 0, wal: 0 };
}

/** Until the orders are there and nothing waits in the log; gives up where they stop coming. */
async function drained({ db }: Stand, wanted: number): Promise<number> {
  const until = Date.now() + DRAIN_MS_MAX;
  while (Date.now() < until) {
    const [row] = await db<{ n: number }[]>`select count(*)::int as n from orders`;
    if ((row?.n ?? 0) >= wanted) break;
    await new Promise((r) => setTimeout(r, 50));
  }
  return Date.now();
}

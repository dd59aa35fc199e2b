import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { io } from "socket.io-client";
import { startEngine } from "../intake/system-run";
import { rssMiB } from "../measure/cpu";
import { percentile } from "../measure/percentile";
import { openStand, type Stand } from "../measure/stand";
import type { BenchOptions } from "../options";
import type { LoadReport } from "./load";
import { smallOrder } from "./order";
import { startProbe } from "./probe";

/** Offered so that the engine is the limit; what it keeps up with is what is sustainable. */
const LIMIT_RATE = 2_500;
const TIMES = 3;
const END_MS = 85;
const HEALTH_MS = 200;
const FRESH_MS = 100;

/**
 * Three times what can be sustained for a while, new connections included: what is answered, how soon, what is lost, how
 * long the backlog lasts, and whether the wall goes on. Then the sessions of the database are ended at random under load.
 */
export async function runOverload(options: BenchOptions): Promise<Record<string, unknown>> {
  const { build } = await import("../../scripts/build.mjs");
  await build();
  const seconds = options.isLong ? 60 : 15;
  const stand = await openStand({ gateway: 3194, web: 3094, world: 3294 });
  try {
    await stand.db`update channel_accounts set config = config || '{"ratePerSecond": 100000, "burst": 100000}'`;
    const engine = await startEngine(stand, false);
    await stand.start("web", "web");
    const wall = await watchWall(stand);
    await load(stand, { rate: 200, seconds: 3, name: "warm" });
    await drained(stand);
    const limit = await sustainable(stand);
    options.say(`sustainable: ${limit.toFixed(0)} orders/s`);
    wall.reset();
    const probes = startProbes(stand);
    const over = await load(stand, { rate: TIMES * limit, seconds, name: "over" });
    const [health, fresh] = await Promise.all(probes.map((probe) => probe.stop()));
    const drainSeconds = await drained(stand);
    options.say(`overload: ${JSON.stringify(short(over))}`);
    const wallGapMs = wall.gapMs();
    const ends = await underEnds(stand, limit, seconds);
    options.say(`sessions ended: ${JSON.stringify({ ...short(ends.report), ended: ends.ended })}`);
    await drained(stand);
    const dead = engine.pids.filter((pid) => rssMiB(pid) === 0).length;
    wall.close();
    const memory = engine.pids.map((pid) => Math.round(rssMiB(pid)));
    await engine.stop();
    return {
      name: "overload",
      sustainable: Math.round(limit),
      offered: Math.round(TIMES * limit),
      seconds,
      overload: short(over),
      healthMs: health,
      newConnectionMs: fresh,
      lost: await lostOf(stand, "over", over),
      drainSeconds,
      wallGapMs,
      ended: ends.ended,
      endsGapMs: ends.report.gapMs,
      endsStatuses: ends.report.statuses,
      endsLost: await lostOf(stand, "ends", ends.report),
      crashes: dead,
      rssMiB: memory,
    };
  } finally {
    await stand.stop();
  }
}

/** Beside the load, over connections of their own: the door's health, and orders of somebody else. */
function startProbes(stand: Stand) {
  const origin = `http://127.0.0.1:${stand.config.HUILIU_GATEWAY_PORT}`;
  const secret = secretsOf(stand).accounts["app-1"] ?? "";
  let i = 0;
  return [
    startProbe(origin, HEALTH_MS, () => ({ path: "/healthz", headers: {} })),
    startProbe(origin, FRESH_MS, () => {
      i += 1;
      return smallOrder(`probe-${i}`, i, secret);
    }),
  ];
}

const secretsOf = (stand: Stand) =>
  JSON.parse(readFileSync(join(stand.config.HUILIU_DATA, "secrets.json"), "utf8")) as {
    kiosk: string;
    accounts: Record<string, string>;
  };

function short({ statuses, answers, fresh, gapMs, sendSeconds }: LoadReport) {
  const of = (times: number[]) => ({
    p50: Math.round(percentile(times, 0.5)),
    p99: Math.round(percentile(times, 0.99)),
    max: Math.round(times.at(-1) ?? 0),
  });
  return { statuses, answerMs: of(answers), freshMs: of(fresh), gapMs, sendSeconds };
}

type Load = { rate: number; seconds: number; name: string };

function load(stand: Stand, { rate, seconds, name }: Load): Promise<LoadReport> {
  const { HUILIU_DATA: data, HUILIU_GATEWAY_PORT: port } = stand.config;
  const args = [
    `http://127.0.0.1:${port}`,
    join(data, "secrets.json"),
    `${rate}`,
    `${seconds}`,
    name,
  ];
  const child: ChildProcess = fork(join("bench", "overload", "load.ts"), args, {
    execArgv: process.execArgv,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  return new Promise((resolve, reject) => {
    child.once("message", (report) => {
      child.kill();
      resolve(report as LoadReport);
    });
    child.once("error", reject);
  });
}

async function sustainable(stand: Stand): Promise<number> {
  const since = Date.now();
  const report = await load(stand, { rate: LIMIT_RATE, seconds: 5, name: `limit${since}` });
  await drained(stand);
  return report.acked.length / ((Date.now() - since) / 1_000);
}

/** @returns how many were acknowledged and are no order */
async function lostOf({ db }: Stand, name: string, { acked }: LoadReport): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    select count(*)::int as n from unnest(${acked}::int[]) i
    where not exists (select from orders where external_no = ${name} || '-' || i)`;
  return row?.n ?? 0;
}

/** Until nothing is unread. @returns seconds it took */
async function drained({ db }: Stand): Promise<number> {
  const since = Date.now();
  for (;;) {
    const [row] = await db<{ behind: boolean }[]>`
      select exists (select 1 from inbox i join log_consumers c on c.lane = i.lane
        where (i.xid, i.id) > (c.position_xid, c.position_id)) as behind`;
    if (!row?.behind) return (Date.now() - since) / 1_000;
    await pause(100);
  }
}

/** Load while one session of ours after the other is ended. */
async function underEnds(stand: Stand, limit: number, seconds: number) {
  const running = load(stand, { rate: limit / 2, seconds, name: "ends" });
  let isOver = false;
  let ended = 0;
  const ending = (async () => {
    await pause(1_000);
    while (!isOver) {
      const rows = await stand.db`
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name like 'huiliu-%' and application_name <> 'huiliu-bench' and pid <> pg_backend_pid()
        order by random() limit 1`;
      ended += rows.length;
      await pause(END_MS);
    }
  })();
  const report = await running;
  isOver = true;
  await ending;
  return { report, ended };
}

/** A wall without a browser: how long it was without news at most. */
async function watchWall(stand: Stand) {
  const base = `http://127.0.0.1:${stand.config.PORT}`;
  const { kiosk } = secretsOf(stand);
  const entered = await fetch(`${base}/screen?token=${kiosk}`, { redirect: "manual" });
  const cookie = entered.headers
    .getSetCookie()
    .map((c) => c.split(";")[0])
    .join("; ");
  let lastAt = Date.now();
  let gap = 0;
  let seq = 0;
  const hear = (message: { seq?: number }): void => {
    gap = Math.max(gap, Date.now() - lastAt);
    lastAt = Date.now();
    seq = message.seq ?? seq;
  };
  const socket = io(base, {
    path: "/socket.io",
    transports: ["websocket"],
    extraHeaders: { cookie, origin: `http://localhost:${stand.config.PORT}` },
  });
  socket.on("connect", () => socket.emit("screen:join", { view: "a" }));
  socket.on("snapshot", hear);
  socket.on("delta", hear);
  const acks = setInterval(() => socket.emit("ack", { seq }), 2_000);
  await new Promise((done, fail) => {
    socket.once("snapshot", done);
    socket.once("connect_error", fail);
  });
  return {
    reset: () => {
      gap = 0;
      lastAt = Date.now();
    },
    gapMs: () => Math.max(gap, Date.now() - lastAt),
    close: () => {
      clearInterval(acks);
      socket.close();
    },
  };
}

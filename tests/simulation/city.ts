import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Db, openDb } from "@/db/client";
import { localVault } from "@/server/adapters/vault/local/vault";
import { type Bodies, logBodies } from "@/server/pipelines/bodies";

/** Nothing takes a tenth of it: whoever waits so long waits in vain. */
const UNTIL_SECONDS_MAX = 400;
const LOOK_MS = 100;
const LOOK_MS_MAX = 10_000;
const HANGS = { waitsFor: "an answer" };
const SAID_MAX = 60;

/**
 * Look until a thing is so.
 *
 * @param look says true, or what it saw instead
 * @param seconds looks at most, ten a second
 * @throws Error that says what did not come true
 */
export async function until(
  what: string,
  look: () => Promise<boolean | { waitsFor: unknown }>,
  seconds = UNTIL_SECONDS_MAX,
): Promise<void> {
  let seen: unknown = null;
  for (let i = 0; i < seconds * (1_000 / LOOK_MS); i += 1) {
    // A database or a door that is away is a look that saw nothing.
    const saw = await Promise.race([look(), pause(LOOK_MS_MAX, HANGS)]).catch((error: unknown) => ({
      waitsFor: String(error),
    }));
    if (saw === true) return;
    seen = saw === false ? seen : saw.waitsFor;
    await pause(LOOK_MS);
  }
  throw new Error(`after ${seconds} s still not: ${what} ${JSON.stringify(seen)}`);
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** A process, and the last of what it said. */
type Run = { child: ChildProcess; said: string[]; ended: Promise<void> };

function run(args: string[], env: NodeJS.ProcessEnv): Run {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], env });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      said.push(...lines);
      said.splice(0, said.length - SAID_MAX);
    });
  }
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  return { child, said, ended };
}

export type City = {
  db: Db;
  /** Epoch ms; the demo's past lies before it. */
  beganAt: number;
  /** What product and world said last, for a failure's message. */
  said: () => string;
  startProduct: () => Promise<void>;
  /** One more engine beside the product's, on the same database, as another machine would run it. */
  startHelper: () => Promise<void>;
  /** Where channels knock. */
  gateway: string;
  /** Account secrets, as the product made them. */
  secrets: () => Record<string, string>;
  /** Opens what the log keeps. */
  bodies: () => Bodies;
  /** The database's address, for strangers. */
  url: () => string;
  startWorld: (seed: number, flags: string[]) => void;
  worldSaid: (word: string) => boolean;
  /** kill -9; resolves when the process is gone. */
  killEngine: () => Promise<void>;
  killHelper: () => Promise<void>;
  killDoor: () => Promise<void>;
  killDatabase: () => Promise<void>;
  killSupervisor: () => Promise<void>;
  /** @returns the world's last line: what it did */
  stopWorld: () => Promise<Record<string, unknown>>;
  truth: () => Record<string, unknown>[];
  close: () => Promise<void>;
};

type Ports = { gateway: number; world: number; pg: number };

function productEnv(data: string, ports: Ports, seed: number): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...outside } = process.env;
  return {
    ...outside,
    NODE_ENV: "production" as const,
    HUILIU_DATA: data,
    HUILIU_ROLES: "gateway,worker",
    HUILIU_WORLD: "0",
    HUILIU_PULL_SECONDS: "3",
    HUILIU_SEED: String(seed),
    HUILIU_LOG_LEVEL: "warn",
    HUILIU_GATEWAY_PORT: String(ports.gateway),
    HUILIU_WORLD_PORT: String(ports.world),
    HUILIU_PG_PORT: String(ports.pg),
  };
}

function worldArgs(home: string, ports: Ports, seed: number): string[] {
  const here = `http://127.0.0.1:${ports.gateway}`;
  const callback = `http://localhost:${ports.gateway}`;
  const places = ["--gateway", here, "--callback-base", callback, "--port", `${ports.world}`];
  const secrets = join(home, "data", "secrets.json");
  return [...places, "--secrets", secrets, "--truth", join(home, "truth"), "--seed", `${seed}`];
}

async function killNow(what: string, pidOf: () => Promise<number>): Promise<void> {
  let pid = 0;
  await until(`${what} runs`, async () => {
    pid = await pidOf();
    return isAlive(pid);
  });
  process.kill(pid, "SIGKILL");
  await until(`${what} is gone`, async () => !isAlive(pid));
}

/** Processes of a role that live, the oldest first. */
async function pidsOf(db: Db, role: string): Promise<number[]> {
  const rows = await db<{ pid: number }[]>`
    select (detail ->> 'pid')::int as pid from role_beats
    where role = ${role} and beat_at > now() - interval '5 seconds' order by started_at`;
  return rows.map((row) => row.pid).filter(isAlive);
}

const linesOf = (file: string): string[] => readFileSync(file, "utf8").trimEnd().split("\n");

async function endRun(one: Run | null): Promise<void> {
  if (!one || one.child.exitCode !== null || one.child.signalCode !== null) return;
  one.child.kill("SIGTERM");
  await one.ended;
}

type Runs = { product: Run | null; helper: Run | null; world: Run | null };

/** The process of a role that this run's supervisor started. */
async function below(db: Db, run: Run | null, role: string): Promise<number> {
  const pids = await pidsOf(db, role);
  return pids.find((pid) => parentOf(pid) === run?.child.pid) ?? 0;
}

/** kill -9, each of one process, resolving when it is gone. */
function killers(db: () => Db, runs: Runs, data: string) {
  const role = (what: string, run: () => Run | null, name: string) => () =>
    killNow(what, () => below(db(), run(), name));
  return {
    killEngine: role("the engine", () => runs.product, "worker"),
    killHelper: role("the helper", () => runs.helper, "worker"),
    killDoor: role("the door", () => runs.product, "gateway"),
    killDatabase: () =>
      killNow("the database", async () => Number(linesOf(join(data, "pg", "postmaster.pid"))[0])),
    killSupervisor: async () => {
      const left = [
        await below(db(), runs.product, "worker"),
        await below(db(), runs.product, "gateway"),
      ];
      await killNow("the supervisor", async () => runs.product?.child.pid ?? 0);
      await until("those left alone have ended", async () => !left.some(isAlive));
    },
  };
}

/** The real product, as built, and the simulated world, each in processes of their own. */
export async function openCity(seed: number): Promise<City> {
  const home = mkdtempSync(join(tmpdir(), "huiliu-city-"));
  chmodSync(home, 0o755); // The database's own user passes through.
  const data = join(home, "data");
  const ports = { gateway: await freePort(), world: await freePort(), pg: await freePort() };
  const runs: Runs = { product: null, helper: null, world: null };
  let held: Db | null = null;
  const secrets = () =>
    JSON.parse(readFileSync(join(data, "secrets.json"), "utf8")) as {
      pg: string;
      pii: string;
      accounts: Record<string, string>;
    };
  const url = () => `postgres://huiliu:${secrets().pg}@127.0.0.1:${ports.pg}/postgres`;
  const db = (): Db => {
    held ??= openDb(url(), { max: 2, name: "city" });
    return held;
  };
  const isUp = async () => (await fetch(`http://127.0.0.1:${ports.gateway}/healthz`)).ok;
  return {
    get db() {
      return db();
    },
    beganAt: Date.now(),
    said: () =>
      Object.entries(runs)
        .flatMap(([name, run]) => [`${name}:`, ...(run?.said ?? [])])
        .join("\n  "),
    startProduct: async () => {
      runs.product = run([join("dist", "main.js")], productEnv(data, ports, seed));
      await until("the gateway answers", isUp);
    },
    startWorld: (worldSeed, flags) => {
      const args = [...worldArgs(home, ports, worldSeed), ...flags];
      runs.world = run([join("dist", "world.js"), ...args], process.env);
    },
    worldSaid: (word) => runs.world?.said.includes(word) ?? false,
    startHelper: async () => {
      const alone = { HUILIU_ROLES: "worker", HUILIU_DEMO: "0", DATABASE_URL: url() };
      runs.helper = run([join("dist", "main.js")], { ...productEnv(data, ports, seed), ...alone });
      await until(
        "the helper takes part",
        async () => (await below(db(), runs.helper, "worker")) > 0,
      );
    },
    gateway: `http://127.0.0.1:${ports.gateway}`,
    secrets: () => secrets().accounts,
    bodies: () => logBodies(db(), localVault(secrets().pii), Date.now),
    url,
    ...killers(db, runs, data),
    stopWorld: async () => {
      await endRun(runs.world);
      return JSON.parse(runs.world?.said.at(-1) ?? "{}") as Record<string, unknown>;
    },
    truth: () =>
      linesOf(join(home, "truth")).map((line) => JSON.parse(line) as Record<string, unknown>),
    close: async () => {
      await held?.end({ timeout: 2 }).catch(() => undefined);
      for (const one of [runs.world, runs.helper, runs.product]) await endRun(one);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return 0;
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A child nobody has waited for yet still has a number.
  try {
    return !/ Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/\(.*\)/, ""));
  } catch {
    return true;
  }
}

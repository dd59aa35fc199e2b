import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Binaries, findBinaries, othersReach, reachableBinaries } from "./binaries";
import { isInUse, isServerOf } from "./server-process";
import { privateFolder, type ServerUser, serverUser } from "./server-user";

export type Cluster = {
  url: string;
  port: number;
  /** A file to connect through, about half the cost of a loopback connection; null where there is none. */
  socket: string | null;
  /** Process id of the postmaster. */
  pid: number;
  /** True when a server left over from an earlier run was taken on. */
  adopted: boolean;
  isAlive: () => boolean;
  /** Clean stop: sessions are ended, everything is on disk. */
  stop: () => Promise<void>;
};

export type ClusterOptions = {
  /** Absolute folder for `pg/` and the log; made when missing. */
  home: string;
  password: string;
  /** Preferred port; another free one is taken when it is busy. */
  port: number;
  progress: (what: string) => void;
  /** Extra `name=value` settings. */
  settings?: string[];
};

const START_MS_MAX = 30_000;
const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "shared_buffers=256MB",
  "max_wal_size=2GB",
  "min_wal_size=512MB",
  "checkpoint_timeout=15min",
  "wal_compression=pglz",
  "effective_cache_size=1GB",
  "max_connections=100",
  "timezone=UTC",
  "shared_preload_libraries=pg_stat_statements",
  "pg_stat_statements.track=top",
  "log_min_messages=warning",
  // For whoever comes by with a client of his own; our own sessions have their own, shorter limits.
  "idle_in_transaction_session_timeout=5min",
  "tcp_keepalives_idle=30",
];

/**
 * Start the embedded PostgreSQL, or take on the one that is still running from an earlier life.
 *
 * @throws Error with the server's own last words when it does not come up within 30 s
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const user = serverUser();
  const base = serverHome(options.home, user);
  const data = join(base, "pg");
  const running = await whenReady(data);
  if (running)
    return takeOn(running.pid, running.port, { data, password: options.password, adopted: true });
  const programs = reachableBinaries(findBinaries(), base);
  privateFolder(base, user);
  await initialise(programs, data, { user, options });
  await forgetLastServer(data);
  const port = await freePort(options.port);
  options.progress(`starting PostgreSQL on port ${port}`);
  const child = launch(programs, data, { port, user, base, extra: options.settings ?? [] });
  await ready(child, data, join(base, "postgres.log"));
  return takeOn(child.pid ?? 0, port, { data, password: options.password, adopted: false });
}

/** Where the cluster of a data folder lies, and so its `postmaster.pid`. */
export const clusterFolder = (home: string): string => join(serverHome(home, serverUser()), "pg");

/** As root with a closed home above the project, the server's user needs a folder of its own outside. */
function serverHome(home: string, user: ServerUser): string {
  if (!user || othersReach(join(home, "pg"))) return home;
  const name = createHash("sha256").update(home).digest("hex").slice(0, 12);
  return `/var/lib/huiliu-${name}`;
}

async function initialise(
  programs: Binaries,
  data: string,
  { user, options }: { user: ServerUser; options: ClusterOptions },
) {
  if (existsSync(join(data, "PG_VERSION"))) return;
  options.progress("making the database cluster");
  const fresh = `${data}.init`;
  rmSync(fresh, { recursive: true, force: true });
  privateFolder(fresh, user);
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  try {
    await run(join(programs.bin, "initdb"), user, [
      "-D",
      fresh,
      "-U",
      "huiliu",
      "--auth=scram-sha-256",
      `--pwfile=${passwordFile}`,
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C.UTF-8",
      "--lc-messages=C",
      "--no-instructions",
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  // Made whole first, named afterwards: a killed first start leaves no half cluster.
  renameSync(fresh, data);
}

/** A socket's path may be 107 bytes long; where ours would be longer there is none. */
function socketFolder(data: string): string {
  return data.length <= 80 ? data : "";
}

/** The server needs none of our secrets in its environment. */
function serverEnv(): NodeJS.ProcessEnv {
  return { LANG: "C.UTF-8", PATH: process.env.PATH ?? "", NODE_ENV: "production" };
}

type Launching = { port: number; user: ServerUser; base: string; extra: string[] };

function launch(programs: Binaries, data: string, { port, user, base, extra }: Launching) {
  const log = openSync(join(base, "postgres.log"), "a", 0o600);
  const settings = [
    ...SETTINGS,
    `unix_socket_directories=${socketFolder(data)}`,
    `port=${port}`,
    ...extra,
  ].flatMap((setting) => ["-c", setting]);
  const child = spawn(join(programs.bin, "postgres"), ["-D", data, ...settings], {
    // Its own process group: Ctrl-C must reach us first, so that we can drain before it goes.
    detached: true,
    stdio: ["ignore", log, log],
    cwd: "/",
    env: serverEnv(),
    ...(user ?? {}),
  });
  child.on("error", () => undefined); // Reported by `ready`, which sees that no server came up.
  child.unref();
  closeSync(log);
  return child;
}

async function ready(child: ChildProcess, data: string, log: string): Promise<void> {
  const until = Date.now() + START_MS_MAX;
  while (Date.now() < until) {
    if (readPostmaster(data)) return;
    if (child.exitCode !== null || child.pid === undefined) break;
    await pause(15);
  }
  const tail = existsSync(log) ? readFileSync(log, "utf8").split("\n").slice(-8).join("\n") : "";
  throw new Error(`PostgreSQL did not start:\n${tail}`);
}

/** A server that is coming up, perhaps after a crash, is waited for: a second one beside it could not start. */
async function whenReady(data: string): Promise<{ pid: number; port: number } | null> {
  const until = Date.now() + START_MS_MAX;
  while (Date.now() < until && readPidFile(data)?.state === "starting") await pause(15);
  return readPostmaster(data);
}

/**
 * After a power cut the last server's number may be somebody else's by now, and a new server would not start beside it.
 * Its file goes once nobody works in the folder any more.
 */
async function forgetLastServer(data: string): Promise<void> {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return;
  const until = Date.now() + START_MS_MAX;
  while (isInUse(data) && Date.now() < until) await pause(50);
  if (!isInUse(data)) rmSync(file, { force: true });
}

/** What the server says of itself; null unless it is alive and ready. */
function readPostmaster(data: string): { pid: number; port: number } | null {
  const said = readPidFile(data);
  return said?.state === "ready" ? said : null;
}

function readPidFile(data: string): { pid: number; port: number; state: string } | null {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  return isServerOf(pid, data)
    ? { pid, port: Number(lines[3]), state: lines[7]?.trim() ?? "" }
    : null;
}

function takeOn(
  pid: number,
  port: number,
  { data, password, adopted }: { data: string; password: string; adopted: boolean },
): Cluster {
  const socket = join(data, `.s.PGSQL.${port}`);
  return {
    socket: existsSync(socket) ? socket : null,
    url: `postgres://huiliu:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
    port,
    pid,
    adopted,
    isAlive: () => isServerOf(pid, data),
    stop: async () => {
      // Looked at once more: signals go to nobody but the server.
      if (isServerOf(pid, data)) process.kill(pid, "SIGINT");
      while (isServerOf(pid, data)) await pause(10);
    },
  };
}

function run(program: string, user: ServerUser, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: "/", env: serverEnv(), ...(user ?? {}) });
    let said = "";
    child.stderr.on("data", (chunk) => (said += chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} failed (${code}):\n${said}`)),
    );
  });
}

function freePort(preferred: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", () =>
      preferred === 0 ? reject(new Error("no free port")) : resolve(freePort(0)),
    );
    probe.listen(preferred, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : preferred));
    });
  });
}

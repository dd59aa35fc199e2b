import { type ChildProcess, fork } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { migrateDb } from "@/db/migrate";
import { demoEmail, prepareDemoPeople } from "./auth/auth";
import { USER_ROLES } from "./auth/user";
import type { Config } from "./config";
import { createContext, secretsOf } from "./context";
import { prepareDemo } from "./demo";
import { appendPast } from "./demo-past";
import { type KeptDatabase, keepDatabase } from "./keep-database";

type Child = { name: string; roles: string; process: ChildProcess | null; restarts: number };

/** A smaller young generation: 30 MiB less for the same speed (docs/performance.md). */
export const ENGINE_FLAGS = ["--max-semi-space-size=8"];
const RESTART_MS = 300;
const STOP_MS_MAX = 10_000;
/** The world would deliver its letters first; here nobody waits for them. */
const WORLD_STOP_MS_MAX = 500;
const say = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Bring everything up in order and keep it up: database, schema, demo, then a process for the pages, one for the engine
 * and one for the simulated world. A process that dies is started again; on a signal they stop in order.
 */
export async function superviseRoles(config: Config): Promise<void> {
  const children = childrenOf(config);
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  const database = await databaseOf(config, () => {
    // Connections do not follow by themselves: whoever has the old address begins again with the new one.
    for (const child of children) if (child.name !== "world") child.process?.kill("SIGTERM");
  });
  // A window that is closed stops us in order too, and then nobody reads what we say.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  process.stdout.on("error", () => undefined);
  try {
    await prepare(config, database.url());
    await Promise.all(children.map((child) => start(child, database.url, stopping.signal)));
    greet(config);
    await new Promise<void>((done) =>
      stopping.signal.aborted ? done() : stopping.signal.addEventListener("abort", () => done()),
    );
    say("· stopping");
    // The world first, so that nobody knocks; then the door and its batches; then the pages.
    for (const name of ["world", "engine", "web"])
      await stopChild(children.find((c) => c.name === name));
  } finally {
    await database.stop();
  }
}

/** The database that was named, or our own. */
async function databaseOf(config: Config, onMoved: () => void): Promise<KeptDatabase> {
  const { DATABASE_URL: named } = config;
  if (named) return { url: () => named, stop: async () => undefined };
  const own = {
    home: resolve(config.HUILIU_DATA),
    password: secretsOf(config).pg,
    port: config.HUILIU_PG_PORT,
    progress: (what: string) => say(`· ${what}`),
  };
  return await keepDatabase(own, onMoved);
}

async function prepare(config: Config, url: string): Promise<void> {
  say("· bringing the schema up to date");
  await migrateDb(url);
  const context = createContext(config, url, "prepare", 4);
  try {
    await context.db`select ensure_log_partitions((now() at time zone 'UTC')::date - 1, 9)`;
    if (!config.HUILIU_DEMO) return;
    say("· preparing the demo city");
    const isNew = await prepareDemo(context);
    if (isNew) await appendPast(context);
    await prepareDemoPeople(context);
  } finally {
    await context.close();
  }
}

function childrenOf(config: Config): Child[] {
  const roles = config.HUILIU_ROLES;
  const engine = roles.filter((role) => role !== "web" && role !== "world");
  const children: Child[] = [];
  const add = (name: string, list: string[]) =>
    children.push({ name, roles: list.join(","), process: null, restarts: 0 });
  if (engine.length > 0) add("engine", engine);
  if (roles.includes("web")) add("web", ["web"]);
  if (config.HUILIU_DEMO && config.HUILIU_WORLD && roles.includes("gateway"))
    add("world", ["world"]);
  return children;
}

/** Resolves when the process is ready; a process that ends before that fails the start. */
function start(child: Child, url: () => string, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const file =
      child.name === "world"
        ? fileURLToPath(import.meta.resolve("./world.js"))
        : (process.argv[1] ?? "");
    const env = {
      ...process.env,
      DATABASE_URL: url(),
      HUILIU_ROLES: child.roles,
      HUILIU_CHILD: child.name,
    };
    const args = child.name === "world" ? worldFlags() : [];
    const running = fork(file, args, {
      env,
      execArgv: [...process.execArgv, ...(child.name === "engine" ? ENGINE_FLAGS : [])],
      stdio: ["ignore", child.name === "world" ? "ignore" : "inherit", "inherit", "ipc"],
    });
    child.process = running;
    let isReady = false;
    running.once("message", () => {
      isReady = true;
      done();
    });
    if (child.name === "world") done();
    running.once("exit", (code) => {
      child.process = null;
      if (!isReady && child.name !== "world" && child.restarts === 0)
        fail(new Error(`${child.name} did not start (${code ?? "killed"})`));
      if (signal.aborted) return;
      child.restarts += 1;
      setTimeout(() => {
        if (!signal.aborted) void start(child, url, signal).catch(() => undefined);
      }, RESTART_MS);
    });
  });
}

function worldFlags(): string[] {
  const { env } = process;
  const port = env.HUILIU_GATEWAY_PORT ?? "3100";
  return [
    "--gateway",
    `http://127.0.0.1:${port}`,
    "--callback-base",
    env.HUILIU_CALLBACK_BASE ?? `http://localhost:${port}`,
    "--port",
    env.HUILIU_WORLD_PORT ?? "3200",
    "--secrets",
    `${env.HUILIU_DATA ?? ".data"}/secrets.json`,
    "--rate",
    env.HUILIU_DEMO_RATE ?? "48",
    "--seed",
    env.HUILIU_SEED ?? "7",
    "--pick-seconds",
    "6-14",
    "--scenario",
    "steady",
    "--minutes",
    "0",
  ];
}

function stopChild(child: Child | undefined): Promise<void> {
  const running = child?.process;
  if (!running) return Promise.resolve();
  return new Promise((done) => {
    const patience = child.name === "world" ? WORLD_STOP_MS_MAX : STOP_MS_MAX;
    const last = setTimeout(() => running.kill("SIGKILL"), patience);
    running.once("exit", () => {
      clearTimeout(last);
      done();
    });
    running.kill("SIGTERM");
  });
}

function greet(config: Config): void {
  const { HUILIU_ROLES: roles } = config;
  if (roles.includes("web")) {
    say(`console  ${config.publicUrl}`);
    say(`wall     ${config.publicUrl}/screen`);
  }
  if (roles.includes("gateway")) say(`gateway  http://localhost:${config.HUILIU_GATEWAY_PORT}`);
  if (!config.HUILIU_DEMO || !roles.includes("web")) return;
  const { demoPassword, kiosk } = secretsOf(config);
  say(`log-in   ${USER_ROLES.map(demoEmail).join("  ")}`);
  say(`password ${demoPassword}`);
  say(`kiosk    ${config.publicUrl}/screen?token=${kiosk}`);
}

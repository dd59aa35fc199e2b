import { resolve } from "node:path";
import { migrateDb } from "@/db/migrate";
import { demoEmail, prepareDemoPeople } from "./auth/auth";
import { USER_ROLES } from "./auth/user";
import { type ChildPlan, programOf, superviseChildren } from "./children";
import type { Config } from "./config";
import { createContext, secretsOf } from "./context";
import { prepareDemo } from "./demo";
import { livePast } from "./demo-past";
import { type KeptDatabase, keepDatabase } from "./keep-database";

/** A smaller young generation: 30 MiB less for the same speed (docs/performance.md). */
export const ENGINE_FLAGS = ["--max-semi-space-size=8"];
const STOP_MS_MAX = 10_000;
/** The world would deliver its letters first; here nobody waits for them. */
const WORLD_STOP_MS_MAX = 500;
const say = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Bring everything up in order and keep it up: database, schema, demo, then a process each for the pages, the door, the
 * engine and the simulated world. A process that dies is started again; on a signal they stop in order.
 */
export async function superviseRoles(config: Config): Promise<void> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  const database = await databaseOf(config, () => {
    // Connections do not follow by themselves: whoever has the old address begins again with the new one.
    children.renew(["engine", "gateway", "web"]);
  });
  const env = () => ({ ...process.env, DATABASE_URL: database.url() });
  const children = superviseChildren(plansOf(config), env, { signal: stopping.signal, say });
  // A window that is closed stops us in order too, and then nobody reads what we say.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  process.stdout.on("error", () => undefined);
  try {
    await prepare(config, database.url());
    await children.start();
    greet(config);
    await new Promise<void>((done) =>
      stopping.signal.aborted ? done() : stopping.signal.addEventListener("abort", () => done()),
    );
    say("· stopping");
    // The world first, so that nobody knocks; then the door and its commits; then who takes in; then the pages.
    await children.stop("world", WORLD_STOP_MS_MAX);
    for (const name of ["gateway", "engine", "web"]) await children.stop(name, STOP_MS_MAX);
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
  const context = createContext(config, url, { name: "prepare", connections: 4 });
  try {
    await context.db`select ensure_log_partitions((now() at time zone 'UTC')::date - 1, 9)`;
    if (!config.HUILIU_DEMO) return;
    say("· preparing the demo city");
    const isNew = await prepareDemo(context);
    if (isNew) await livePast(context);
    await prepareDemoPeople(context);
  } finally {
    await context.close();
  }
}

/** The door in a process of its own: who knocks is not kept waiting by what is taken in (docs/performance.md). */
function plansOf(config: Config): ChildPlan[] {
  const roles = config.HUILIU_ROLES;
  const plans: ChildPlan[] = [];
  const add = (name: string, list: readonly string[], flags: string[] = []) =>
    plans.push({
      name,
      roles: list.join(","),
      file: programOf(name),
      args: name === "world" ? worldFlags() : [],
      flags,
      isOurs: name !== "world",
    });
  const engine = roles.filter((role) => role === "worker" || role === "planner");
  if (engine.length > 0) add("engine", engine, ENGINE_FLAGS);
  if (roles.includes("gateway")) add("gateway", ["gateway"], ENGINE_FLAGS);
  if (roles.includes("web")) add("web", ["web"]);
  if (config.HUILIU_DEMO && config.HUILIU_WORLD && roles.includes("gateway"))
    add("world", ["world"]);
  return plans;
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

import { type ChildProcess, fork } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Db, openDb } from "@/db/client";
import { type Cluster, startCluster } from "@/db/embedded/cluster";
import { migrateDb } from "@/db/migrate";
import { prepareDemoPeople } from "@/server/auth/auth";
import { type Config, readConfig } from "@/server/config";
import { createContext, secretsOf } from "@/server/context";
import { prepareDemo } from "@/server/demo";
import { ENGINE_FLAGS } from "@/server/supervise";

/** A Huiliu of the benchmark's own: cluster, schema, city, and the roles asked for as real processes. */
export type Stand = {
  config: Config;
  cluster: Cluster;
  db: Db;
  env: NodeJS.ProcessEnv;
  start: (
    name: string,
    roles: string,
    program?: { file?: string; args?: string[] },
  ) => Promise<ChildProcess>;
  stop: () => Promise<void>;
};

export async function openStand(ports: {
  gateway: number;
  web: number;
  world: number;
}): Promise<Stand> {
  const home = mkdtempSync(join(tmpdir(), "huiliu-bench-"));
  chmodSync(home, 0o755); // The database runs as another user, who has to get through.
  const settings = {
    HUILIU_DATA: home,
    HUILIU_GATEWAY_PORT: String(ports.gateway),
    PORT: String(ports.web),
    HUILIU_WORLD_PORT: String(ports.world),
    HUILIU_LOG_LEVEL: "error",
  };
  const config = readConfig(settings);
  const cluster = await startCluster({
    home,
    password: secretsOf(config).pg,
    port: 0,
    progress: () => undefined,
  });
  process.env.HUILIU_PG_SOCKET = cluster.socket ?? "";
  await migrateDb(cluster.url);
  const context = createContext(config, cluster.url, { name: "bench-prepare", connections: 4 });
  await prepareDemo(context);
  await prepareDemoPeople(context);
  // Shelves deep enough that a run measures intake, not shortages.
  await context.db`update stock set on_hand = on_hand + 1000000, opening_pieces = opening_pieces + 1000000`;
  // Intake is measured, not the calls to platforms that come after it: platform orders wait for somebody to accept them.
  await context.db`update channel_accounts set config = config || '{"autoAccept": false}' where protocol <> 'own'`;
  // Nor the numbers they are told: what they should show is worked out as always, and told once.
  await context.db`
    update channel_accounts set config = config || '{"figures": {"callsPerSecond": 0.001}}' where protocol <> 'own'`;
  await context.db`
    update channel_accounts set config = config || '{"apiBase": null}' where protocol = 'own'`;
  await context.close();
  const db = openDb(cluster.url, { max: 3, name: "bench" });
  const env = {
    ...process.env,
    ...settings,
    DATABASE_URL: cluster.url,
    NODE_ENV: "production" as const,
  };
  const running: ChildProcess[] = [];
  return {
    config,
    cluster,
    db,
    env,
    start: async (name, roles, { file = join("dist", "main.js"), args = [] } = {}) => {
      const child = fork(file, args, {
        env: { ...env, HUILIU_ROLES: roles, HUILIU_CHILD: name },
        stdio: ["ignore", "inherit", "inherit", "ipc"],
        // A profile of each process, when a folder is named: `HUILIU_PROFILE=dir npm run bench -- intake`.
        execArgv: [...ENGINE_FLAGS, ...profileFlags()],
      });
      running.push(child);
      await new Promise((resolve, reject) => {
        child.once("message", resolve);
        child.once("exit", (code) => reject(new Error(`${name} ended (${code})`)));
      });
      return child;
    },
    stop: async () => {
      for (const child of running) await endProcess(child);
      await db.end({ timeout: 2 });
      await cluster.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function profileFlags(): string[] {
  const folder = process.env.HUILIU_PROFILE;
  return folder ? ["--cpu-prof", `--cpu-prof-dir=${folder}`] : [];
}

export function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}

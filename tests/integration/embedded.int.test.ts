import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDb } from "@/db/client";
import { type Cluster, clusterFolder, startCluster } from "@/db/embedded/cluster";

let home: string;
let cluster: Cluster | null = null;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "huiliu-cluster-"));
  chmodSync(home, 0o755);
});
afterEach(async () => {
  await cluster?.stop();
  rmSync(home, { recursive: true, force: true });
});

const start = () =>
  startCluster({
    home,
    password: "test",
    port: 0,
    progress: () => undefined,
    settings: ["fsync=off"],
  });

async function one(url: string): Promise<number> {
  const db = openDb(url, { max: 1, name: "test" });
  const [row] = await db<{ n: number }[]>`select 1 as n`;
  await db.end();
  return row?.n ?? 0;
}

test("a file left by a server whose number is somebody else's by now: a new server starts, the stranger is left alone", async () => {
  cluster = await start();
  const file = join(clusterFolder(home), "postmaster.pid");
  const said = readFileSync(file, "utf8").split("\n");
  process.kill(cluster.pid, "SIGKILL");
  // What a power cut leaves: the server's file, with the number of a process that came after.
  const stranger = spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"], {
    stdio: "ignore",
  });
  const ended = new Promise((done) => stranger.once("exit", (_, signal) => done(signal)));
  writeFileSync(file, [String(stranger.pid), ...said.slice(1)].join("\n"));
  const killed = cluster;
  await killed.stop();
  cluster = await start();
  expect(cluster.adopted).toBe(false);
  expect(await one(cluster.url)).toBe(1);
  await cluster.stop();
  cluster = null;
  stranger.kill("SIGTERM");
  expect(await ended).toBe("SIGTERM");
});

test("a server that is still running is taken on", async () => {
  cluster = await start();
  const again = await start();
  expect(again).toMatchObject({ adopted: true, pid: cluster.pid });
  expect(await one(again.url)).toBe(1);
});

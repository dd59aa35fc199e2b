import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { startCluster } from "@/db/embedded/cluster";
import { migrateDb } from "@/db/migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** The test cluster's own database. */
    adminUrl: string;
    /** The template every test file clones. */
    templateName: string;
  }
}

/** One real PostgreSQL for the whole run, with a migrated template database that each file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), "huiliu-test-"));
  chmodSync(home, 0o755); // The database runs as another user, who has to get through.
  const cluster = await startCluster({
    home,
    password: "test",
    port: 0,
    progress: () => undefined,
    settings: ["fsync=off", "max_connections=200"],
  });
  const templateName = "huiliu_template";
  const admin = postgres(cluster.url, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${templateName}`);
  await admin.end();
  await migrateDb(cluster.url.replace(/\/postgres$/, `/${templateName}`));
  project.provide("adminUrl", cluster.url);
  project.provide("templateName", templateName);
  return async () => {
    await cluster.stop();
    rmSync(home, { recursive: true, force: true });
  };
}

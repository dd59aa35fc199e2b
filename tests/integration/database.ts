import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { type Db, openDb } from "@/db/client";

export type TestDatabase = { db: Db; url: string; close: () => Promise<void> };

/** A database of one's own, cloned from the migrated template. */
export async function freshDatabase(connections = 8): Promise<TestDatabase> {
  const adminUrl = inject("adminUrl");
  const name = `t_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  await admin`select pg_advisory_lock(4711)`; // A template cannot be cloned twice at once.
  await admin.unsafe(`create database ${name} template ${inject("templateName")}`);
  await admin.end();
  const url = adminUrl.replace(/\/postgres$/, `/${name}`);
  const db = openDb(url, { max: connections, name: "test" });
  return {
    db,
    url,
    close: async () => {
      await db.end({ timeout: 5 });
      const last = postgres(adminUrl, { max: 1, onnotice: () => undefined });
      await last.unsafe(`drop database if exists ${name} with (force)`);
      await last.end();
    },
  };
}

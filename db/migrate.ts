import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/**
 * Bring the database to the newest schema. Two nodes starting together are taken one after the other.
 *
 * @param folder another folder of migrations, for the test that starts from the previous version
 */
export async function migrateDb(url: string, folder = migrationsFolder()): Promise<void> {
  const sql = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connection: { application_name: "huiliu-migrate", TimeZone: "UTC" },
  });
  try {
    await sql`select pg_advisory_lock(hashtext('huiliu-migrate'))`;
    await migrate(drizzle(sql), { migrationsFolder: folder });
    await sql`select pg_advisory_unlock(hashtext('huiliu-migrate'))`;
  } finally {
    await sql.end();
  }
}

/** Beside this file in the source tree, under `db/` when bundled into `dist/`. */
export function migrationsFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const beside = join(here, "migrations");
  return existsSync(join(beside, "meta")) ? beside : join(here, "..", "db", "migrations");
}

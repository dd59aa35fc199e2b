import { ConfigError, readConfig } from "./config";
import { runRoles } from "./run-roles";
import { superviseRoles } from "./supervise";

/**
 * The entry. Started by a person it supervises: database, migrations, demo, and one process each for web, engine and
 * world. Started by itself with HUILIU_CHILD it is one of those processes.
 */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  if (process.env.HUILIU_CHILD) await runRoles(config, process.env.HUILIU_CHILD);
  else await superviseRoles(config);
}

main().catch((error) => {
  const expected =
    error instanceof ConfigError ||
    (error instanceof Error && /^port \d+ is taken/.test(error.message));
  process.stderr.write(
    `${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
});

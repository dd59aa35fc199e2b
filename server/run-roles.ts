import type { Config, Role } from "./config";
import { createContext } from "./context";
import { startGateway } from "./roles/gateway";
import { startWorker } from "./roles/worker";

const CONNECTIONS = 12;

type Part = { stop: () => Promise<void> };

/**
 * Run some roles in this process until it is told to stop: intake first, then batches, then connections.
 *
 * @param name of the process, for logs and connections
 */
export async function runRoles(config: Config, name: string): Promise<void> {
  const roles = new Set<Role>(config.HUILIU_ROLES);
  const url = config.DATABASE_URL ?? "";
  const context = createContext(config, url, name, CONNECTIONS);
  const parts: Part[] = [];
  const worker = roles.has("worker")
    ? await startWorker(context, { batch: config.HUILIU_BATCH, consumers: config.HUILIU_CONSUMERS })
    : null;
  if (roles.has("gateway")) parts.push(await startGateway(context, () => worker?.poke()));
  if (roles.has("web")) {
    // Loaded only where it is used: an engine process carries no page.
    const [{ startWeb }, { nextPages }] = await Promise.all([
      import("./roles/web"),
      import("./roles/pages"),
    ]);
    const isDev = process.env.HUILIU_DEV === "1";
    parts.push(await startWeb(context, url, (server) => nextPages(config, server, isDev)));
  }
  if (worker) parts.push(worker);
  process.send?.({ ready: name });
  await stopped();
  for (const part of parts) await part.stop();
  await context.close();
  process.exit(0);
}

/** Told to stop, or left alone by a supervisor that died. */
function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => undefined); // Ctrl-C reaches the whole group; the supervisor says when.
    process.once("disconnect", () => resolve());
  });
}

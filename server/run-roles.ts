import { setPriority } from "node:os";
import type { Config, Role } from "./config";
import { createContext } from "./context";
import { startGateway } from "./roles/gateway";
import { startWorker } from "./roles/worker";

const CONNECTIONS = 12;
/** Whoever waits for a page is gone by then; a sweep that takes longer holds others up, and comes again. */
const STATEMENT_SECONDS = { web: 30, others: 60 };

const TELL_MS = 5;
/** A worker of its own gives way: what it takes in can wait a little, who knocks at the door and who looks at a page cannot. */
const WORKER_NICE = 5;

type Part = { stop: () => Promise<void> };

/**
 * Run some roles in this process until it is told to stop: intake first, then batches, then connections.
 *
 * @param name of the process, for logs and connections
 */
export async function runRoles(config: Config, name: string): Promise<void> {
  const roles = new Set<Role>(config.HUILIU_ROLES);
  const url = config.DATABASE_URL ?? "";
  const seconds = roles.has("web") ? STATEMENT_SECONDS.web : STATEMENT_SECONDS.others;
  const context = createContext(config, url, {
    name,
    connections: CONNECTIONS,
    statementSeconds: seconds,
  });
  const parts: Part[] = [];
  if (roles.has("worker") && !roles.has("gateway") && !roles.has("web")) setPriority(WORKER_NICE);
  const worker = roles.has("worker")
    ? await startWorker(context, { batch: config.HUILIU_BATCH, consumers: config.HUILIU_CONSUMERS })
    : null;
  // What the door stored is told to who takes it in: here, or through the supervisor in another process.
  const poke = worker ? worker.poke : storedTeller();
  if (worker) process.on("message", (message) => message === "stored" && worker.poke());
  if (roles.has("gateway")) parts.push(await startGateway(context, poke));
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
  process.on("message", (message) => message === "ask" && process.send?.("here"));
  process.send?.("ready");
  await stopped();
  for (const part of parts) await part.stop();
  await context.close();
  process.exit(0);
}

/** Commits that end within a few milliseconds are one piece of news: it passes through three processes. */
function storedTeller(): () => void {
  let isTelling = false;
  return () => {
    if (isTelling || !process.connected) return;
    isTelling = true;
    setTimeout(() => {
      isTelling = false;
      if (process.connected) process.send?.("stored", undefined, undefined, () => undefined);
    }, TELL_MS).unref();
  };
}

/** Told to stop, or left alone by a supervisor that died. */
function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.on("SIGINT", () => undefined); // Ctrl-C reaches the whole group; the supervisor says when.
    process.once("disconnect", () => resolve());
  });
}

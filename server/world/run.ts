import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { DEMO_ACCOUNTS } from "@/server/domain/demo/accounts";
import { HELP, parseCli, scenarioList } from "./cli";
import { startWorld, type World } from "./engine";
import type { WorldOptions } from "./options";
import { httpClient } from "./send/http-client";
import { summaryOf, totals } from "./stats";

const PROGRESS_MS = 5_000;
const LOOK_AGAIN_MS = 1_000;

type Streams = { out(text: string): void; err(text: string): void };

/** The command `world`: parse, wait for the product, run, sum up. @returns the exit code */
export async function runWorld(
  argv: readonly string[],
  streams: Streams,
  stopped: AbortSignal,
): Promise<number> {
  const parsed = parseCli(argv);
  if (!parsed.ok) {
    streams.err(`${parsed.line}\n`);
    return 2;
  }
  const { request } = parsed;
  if (request.kind === "list" || request.kind === "help") {
    streams.out(request.kind === "list" ? scenarioList() : HELP);
    return 0;
  }
  const secrets = await waitForSecrets(request.options, streams, stopped);
  if (secrets === null || !(await waitForGateway(request.options, streams, stopped))) return 0;
  const world = await startWorld(request.options, secrets).catch((error: Error) => error);
  if (world instanceof Error) {
    streams.err(`--port ${request.options.port}: ${world.message}\n`);
    return 1;
  }
  await watch(world, request.options, { streams, stopped });
  world.hush();
  await linger(world, request.options, { streams, stopped });
  await world.stop();
  streams.out(`${JSON.stringify(summaryOf(world.stats))}\n`);
  return 0;
}

async function watch(
  world: World,
  options: WorldOptions,
  { streams, stopped }: { streams: Streams; stopped: AbortSignal },
): Promise<void> {
  streams.out(
    `${options.scenario.name}: ${options.scenario.line}; ${options.ratePerMinute}/min to ` +
      `${options.gateway}, platforms on port ${world.port}\n`,
  );
  const endMs = options.minutes > 0 ? Date.now() + options.minutes * 60_000 : Infinity;
  while (Date.now() < endMs && !stopped.aborted) {
    await pause(Math.min(PROGRESS_MS, endMs - Date.now()), stopped);
    streams.out(progressLine(world));
  }
}

/** The streets after the last order; the word "quiet" tells who listens that no order will come. */
async function linger(
  world: World,
  options: WorldOptions,
  { streams, stopped }: { streams: Streams; stopped: AbortSignal },
): Promise<void> {
  if (options.lingerMinutes === 0) return;
  streams.out("quiet\n");
  const endMs = Date.now() + options.lingerMinutes * 60_000;
  while (Date.now() < endMs && !stopped.aborted) {
    await pause(Math.min(PROGRESS_MS, endMs - Date.now()), stopped);
    streams.out(progressLine(world));
  }
}

function progressLine(world: World): string {
  const { unique, sent, acked, refused } = totals(world.stats);
  const { cancelled, completed, storeEvents, riderEvents } = world.stats;
  const megabytes = Math.round(process.memoryUsage.rss() / 1_048_576);
  return (
    `orders ${unique}, sent ${sent}, acked ${acked}, refused ${refused}, pending ${world.pending()}; ` +
    `live ${world.live()}, completed ${completed}, cancelled ${cancelled}; ` +
    `store events ${storeEvents}, rider events ${riderEvents}; ${megabytes} MB\n`
  );
}

const secretsShape = z.object({ accounts: z.record(z.string(), z.string().min(1)) });

/** The product writes the file when it first starts; the world may be earlier. */
async function waitForSecrets(
  options: WorldOptions,
  streams: Streams,
  stopped: AbortSignal,
): Promise<Record<string, string> | null> {
  let isTold = false;
  while (!stopped.aborted) {
    const secrets = await readSecrets(options.secretsPath);
    if (typeof secrets !== "string") return secrets;
    if (!isTold) streams.out(`--secrets ${options.secretsPath}: ${secrets}; waiting for it\n`);
    isTold = true;
    await pause(LOOK_AGAIN_MS, stopped);
  }
  return null;
}

/** @returns the secrets, or what is wrong in a few words */
async function readSecrets(path: string): Promise<Record<string, string> | string> {
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return "not there yet";
  try {
    const { accounts } = secretsShape.parse(JSON.parse(text));
    const missing = DEMO_ACCOUNTS.filter(({ code }) => accounts[code] === undefined);
    return missing.length === 0
      ? accounts
      : `no secret for ${missing.map((a) => a.code).join(", ")}`;
  } catch {
    return "not a file of secrets";
  }
}

async function waitForGateway(
  options: WorldOptions,
  streams: Streams,
  stopped: AbortSignal,
): Promise<boolean> {
  const client = httpClient(options.gateway, 1);
  // 美团's probe is an empty GET: harmless, and answered by every gateway that is up.
  const probe = {
    method: "GET" as const,
    path: "/callback/meituan/order-paid",
    headers: {},
    contentType: "text/plain",
    body: Buffer.alloc(0),
  };
  let isTold = false;
  try {
    while (!stopped.aborted) {
      const answer = await client.call(probe).catch(() => null);
      if (answer !== null && answer.status < 500) return true;
      if (!isTold) streams.out(`waiting for the gateway at ${options.gateway}\n`);
      isTold = true;
      await pause(LOOK_AGAIN_MS, stopped);
    }
    return false;
  } finally {
    client.close();
  }
}

async function pause(ms: number, stopped: AbortSignal): Promise<void> {
  await sleep(Math.max(0, ms), undefined, { signal: stopped }).catch(() => {});
}

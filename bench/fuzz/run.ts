import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Rng, seededRng } from "@/server/domain/kernel/rng";
import { startEngine } from "../intake/system-run";
import { rssMiB } from "../measure/cpu";
import { openStand, type Stand } from "../measure/stand";
import type { BenchOptions } from "../options";
import { signedAs, smallOrder } from "../overload/order";
import { startProbe } from "../overload/probe";

const STRANGERS = 40;
const HEALTH_MS = 200;
const HONEST_MS = 50;
const SAMPLE_MS = 100;

/**
 * Strangers at every door for a while: broken bytes, sizes, heads, slow bodies, connections that say nothing, files of
 * commas, signed nonsense. Beside them one honest sender. What they cost the others, in memory and in waiting.
 */
export async function runFuzz(options: BenchOptions): Promise<Record<string, unknown>> {
  const { build } = await import("../../scripts/build.mjs");
  await build({ pages: false });
  const seconds = options.isLong ? 600 : 30;
  const stand = await openStand({ gateway: 3196, web: 3096, world: 3296 });
  try {
    const engine = await startEngine(stand, false);
    const origin = `http://127.0.0.1:${stand.config.HUILIU_GATEWAY_PORT}`;
    const { "app-1": secret = "", "mini-1": other = "" } = secretsOf(stand);
    let honest = 0;
    const health = startProbe(origin, HEALTH_MS, () => ({ path: "/healthz", headers: {} }));
    const orders = startProbe(origin, HONEST_MS, () => {
      honest += 1;
      return smallOrder(`honest-${honest}`, honest, secret);
    });
    const peaks = engine.pids.map(() => 0);
    const sampler = setInterval(() => {
      engine.pids.forEach((pid, i) => {
        peaks[i] = Math.max(peaks[i] ?? 0, rssMiB(pid));
      });
    }, SAMPLE_MS);
    const until = Date.now() + seconds * 1_000;
    const tried = await Promise.all(
      Array.from({ length: STRANGERS }, (_, i) => stranger(stand, other, { seed: i, until })),
    );
    clearInterval(sampler);
    const healthMs = await health.stop();
    const honestMs = await orders.stop();
    await pause(2_000);
    const [taken] = await stand.db<{ n: number }[]>`
      select count(*)::int as n from orders where external_no like 'honest-%'`;
    const dead = engine.pids.filter((pid) => rssMiB(pid) === 0).length;
    await engine.stop();
    return {
      name: "fuzz",
      seconds,
      tried: tried.reduce((sum, n) => sum + n, 0),
      healthMs,
      honestMs,
      honestTaken: taken?.n ?? 0,
      peakMiB: peaks.map(Math.round),
      crashes: dead,
    };
  } finally {
    await stand.stop();
  }
}

const secretsOf = (stand: Stand): Record<string, string> =>
  (
    JSON.parse(readFileSync(join(stand.config.HUILIU_DATA, "secrets.json"), "utf8")) as {
      accounts: Record<string, string>;
    }
  ).accounts;

type Trick = (rng: Rng, secret: string) => { bytes: Buffer; slowMs?: number };
const FRAME = "\r\n";
const post = (path: string, headers: Record<string, string>, body: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(
      [
        `POST ${path} HTTP/1.1`,
        "host: x",
        `content-length: ${body.length}`,
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        "",
        "",
      ].join(FRAME),
    ),
    body,
  ]);
const noise = (rng: Rng, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => rng.int(256)));
const PATHS = [
  "/api/open/v1/channels/app/orders",
  "/api/open/v1/channels/group/files",
  "/api/open/v1/pos/sales",
  "/api/open/v1/rider-pings",
  "/api/open/v1/wms/snapshots",
  "/callback/meituan/order-paid",
  "/callback/eleme",
  "/nowhere",
];
const pathOf = (rng: Rng): string => PATHS[rng.int(PATHS.length)] ?? "/";
const JSON_TYPE = { "content-type": "application/json" };
const FORM_TYPE = { "content-type": "application/x-www-form-urlencoded" };

/** An order of another sender, rightly signed, with a byte of it broken. */
function signedNonsense(rng: Rng, secret: string): Buffer {
  const name = `fuzz-${rng.int(1_000_000_000)}`;
  const { body } = smallOrder(name, rng.int(1_000), secret);
  body[rng.int(body.length)] = rng.int(256);
  const sender = { account: "mini-1", path: "/api/open/v1/channels/mini/orders" };
  const { path, headers } = signedAs(sender, { name, body, secret });
  return post(path, headers, body);
}

const TRICKS: Trick[] = [
  (rng) => ({ bytes: noise(rng, 1 + rng.int(4_000)) }),
  (rng) => ({ bytes: post(pathOf(rng), JSON_TYPE, noise(rng, rng.int(200_000))) }),
  (rng) => ({ bytes: post(pathOf(rng), JSON_TYPE, Buffer.alloc(rng.int(1_200_000), "[")) }),
  (rng) => ({ bytes: post(pathOf(rng), JSON_TYPE, Buffer.alloc(rng.int(1_200_000), '"\\')) }),
  (rng) => ({ bytes: post(pathOf(rng), FORM_TYPE, Buffer.alloc(rng.int(600_000), "%25")) }),
  (rng) => ({ bytes: post(pathOf(rng), FORM_TYPE, Buffer.alloc(rng.int(600_000), "a=b&")) }),
  (rng) => ({
    bytes: post("/api/open/v1/channels/group/files", {}, Buffer.alloc(rng.int(9_000_000), ",")),
  }),
  (rng) => ({
    bytes: Buffer.from(
      `POST ${pathOf(rng)} HTTP/1.1${FRAME}host: x${FRAME}content-length: 9999999${FRAME}${FRAME}{`,
    ),
    slowMs: 3_000,
  }),
  (rng) => ({
    bytes: Buffer.from(
      `GET ${pathOf(rng)} HTTP/1.1${FRAME}x: ${"y".repeat(rng.int(40_000))}${FRAME}${FRAME}`,
    ),
  }),
  (rng) => ({
    bytes: Buffer.from(`GET ${pathOf(rng)} HTTP/1.1${FRAME}host: x${FRAME}${FRAME}`.repeat(2_000)),
    slowMs: 1_000,
  }),
  () => ({ bytes: Buffer.alloc(0), slowMs: 3_000 }),
  (rng) => ({ bytes: Buffer.from(`POST ${pathOf(rng)} HTTP/1.1${FRAME}`), slowMs: 3_000 }),
  (rng, secret) => ({ bytes: signedNonsense(rng, secret) }),
];

/** One stranger, one trick after the other, each over a connection of its own. @returns tricks tried */
async function stranger(
  stand: Stand,
  secret: string,
  { seed, until }: { seed: number; until: number },
): Promise<number> {
  const rng = seededRng(seed + 1);
  let tried = 0;
  while (Date.now() < until) {
    const trick = TRICKS[rng.int(TRICKS.length)];
    if (!trick) break;
    await play(stand.config.HUILIU_GATEWAY_PORT, trick(rng, secret));
    tried += 1;
    await pause(20);
  }
  return tried;
}

function play(port: number, { bytes, slowMs = 0 }: ReturnType<Trick>): Promise<void> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    const patience = setTimeout(() => socket.destroy(), slowMs || 5_000);
    socket.on("data", () => {
      if (slowMs === 0) socket.destroy();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(patience);
      done();
    });
  });
}

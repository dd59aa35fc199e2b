/**
 * The wall without the rest of the product: Next serves the page, Socket.IO serves a made-up evening.
 *
 *   npx tsx tests/e2e/wall-fixture.ts [--port 3100] [--dev]
 *   http://127.0.0.1:3100/screen?token=calm | alert | empty | stale | denied
 *
 * The token names the variant; like the product, the fixture exchanges it for a cookie. Uses the last `next build` when there is one, else development mode.
 * For tests: POST /fixture/drop?token=calm loses the next delta, /fixture/seen counts what screens asked for,
 * /fixture/figures?token=calm returns the true figures.
 */
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import next from "next";
import { Server } from "socket.io";
import { readConfig } from "../../server/config";
import { applyWallDelta, type WallDelta, type WallSnapshot } from "../../server/domain/live/wall";
import { metricsVersion } from "../../server/domain/metrics";
import { securityHeaders } from "../../server/roles/headers";
import { nextSecond, type Variant, variants, wallDataOf } from "./wall-fixture-data";

const RING_MAX = 120;
const dir = fileURLToPath(new URL("../..", import.meta.url));
const { values } = parseArgs({
  options: { port: { type: "string", default: "0" }, dev: { type: "boolean", default: false } },
});

/** One made-up evening: figures, the ring of past deltas, and how many deltas to lose. */
class Evening {
  snapshot: WallSnapshot;
  ring: WallDelta[] = [];
  dropNext = 0;

  constructor(readonly variant: Variant) {
    const ts = Date.now();
    const data = wallDataOf(variant, ts);
    this.snapshot = { epoch: `e-${ts}`, seq: 1, ts, build: "fixture", metricsVersion, data };
  }

  tick(): WallDelta {
    const { epoch, seq, data } = this.snapshot;
    const ts = Date.now();
    const delta = { epoch, seq: seq + 1, ts, set: nextSecond(data, ts, seq) };
    const applied = applyWallDelta(this.snapshot, delta);
    if (applied.ok) this.snapshot = applied.snapshot;
    this.ring = [...this.ring.slice(1 - RING_MAX), delta];
    return delta;
  }
}

const evenings = new Map(variants.map((variant) => [variant as string, new Evening(variant)]));
const seen = { join: 0, resume: 0, ack: 0 };

const http = createServer();
const io = new Server(http, {
  path: "/socket.io",
  destroyUpgrade: false,
  perMessageDeflate: false,
  pingInterval: 10_000,
  pingTimeout: 8_000,
});
const variantOf = ({ headers }: IncomingMessage) =>
  /(?:^|; )fixture=(\w+)/.exec(headers.cookie ?? "")?.[1] ?? "calm";

io.use((socket, done) =>
  done(evenings.has(variantOf(socket.request)) ? undefined : new Error("unauthorised")),
);
io.on("connection", (socket) => {
  const evening = evenings.get(variantOf(socket.request));
  if (!evening) return;
  socket.on("screen:join", () => {
    seen.join += 1;
    void socket.join(evening.variant);
    socket.emit("snapshot", evening.snapshot);
  });
  socket.on("screen:resume", ({ since, epoch }: { since: number; epoch: string }) => {
    seen.resume += 1;
    const missed = evening.ring.filter(({ seq }) => seq > since);
    const canReplay = epoch === evening.snapshot.epoch && missed[0]?.seq === since + 1;
    if (!canReplay) socket.emit("snapshot", evening.snapshot);
    else for (const delta of missed) socket.emit("delta", delta);
  });
  socket.on("ack", () => {
    seen.ack += 1;
  });
});
setInterval(() => {
  for (const evening of evenings.values()) {
    if (evening.variant === "stale") continue;
    const delta = evening.tick();
    if (evening.dropNext > 0) evening.dropNext -= 1;
    else io.to(evening.variant).emit("delta", delta);
  }
}, 1_000);

function answerTest(url: URL, response: ServerResponse): void {
  const evening = evenings.get(url.searchParams.get("token") ?? "calm");
  if (url.pathname === "/fixture/drop" && evening) evening.dropNext += 1;
  const body = url.pathname === "/fixture/figures" ? evening?.snapshot.data.kpis : seen;
  response.setHeader("content-type", "application/json").end(JSON.stringify(body));
}

const isDev = values.dev || !existsSync(`${dir}.next/BUILD_ID`);
/** As the product has them: what a policy forbids is a complaint of the page. */
const headers = securityHeaders(readConfig({ PORT: values.port }), isDev);
const app = next({
  dev: isDev,
  dir,
  hostname: "127.0.0.1",
  port: Number(values.port),
  httpServer: http,
});
await app.prepare();
const handle = app.getRequestHandler();
http.on("request", (request: IncomingMessage, response: ServerResponse) => {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  if (url.pathname.startsWith("/socket.io")) return;
  const token = url.pathname === "/screen" ? url.searchParams.get("token") : null;
  if (url.pathname.startsWith("/fixture/")) answerTest(url, response);
  else if (token !== null)
    response
      .writeHead(302, { location: "/screen", "set-cookie": `fixture=${token}; HttpOnly; Path=/` })
      .end();
  else {
    headers.guard(request, response);
    headers.guardPage(request, response);
    void handle(request, response);
  }
});
http.listen(Number(values.port), "127.0.0.1", () => {
  process.stdout.write(`listening ${(http.address() as AddressInfo).port}\n`);
});

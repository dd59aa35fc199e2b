import { randomBytes } from "node:crypto";
import { Agent, request as httpRequest } from "node:http";
import { connect as connectTo, createServer, type Socket } from "node:net";
import type { Context } from "@/server/context";
import type { Instant } from "@/server/domain/kernel/instant";
import { startGateway } from "@/server/roles/gateway";
import { ownRequest } from "@/server/world/platform/own/request";
import type { WireRequest } from "@/server/world/wire/request";

export type Answer = {
  status: number;
  text: string;
  headers: Record<string, unknown>;
  /** Our side of the connection: equal for two answers that came over the same one. */
  localPort: number;
};

export type Door = {
  port: number;
  /** Turn the gateway's clock. */
  clock: { shiftMs: number };
  send: (wire: WireRequest, agent?: Agent) => Promise<Answer>;
  get: (path: string) => Promise<Answer>;
  /** A signed message of our own contract for app-1; every part can be changed. */
  sign: (body: string | Buffer, change?: Partial<Signing>) => WireRequest;
  stop: () => Promise<void>;
};
type Signing = {
  atMs: number;
  nonce: string;
  path: string;
  account: string;
  method: "GET" | "POST";
};

/** The real gateway on a port of its own, and somebody who knocks. */
export async function openDoor(
  context: Context,
  poke: () => void = () => undefined,
): Promise<Door> {
  const clock = { shiftMs: 0 };
  const now = () => (Date.now() + clock.shiftMs) as Instant;
  const config = { ...context.config, HUILIU_GATEWAY_PORT: 0 };
  const gateway = await startGateway({ ...context, config, clock: { now } }, poke);
  const shared = new Agent({ keepAlive: true, maxSockets: 64 });
  const send = (wire: WireRequest, agent = shared) => call(gateway.port, wire, agent);
  return {
    port: gateway.port,
    clock,
    send,
    get: (path) =>
      send({ method: "GET", path, headers: {}, contentType: "", body: Buffer.alloc(0) }),
    sign: (body, change = {}) => {
      const account = change.account ?? "app-1";
      return ownRequest({
        path: change.path ?? "/api/open/v1/channels/app/orders",
        method: change.method ?? "POST",
        body: Buffer.from(body),
        account,
        secret: context.secrets.accounts[account] ?? "",
        nowMs: change.atMs ?? now(),
        nonce: change.nonce ?? randomBytes(12).toString("hex"),
      });
    },
    stop: async () => {
      shared.destroy();
      await gateway.stop();
    },
  };
}

function call(port: number, wire: WireRequest, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers: Record<string, string | number> = {
      ...wire.headers,
      "content-length": wire.body.length,
      ...(wire.contentType === "" ? {} : { "content-type": wire.contentType }),
    };
    const { method, path } = wire;
    const request = httpRequest({ port, method, path, headers, agent, host: "127.0.0.1" });
    request.on("error", reject);
    request.on("response", (response) => {
      const localPort = response.socket.localPort ?? 0;
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString("utf8"),
          headers: response.headers,
          localPort,
        }),
      );
    });
    request.end(wire.body);
  });
}

export type Cable = {
  url: string;
  /** From now on nothing passes, and nobody is told. */
  stall: () => void;
  /** From now on nobody answers: connections break and new ones are refused. */
  cut: () => Promise<void>;
  /** Whole again. */
  mend: () => Promise<void>;
  close: () => Promise<void>;
};

/** A way to the database that can be blocked. */
export async function cableTo(url: string): Promise<Cable> {
  const there = new URL(url);
  const farPort = Number(there.port);
  const sockets = new Set<Socket>();
  let isStalled = false;
  const server = createServer((near) => {
    const far = connectTo(farPort, there.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (chunk) => void (isStalled || to.write(chunk)));
      from.on("error", () => undefined);
      from.on("close", () => to.destroy());
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  there.port = String(typeof address === "object" && address ? address.port : 0);
  const cut = (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    return new Promise((done) => server.close(() => done()));
  };
  return {
    url: there.toString(),
    stall: () => {
      isStalled = true;
    },
    cut,
    mend: () => new Promise((done) => server.listen(Number(there.port), "127.0.0.1", done)),
    close: async () => {
      if (server.listening) await cut();
    },
  };
}

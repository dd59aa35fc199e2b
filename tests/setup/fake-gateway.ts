import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { elemeSign } from "@/server/adapters/channels/eleme/sign";
import { meituanSign } from "@/server/adapters/channels/meituan/sign";
import { ownSign } from "@/server/adapters/channels/own/sign";
import { elemeFields } from "@/server/world/platform/eleme/push";

export type Seen = { path: string; key: string; channel: string; nonce: string; body: string };

/** A gateway for tests: verifies every signature, accepts what is right, remembers it. Tasks are what a test puts in. */
export type FakeGateway = {
  base: string;
  secrets: Record<string, string>;
  /** Accepted requests, in order. */
  accepted: Seen[];
  refused: Seen[];
  storeEvents: Record<string, unknown>[];
  riderEvents: Record<string, unknown>[];
  pings: number;
  storeTasks: Record<string, unknown>[];
  riderTasks: Record<string, unknown>[];
  /** Moves of our ledger as the warehouse reads them; a position is their place in this list. */
  ledger: Record<string, unknown>[];
  /** What the warehouse reported, with the last part of the address as `what`. */
  wmsReports: Record<string, unknown>[];
  /** So many next order requests get 503. */
  failNext: number;
  close(): Promise<void>;
};

const ACCOUNTS = [
  "app-1",
  "mini-1",
  "pos-1",
  "meituan-1",
  "eleme-1",
  "group-1",
  "store-app",
  "rider-app",
  "wms-1",
];

export async function startFakeGateway(): Promise<FakeGateway> {
  const secrets = Object.fromEntries(ACCOUNTS.map((code) => [code, `secret of ${code}`]));
  const gateway: FakeGateway = {
    base: "",
    secrets,
    accepted: [],
    refused: [],
    storeEvents: [],
    riderEvents: [],
    pings: 0,
    storeTasks: [],
    riderTasks: [],
    ledger: [],
    wmsReports: [],
    failNext: 0,
    close: async () => {},
  };
  const server = createServer((request, response) => {
    readAll(request).then((body) => {
      const { status, text } = answer(gateway, request, body);
      response.writeHead(status, { "content-type": "application/json" }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  gateway.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  gateway.close = () => closeAll(server);
  return gateway;
}

type Reply = { status: number; text: string };

function answer(gateway: FakeGateway, request: IncomingMessage, body: string): Reply {
  const path = request.url ?? "/";
  if (request.method === "GET" && path.startsWith("/callback/")) return fine('{"data":"ok"}');
  const isOrder = path.startsWith("/callback/") || path.includes("/channels/");
  if (isOrder && gateway.failNext > 0) {
    gateway.failNext -= 1;
    return { status: 503, text: "{}" };
  }
  if (path.startsWith("/callback/meituan/")) return meituan(gateway, path, body);
  if (path === "/callback/eleme") return eleme(gateway, path, body);
  return own(gateway, request, body);
}

function meituan(gateway: FakeGateway, path: string, body: string): Reply {
  const params: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(body)) {
    params[key] = decodeURIComponent(value.replaceAll("+", " "));
  }
  const isRight =
    params.sig === meituanSign(gateway.base + path, params, secretOf(gateway, "meituan-1"));
  const seen = {
    path,
    channel: "meituan",
    key: params.order_id ?? "",
    nonce: "",
    body: JSON.stringify(params),
  };
  (isRight ? gateway.accepted : gateway.refused).push(seen);
  return isRight ? fine('{"data":"ok"}') : { status: 403, text: '{"data":"ng"}' };
}

function eleme(gateway: FakeGateway, path: string, body: string): Reply {
  const fields = Object.fromEntries(new URLSearchParams(body));
  const secret = secretOf(gateway, "eleme-1");
  const isRight = elemeSign(fields, secret) === fields.sign;
  const push = JSON.parse(fields.body ?? "{}") as { order_id: string };
  const seen = {
    path: `${path} ${fields.cmd}`,
    channel: "eleme",
    key: push.order_id,
    nonce: fields.ticket ?? "",
    body: fields.body ?? "",
  };
  (isRight ? gateway.accepted : gateway.refused).push(seen);
  if (!isRight) return { status: 403, text: "{}" };
  const ack = { errno: 0, error: "success", data: { source_order_id: "OMS1" } };
  const reply = elemeFields(
    { cmd: `resp.${fields.cmd}`, body: JSON.stringify(ack), ticket: fields.ticket ?? "", nowMs: 0 },
    { source: "200001", secret },
  );
  return fine(JSON.stringify(reply));
}

function own(gateway: FakeGateway, request: IncomingMessage, body: string): Reply {
  const path = request.url ?? "/";
  const header = (name: string): string => String(request.headers[name] ?? "");
  const account = header("x-app-key");
  const signed = {
    method: request.method ?? "",
    path,
    body,
    timestamp: header("x-timestamp"),
    nonce: header("x-nonce"),
  };
  const isRight = ownSign(signed, secretOf(gateway, account)) === header("x-signature");
  if (!isRight) {
    gateway.refused.push({ path, channel: account, key: "", nonce: signed.nonce, body });
    return { status: 401, text: '{"code":401}' };
  }
  if (path.includes("/channels/")) {
    gateway.accepted.push({
      path,
      channel: account,
      key: header("idempotency-key"),
      nonce: signed.nonce,
      body,
    });
  }
  return device(gateway, path, body);
}

function device(gateway: FakeGateway, path: string, body: string): Reply {
  const url = new URL(path, gateway.base);
  const name = url.pathname.split("/").at(-1);
  if (name === "store-tasks" || name === "rider-tasks") {
    const all = name === "store-tasks" ? gateway.storeTasks : gateway.riderTasks;
    const after = Number(url.searchParams.get("after") || 0);
    const tasks = all.slice(after, after + Number(url.searchParams.get("limit")));
    return fine(JSON.stringify({ code: 0, cursor: String(after + tasks.length), tasks }));
  }
  if (name === "ledger") {
    const after = Number(url.searchParams.get("after") || 0);
    const moves = gateway.ledger.slice(after, after + Number(url.searchParams.get("limit")));
    return fine(JSON.stringify({ code: 0, moves, cursor: String(after + moves.length) }));
  }
  if (path.startsWith("/api/open/v1/wms/"))
    gateway.wmsReports.push({ what: name, ...(JSON.parse(body) as object) });
  if (name === "store-events") gateway.storeEvents.push(...eventsIn(body));
  if (name === "rider-events") gateway.riderEvents.push(...eventsIn(body));
  if (name === "rider-pings") gateway.pings += 1;
  return fine('{"code":0}');
}

function eventsIn(body: string): Record<string, unknown>[] {
  return (JSON.parse(body) as { events: Record<string, unknown>[] }).events;
}

function secretOf(gateway: FakeGateway, account: string): string {
  return gateway.secrets[account] ?? "";
}

function fine(text: string): Reply {
  return { status: 200, text };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function closeAll(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { OrderChannel } from "../orders/order";
import type { PlatformDeps } from "./deps";
import { answerEleme } from "./eleme-api";
import { answerMeituan } from "./meituan-api";

export type PlatformServer = { port: number; close(): Promise<void> };

const BODY_MAX = 2 * 1024 * 1024;
const MEITUAN = "/meituan/api/v1/";

/** The platforms' side of the wire, on one port: `/meituan/api/v1/…` and `/eleme`. */
export async function startPlatformServer(options: {
  port: number;
  meituan: PlatformDeps;
  eleme: PlatformDeps;
  /** A platform in outage answers 503. */
  isDown: (channel: OrderChannel) => boolean;
}): Promise<PlatformServer> {
  const server = createServer((request, response) => {
    answer(request, options)
      .then(({ status, text }) => send(response, status, text))
      .catch(() => send(response, 400, '{"data":"ng"}'));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, resolve);
  });
  return { port: portOf(server), close: () => close(server) };
}

async function answer(
  request: IncomingMessage,
  options: Parameters<typeof startPlatformServer>[0],
): Promise<{ status: number; text: string }> {
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "localhost"}`);
  const body = await readBody(request);
  const query = Object.fromEntries(url.searchParams);
  if (url.pathname.startsWith(MEITUAN)) {
    if (options.isDown("meituan")) return { status: 503, text: "" };
    const call = {
      api: url.pathname.slice(MEITUAN.length),
      // Signed over the address that the caller used, whatever name this machine goes by.
      url: url.origin + url.pathname,
      params: { ...query, ...Object.fromEntries(new URLSearchParams(body)) },
    };
    return { status: 200, text: answerMeituan(options.meituan, call) };
  }
  if (url.pathname === "/eleme") {
    if (options.isDown("eleme")) return { status: 503, text: "" };
    return { status: 200, text: answerEleme(options.eleme, fieldsOf(request, body)) };
  }
  return { status: 404, text: '{"data":"ng"}' };
}

function fieldsOf(request: IncomingMessage, body: string): Record<string, string> {
  if (!(request.headers["content-type"] ?? "").includes("json")) {
    return Object.fromEntries(new URLSearchParams(body));
  }
  const parsed = JSON.parse(body) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(parsed).map(([key, value]) => [key, String(value)]));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > BODY_MAX) throw new Error("body too large");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(text);
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Reply } from "../ports/channel";
import { BODY_BYTES_MAX, FILE_BYTES_MAX, readBody } from "./read-body";
import type { Receiver } from "./receive";

const CONTENT_TYPES =
  /^(application\/json|application\/x-www-form-urlencoded|text\/csv|text\/plain|$)/i;
const plain = (status: number, code: string): Reply => ({
  status,
  contentType: "application/json; charset=utf-8",
  body: JSON.stringify({ code, message: MESSAGES[code] ?? code }),
});
const MESSAGES: Record<string, string> = {
  NO_ROUTE: "no channel lives at this address",
  TOO_LARGE: "the body is larger than 1 MiB (8 MiB for files)",
  WRONG_TYPE: "send JSON, a form or CSV",
  WRONG_METHOD: "GET or POST",
  UNAVAILABLE: "not stored, send it again",
};

/** The gateway's own door: raw HTTP, because a page route costs thirty times as much (docs/performance.md). */
export function gatewayListener(receive: Receiver, openApi: () => string): Server {
  const server = createServer((request, response) => {
    handle(receive, openApi, request)
      .then((reply) => send(response, reply))
      .catch(() => send(response, plain(503, "UNAVAILABLE")));
  });
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 20_000;
  server.requestTimeout = 30_000;
  return server;
}

async function handle(
  receive: Receiver,
  openApi: () => string,
  request: IncomingMessage,
): Promise<Reply> {
  const [path = "/", query = ""] = (request.url ?? "/").split(/\?(.*)/s);
  if (path === "/healthz") return plain(200, "OK");
  if (path === "/openapi.json")
    return { status: 200, contentType: "application/json", body: openApi() };
  const method = request.method ?? "GET";
  const contentType = request.headers["content-type"] ?? "";
  const body = await readBody(request, path.endsWith("/files") ? FILE_BYTES_MAX : BODY_BYTES_MAX);
  if (!body.ok) return plain(413, body.code);
  if (method !== "GET" && method !== "POST") return plain(405, "WRONG_METHOD");
  if (!CONTENT_TYPES.test(contentType)) return plain(415, "WRONG_TYPE");
  const header = (name: string): string => {
    const value = request.headers[name];
    return Array.isArray(value) ? (value[0] ?? "") : (value ?? "");
  };
  const reply = await receive({ method, path, query, contentType, header, body: body.bytes });
  return reply ?? plain(404, "NO_ROUTE");
}

function send(response: ServerResponse, reply: Reply): void {
  if (response.headersSent || response.destroyed) return;
  const headers: Record<string, string | number> = {
    "content-type": reply.contentType,
    "content-length": Buffer.byteLength(reply.body),
  };
  if (reply.status === 503 || reply.status === 429) headers["retry-after"] = 1;
  response.writeHead(reply.status, headers);
  response.end(reply.body);
}

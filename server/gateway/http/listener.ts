import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Reply, RequestHead } from "@/server/ports/channel";
import type { Gateway } from "../receive";
import { type BodyBudget, bodyBudget } from "./body-budget";
import { connections } from "./connections";
import { inOrder } from "./in-order";
import { inTurns } from "./in-turns";
import { readBody } from "./read-body";

/** Bodies of all requests under way, of whoever sends them. */
const BUDGET_BYTES = 48 * 1024 * 1024;
const CONNECTIONS_MAX = 4_096;
/**
 * underWay: requests at once, one for each connection; beyond it an answer would come too late to be worth anything.
 * readers: bodies that are still coming.
 */
const ROOM = { underWay: 3_000, readers: 1_024 };
/** Half a millisecond of work. */
const EACH_TURN = 2;
const WAIT_MS_MAX = 1_000;
/** Senders wait for an answer before they send on; one that sends ahead may do so a little. */
const SENT_AHEAD_MAX = 8;
/** Whoever asks how we are stands in a line of his own. */
const ASKING_EACH_TURN = 2;
const HEAD_MS_MAX = 10_000;
const REQUEST_MS_MAX = 20_000;
const CHECK_MS = 2_000;

const CONTENT_TYPES =
  /^(application\/json|application\/x-www-form-urlencoded|text\/csv|text\/plain|$)/i;
const MESSAGES: Record<string, string> = {
  NO_ROUTE: "no channel lives at this address",
  TOO_LARGE: "the body is larger than this address takes",
  WRONG_TYPE: "send JSON, a form or CSV",
  WRONG_METHOD: "GET or POST",
  UNAVAILABLE: "not stored, send it again",
  FULL: "too much at once, send it again",
};
/** `closes`: more of the request may come, and nobody waits for it. */
type Answer = Reply & { closes?: boolean };
const JSON_PAGE = { status: 200, contentType: "application/json; charset=utf-8" };
const plain = (status: number, code: string): Reply => ({
  ...JSON_PAGE,
  status,
  body: JSON.stringify({ code, message: MESSAGES[code] ?? code }),
});

/** Whether what is sent can be kept at the moment, and if not, why. */
export type Health = { ready: boolean; why: string | null };

const FULL = (): Health => ({ ready: false, why: "too many requests under way" });

/** The gateway's own door: raw HTTP, because a page route costs thirty times as much (docs/performance.md). */
export function gatewayListener(
  gateway: Pick<Gateway, "knock">,
  {
    health,
    openApi,
    room = ROOM,
  }: { health: () => Health; openApi: string; room?: { underWay: number; readers: number } },
): Server {
  const budget = bodyBudget(BUDGET_BYTES, room.readers);
  const turn = inTurns(EACH_TURN, WAIT_MS_MAX);
  const askingTurn = inTurns(ASKING_EACH_TURN, WAIT_MS_MAX);
  let underWay = 0;
  const isFull = (): boolean => underWay > room.underWay;
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const head = headOf(request);
    if (HEALTH_PATHS.has(head.path)) {
      if ((await askingTurn()) === "late") return plain(503, "FULL");
      return howWeAre(head.path, isFull() ? FULL : health);
    }
    if (isFull() || (await turn()) === "late") return plain(503, "FULL");
    if (head.path === "/openapi.json") return { ...JSON_PAGE, body: openApi };
    return await handle(gateway, budget, { request, head });
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    underWay += 1;
    try {
      send(response, await answer(request));
    } catch {
      send(response, plain(503, "UNAVAILABLE"));
    } finally {
      underWay -= 1;
    }
  };
  const guests = connections(CONNECTIONS_MAX);
  const queue = inOrder(SENT_AHEAD_MAX, guests);
  const server = createServer({ connectionsCheckingInterval: CHECK_MS }, (request, response) =>
    queue(request.socket, () => serve(request, response)),
  );
  server.on("connection", guests.open);
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = HEAD_MS_MAX;
  server.requestTimeout = REQUEST_MS_MAX;
  return server;
}

async function handle(
  gateway: Pick<Gateway, "knock">,
  budget: BodyBudget,
  { request, head }: { request: IncomingMessage; head: RequestHead },
): Promise<Answer> {
  if (head.method !== "GET" && head.method !== "POST") return plain(405, "WRONG_METHOD");
  // Who it is for and whose key it carries is looked at before a byte of the body is kept.
  const welcome = await gateway.knock(head);
  if (!welcome) return plain(404, "NO_ROUTE");
  if (!welcome.ok) return welcome.error;
  const { bytesMax, enter } = welcome.value;
  const { body, reading } = await readBody(request, bytesMax, budget);
  try {
    if (!body.ok)
      return body.code === "FULL"
        ? { ...plain(503, "FULL"), closes: true }
        : plain(413, "TOO_LARGE");
    if (!CONTENT_TYPES.test(head.contentType)) return plain(415, "WRONG_TYPE");
    return await enter(body.bytes);
  } finally {
    reading?.give();
  }
}

function headOf(request: IncomingMessage): RequestHead {
  const [path = "/", query = ""] = (request.url ?? "/").split(/\?(.*)/s);
  const header = (name: string): string => {
    const value = request.headers[name];
    return Array.isArray(value) ? (value[0] ?? "") : (value ?? "");
  };
  const contentType = header("content-type");
  return { method: request.method ?? "GET", path, query, contentType, header };
}

const HEALTH_PATHS = new Set(["/livez", "/healthz"]);

/** `/livez`: the process is there. `/healthz`: and what is sent is kept. */
function howWeAre(path: string, health: () => Health): Reply {
  if (path === "/livez") return plain(200, "OK");
  const { ready, why } = health();
  return {
    ...plain(ready ? 200 : 503, "OK"),
    body: JSON.stringify({ code: ready ? "OK" : "NOT_READY", alive: true, ready, why }),
  };
}

function send(response: ServerResponse, reply: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const headers: Record<string, string | number> = {
    "content-type": reply.contentType,
    "content-length": Buffer.byteLength(reply.body),
  };
  if (reply.status === 503 || reply.status === 429) headers["retry-after"] = 1;
  if (reply.closes) headers.connection = "close";
  response.writeHead(reply.status, headers);
  response.end(reply.body);
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Answer, Arrival, Desk } from "./desk";
import type { Weather } from "./weather/weather";

export type PlatformServer = { port: number; close(): Promise<void> };

const BODY_MAX = 2 * 1024 * 1024;

/** The platforms' side of the wire, on one port: the first desk whose address it is takes a request. */
export async function startPlatformServer(options: {
  port: number;
  desks: readonly Desk[];
  weather: Weather;
}): Promise<PlatformServer> {
  const server = createServer((request, response) => {
    readBody(request)
      .then((body) => take(arrivalOf(request, body), options, response))
      .catch(() => send(response, { status: 400, text: '{"data":"ng"}' }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, resolve);
  });
  return {
    port: portOf(server),
    close: () => {
      options.weather.close();
      return close(server);
    },
  };
}

function take(
  arrival: Arrival,
  { desks, weather }: { desks: readonly Desk[]; weather: Weather },
  response: ServerResponse,
): void {
  for (const desk of desks) {
    const task = desk(arrival);
    if (task === null) continue;
    weather.pass(task, {
      reply: (answer) => send(response, answer),
      cut: () => void response.socket?.destroy(),
    });
    return;
  }
  send(response, { status: 404, text: '{"data":"ng"}' });
}

function arrivalOf(request: IncomingMessage, body: string): Arrival {
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "localhost"}`);
  return {
    method: request.method ?? "",
    path: url.pathname,
    search: url.search,
    origin: url.origin,
    header: (name) => String(request.headers[name] ?? ""),
    body,
  };
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

/** A delayed answer may find its caller gone. */
function send(response: ServerResponse, { status, text, headers }: Answer): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
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

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { Server as SocketServer } from "socket.io";
import { type Auth, createAuth } from "../auth/auth";
import type { Context } from "../context";
import { isOurPage, SOCKET_OPTIONS } from "../realtime/door";
import { startRealtime } from "../realtime/realtime";
import { appRouter } from "../routers";
import { startBeat } from "./beat";
import { mayEnter } from "./entrance";
import { securityHeaders } from "./headers";
import { listen, stopServer } from "./listen";
import type { Pages } from "./pages";

export type WebRole = { port: number; stop: () => Promise<void> };
type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/**
 * Pages, tRPC and sockets on one port. tRPC is mounted here and not in a page route, which would cost three times as much;
 * Next gets only what is a page.
 */
export async function startWeb(
  context: Context,
  url: string,
  openPages: (server: Server) => Promise<Pages>,
): Promise<WebRole> {
  const { config } = context;
  const server = createServer();
  const pages = await openPages(server);
  const auth = createAuth(context, url);
  const sockets = new SocketServer(server, { ...SOCKET_OPTIONS });
  const realtime = await startRealtime(context, sockets, auth);
  const beats = startBeat(context, "web", {
    detail: () => ({ sockets: sockets.engine.clientsCount }),
  });
  server.on("request", route(context, auth, pages));
  const port = await listen(server, {
    port: config.PORT,
    host: config.HUILIU_HOST,
    variable: "PORT",
  });
  return {
    port,
    stop: async () => {
      await Promise.all([realtime.stop(), beats.stop()]);
      await stop(server, sockets, { pages, auth });
    },
  };
}

function route(
  context: Context,
  auth: Auth,
  pages: Pages,
): (request: IncomingMessage, response: ServerResponse) => void {
  const trpc = createHTTPHandler({
    router: appRouter,
    basePath: "/rpc/",
    maxBodySize: 6 * 1024 * 1024,
    createContext: async ({ req }) => ({ deps: context, user: await auth.userOf(req) }),
  });
  const headers = securityHeaders(context.config, pages.isDev);
  const handle: Handle = async (request, response) => {
    const path = pathOf(request);
    headers.guard(request, response);
    if (path === "/healthz") return answer(response, 200, '{"ok":true}');
    // A form of another page can send what needs no input, and brings our people's cookies.
    if (/^\/(rpc|api)\//.test(path) && !isOurPage(request.headers.origin, context.config.origins))
      return answer(response, 403, '{"code":"ORIGIN"}');
    if (path.startsWith("/api/auth/")) return void (await auth.handler(request, response));
    if (path.startsWith("/rpc/")) {
      response.setHeader("cache-control", "no-store");
      return trpc(request, response);
    }
    if (!(await mayEnter(auth, request, response))) return;
    headers.guardPage(request, response);
    await pages.handle(request, response);
  };
  return (request, response) => {
    Promise.resolve(handle(request, response)).catch((error) => {
      context.log.error(
        { path: pathOf(request), cause: error instanceof Error ? error.message : String(error) },
        "page failed",
      );
      if (!response.headersSent) answer(response, 500, '{"code":"FAILED"}');
    });
  };
}

/** Without what was asked: that may hold a token. */
const pathOf = (request: IncomingMessage): string => (request.url ?? "/").split("?")[0] ?? "/";

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(body);
}

async function stop(
  server: Server,
  sockets: SocketServer,
  { pages, auth }: { pages: Pages; auth: Auth },
): Promise<void> {
  sockets.disconnectSockets(true);
  await stopServer(server);
  await pages.close();
  await auth.close();
}

import type { IncomingMessage, Server, ServerResponse } from "node:http";
import next from "next";
import type { Config } from "../config";

/** What draws pages. */
export type Pages = {
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Pages are compiled while they are looked at. */
  isDev: boolean;
  close: () => Promise<void>;
};

/** Next, as it was built; in development it builds while it serves. */
export async function nextPages(config: Config, server: Server, isDev: boolean): Promise<Pages> {
  const app = next({
    dev: isDev,
    dir: process.cwd(),
    hostname: "localhost",
    port: config.PORT,
    httpServer: server,
  });
  await app.prepare();
  return { handle: app.getRequestHandler(), isDev, close: () => app.close() };
}

import type { Server } from "node:http";

/** New connections that wait to be accepted. One that finds no room here tries again after 1, 3, 7 … seconds by itself. */
const BACKLOG = 4_096;

/**
 * Listen, or say which port is taken and how to choose another.
 *
 * @returns the port; differs from the one asked for only with 0
 */
export function listen(
  server: Server,
  { port, host, variable }: { port: number; host: string; variable: string },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(
        taken
          ? new Error(
              `port ${port} is taken: set ${variable} to another one, for example ${variable}=${port + 10}`,
            )
          : error,
      );
    });
    server.listen({ port, host, backlog: BACKLOG }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

/** No new connections; requests under way are answered; idle connections are closed. */
export function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 3_000).unref();
  });
}

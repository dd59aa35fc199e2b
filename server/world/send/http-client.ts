import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { WireRequest } from "../wire/request";

export type Answer = { status: number; text: string };
export type HttpClient = {
  /** @throws Error when there is no answer in time */
  call(request: WireRequest): Promise<Answer>;
  close(): void;
};

const TIMEOUT_MS = 15_000;
const ANSWER_MAX = 4 * 1024 * 1024;

/** One kept-alive client of one server. */
export function httpClient(base: string, maxSockets = 64): HttpClient {
  const { protocol, hostname, port } = new URL(base);
  const isTls = protocol === "https:";
  const options = { keepAlive: true, maxSockets, maxFreeSockets: 8 };
  const agent = isTls ? new HttpsAgent(options) : new HttpAgent(options);
  const send = isTls ? httpsRequest : httpRequest;
  const target = { hostname, port: port === "" ? (isTls ? 443 : 80) : Number(port), agent };
  return {
    call: (wire) =>
      new Promise((resolve, reject) => {
        const headers = {
          ...wire.headers,
          "content-type": wire.contentType,
          "content-length": wire.body.length,
        };
        const request = send(
          { ...target, method: wire.method, path: wire.path, headers, timeout: TIMEOUT_MS },
          (response) => {
            const chunks: Buffer[] = [];
            let size = 0;
            response.on("data", (chunk: Buffer) => {
              size += chunk.length;
              if (size <= ANSWER_MAX) chunks.push(chunk);
            });
            response.on("error", reject);
            response.on("end", () =>
              resolve({
                status: response.statusCode ?? 0,
                text: Buffer.concat(chunks).toString("utf8"),
              }),
            );
          },
        );
        request.on("timeout", () => request.destroy(new Error("no answer in time")));
        request.on("error", reject);
        request.end(wire.body);
      }),
    close: () => agent.destroy(),
  };
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { elemeAdapter } from "@/server/adapters/channels/eleme/adapter";
import { meituanAdapter } from "@/server/adapters/channels/meituan/adapter";
import { ownAdapter } from "@/server/adapters/channels/own/adapter";
import type { ChannelAdapter } from "@/server/ports/channel";
import type { Figure, FigureClient } from "@/server/ports/figures";
import { accountOf, SECRETS } from "./channel-samples";

/** The three protocols that are told stock and prices, each with an account of the demo. */
export const CASES = [
  ["meituan", "meituan-1", meituanAdapter],
  ["eleme", "eleme-1", elemeAdapter],
  ["own", "app-1", ownAdapter],
] as const;

export const figure = (externalSku: string, value: number, version = 1): Figure => ({
  externalSku,
  value,
  version,
});

export function figureClient(
  adapter: ChannelAdapter,
  code: string,
  base: string,
  secret = SECRETS[code] ?? "",
): FigureClient {
  const client = adapter.figures?.client(accountOf(code, {}, base), secret);
  if (!client) throw new Error(`${adapter.protocol} tells no figures`);
  return client;
}

/** A platform that answers everybody alike. */
export async function sayer(
  answer: (response: ServerResponse, request: IncomingMessage, body: string) => void,
): Promise<{ base: string; close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => void chunks.push(chunk));
    request.on("end", () => answer(response, request, Buffer.concat(chunks).toString("utf8")));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

import type { IncomingMessage } from "node:http";
import type { Server } from "socket.io";
import { clientAddress } from "../auth/client-address";
import type { Context } from "../context";
import { gcraLimiter } from "../domain/access";

/** A page asks for rooms as it is scrolled and acknowledges every five seconds: far less than this. */
const PER_SECOND = 20;
const BURST = 200;

export const SOCKET_OPTIONS = {
  path: "/socket.io",
  transports: ["websocket" as const],
  destroyUpgrade: false,
  perMessageDeflate: false,
  pingInterval: 10_000,
  pingTimeout: 8_000,
  /** Whoever has a connection and does not say who they are. */
  connectTimeout: 10_000,
  /** Bytes of one message: a list of rooms, and no more. */
  maxHttpBufferSize: 16 * 1024,
};

/**
 * Whether who asks is no page, or one of ours. A page of somebody else would bring our people's cookies along; what is no
 * browser names no origin, and brings its own cookies only.
 */
export function isOurPage(origin: string | undefined, origins: readonly string[]): boolean {
  return origin === undefined || origins.includes(origin);
}

/** Watch the door: pages of ours only, so many sockets an address, so many messages a socket, whatever is in them. */
export function watchDoor(context: Context, sockets: Server): void {
  const { config, clock, log } = context;
  const most = config.HUILIU_SOCKETS_PER_ADDRESS;
  const open = new Map<string, number>();
  const addressOf = (request: IncomingMessage) =>
    clientAddress(request, config.HUILIU_TRUSTED_PROXIES);
  sockets.engine.opts.allowRequest = (request, answer) => {
    if (!isOurPage(request.headers.origin, config.origins)) return answer("origin", false);
    const isFull = (open.get(addressOf(request)) ?? 0) >= most;
    answer(isFull ? "too many" : null, !isFull);
  };
  sockets.engine.on("connection", (raw) => {
    const address = addressOf(raw.request);
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    raw.on("close", () => {
      const rest = (open.get(address) ?? 1) - 1;
      if (rest > 0) open.set(address, rest);
      else open.delete(address);
    });
    // Many that knocked in one moment were all let in.
    if (count > most) return raw.close(true);
    const limit = gcraLimiter();
    raw.on("packet", () => {
      if (limit("", PER_SECOND, BURST, clock.now()) === null) return;
      log.warn({ address }, "a socket that says too much is cut off");
      raw.close(true);
    });
  });
}

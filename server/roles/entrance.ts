import type { IncomingMessage, ServerResponse } from "node:http";
import type { Auth } from "../auth/auth";
import { seesChain } from "../auth/user";

/** Code, fonts and the outline of the map say nothing of anybody's orders. */
const OPEN = /^\/(_next\/|login$|geo\/|fonts\/|icon\.svg$|favicon\.ico$)/;

/**
 * Whether a page may be drawn for who asks: somebody signed in, or, for the wall, a screen. Whoever may not is sent
 * elsewhere, and then it is false.
 */
export async function mayEnter(
  auth: Auth,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const [path = "/", query = ""] = (request.url ?? "/").split("?");
  if (OPEN.test(path)) return true;
  const isWall = path === "/screen";
  const asked = new URLSearchParams(query);
  if (isWall && asked.has("token")) {
    await exchange(auth, asked, response);
    return false;
  }
  if (isWall && (await auth.screens.of(request))) return true;
  const user = await auth.userOf(request);
  if (user && (!isWall || seesChain(user))) return true;
  const next = encodeURIComponent(request.url ?? "/");
  return send(response, user ? "/orders" : `/login?next=${next}`);
}

/** A screen's token leaves the address for a cookie at once: addresses are remembered, shown and logged. */
async function exchange(
  auth: Auth,
  asked: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const cookie = await auth.screens.enter(asked.get("token") ?? "");
  if (cookie !== null) response.setHeader("set-cookie", cookie);
  asked.delete("token");
  const rest = asked.toString();
  send(response, rest === "" ? "/screen" : `/screen?${rest}`);
}

function send(response: ServerResponse, location: string): false {
  response.writeHead(302, { location, "cache-control": "no-store" });
  response.end();
  return false;
}

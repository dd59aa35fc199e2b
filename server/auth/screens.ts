import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isScreenToken } from "@/db/queries/people/people";
import type { Context } from "../context";

/** A year and a bit, the longest a browser keeps one: nobody types a token on a wall again. */
const COOKIE_SECONDS = 400 * 86_400;

export const tokenHash = (token: string): Buffer => createHash("sha256").update(token).digest();

export type Screens = {
  /** The cookie line a screen's token is exchanged for; null when no screen has this token. */
  enter: (token: string) => Promise<string | null>;
  /** The screen that sends this request: its token's hash in hex; null when it is none, or no more. */
  of: (request: Pick<IncomingMessage, "headers">) => Promise<string | null>;
};

/**
 * Walls without a person. The token is shown once, in an address, and exchanged for a cookie that says whose it is and does
 * not hold it: hash and signature. A token that is revoked ends its cookies.
 */
export function screenDoor({ db, config, secrets }: Context): Screens {
  const isSecure = config.publicUrl.startsWith("https:");
  const name = isSecure ? "__Host-huiliu_screen" : "huiliu_screen";
  const key = config.HUILIU_AUTH_SECRET ?? secrets.auth;
  const sign = (hash: string) => createHmac("sha256", key).update(`screen:${hash}`).digest();
  const isScreen = (hash: string) => isScreenToken(db, Buffer.from(hash, "hex"));
  return {
    enter: async (token) => {
      const hash = tokenHash(token).toString("hex");
      if (token === "" || !(await isScreen(hash))) return null;
      const value = `${hash}.${sign(hash).toString("hex")}`;
      // Lax: the first address may be opened from anywhere, and the page behind it must then see the cookie.
      const rest = `Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax`;
      return `${name}=${value}; ${rest}${isSecure ? "; Secure" : ""}`;
    },
    of: async ({ headers }) => {
      const pattern = new RegExp(`(?:^|; *)${name}=([0-9a-f]{64})\\.([0-9a-f]{64})(?:;|$)`);
      const [, hash = "", signature = ""] = pattern.exec(headers.cookie ?? "") ?? [];
      if (hash === "" || !timingSafeEqual(Buffer.from(signature, "hex"), sign(hash))) return null;
      return (await isScreen(hash)) ? hash : null;
    },
  };
}

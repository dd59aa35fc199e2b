import type { IncomingMessage, ServerResponse } from "node:http";
import { betterAuth } from "better-auth";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { hashPassword } from "better-auth/crypto";
import { fromNodeHeaders, toNodeHandler } from "better-auth/node";
import { authStore } from "@/db/auth-store";
import { addScreenToken, addUsers } from "@/db/queries/people/people";
import type { Context } from "../context";
import { clientAddress } from "./client-address";
import { type Screens, screenDoor, tokenHash } from "./screens";
import { type SignInLimit, signInLimit } from "./sign-in-limit";
import { asUser, type User, type UserRole } from "./user";

export type Auth = {
  /** Answers what is below /api/auth/. */
  handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Who sends this request; null when nobody is signed in. */
  userOf: (request: Pick<IncomingMessage, "headers">) => Promise<User | null>;
  /** The same as the database has it now, with the session's id: what a socket stands on for as long as it lives. */
  sessionOf: (
    request: Pick<IncomingMessage, "headers">,
  ) => Promise<{ id: string; user: User } | null>;
  screens: Screens;
  close: () => Promise<void>;
};

const SESSION_SECONDS = 12 * 3600;
const COOKIE_CACHE_SECONDS = 60;
/** Written by us on every request, over whatever came under this name. */
const ADDRESS_HEADER = "x-huiliu-address";
const PREFIX = "/api/auth";
const SIGN_IN = "/sign-in/email";
/** All of the library that is open; the rest of it does not exist. */
const OPEN = new Set([SIGN_IN, "/sign-out", "/get-session", "/change-password"]);

/** Sign-in by e-mail and password. People are made by admins, not by signing up. */
export function createAuth(context: Context, url: string): Auth {
  const { config, secrets } = context;
  const store = authStore(url);
  const auth = betterAuth({
    database: store.database,
    secret: config.HUILIU_AUTH_SECRET ?? secrets.auth,
    baseURL: config.publicUrl,
    trustedOrigins: [...config.origins],
    emailAndPassword: { enabled: true, disableSignUp: true },
    user: {
      additionalFields: {
        role: { type: "string", input: false },
        storeId: { type: "number", input: false, required: false },
      },
    },
    session: {
      expiresIn: SESSION_SECONDS,
      cookieCache: { enabled: true, maxAge: COOKIE_CACHE_SECONDS },
    },
    advanced: { ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] } },
    // Signing in has limits of its own, which know the account.
    rateLimit: { enabled: true, window: 60, max: 120, customRules: { [SIGN_IN]: false } },
    hooks: slowDown(signInLimit(context)),
    databaseHooks: {
      session: {
        create: {
          before: async ({ userId }, ctx) => {
            const person = await ctx?.context.internalAdapter.findUserById(userId);
            if (!person || !asUser(person))
              throw new APIError("FORBIDDEN", { code: "NO_ROLE", message: "没有可用的岗位" });
          },
        },
      },
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
  const library = toNodeHandler(auth);
  return {
    handler: async (request, response) => {
      const path = (request.url ?? "").split("?")[0] ?? "";
      if (!OPEN.has(path.slice(PREFIX.length))) {
        response.writeHead(404).end();
        return;
      }
      request.headers[ADDRESS_HEADER] = clientAddress(request, config.HUILIU_TRUSTED_PROXIES);
      await library(request, response);
    },
    userOf: async (request) => {
      const session = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
      return session && asUser(session.user);
    },
    sessionOf: async (request) => {
      const session = await auth.api.getSession({
        headers: fromNodeHeaders(request.headers),
        query: { disableCookieCache: true },
      });
      const user = session && asUser(session.user);
      return session && user ? { id: session.session.id, user } : null;
    },
    screens: screenDoor(context),
    close: store.close,
  };
}

/** Wait before a password is looked at; what was right does not count. */
function slowDown(limit: SignInLimit) {
  const triedBy = ({ body, headers }: { body?: unknown; headers?: Headers | undefined }) => {
    const { email, password } = (body ?? {}) as { email?: unknown; password?: unknown };
    // Anything else the library refuses without looking at a password.
    if (typeof email !== "string" || typeof password !== "string") return null;
    return { email, address: headers?.get(ADDRESS_HEADER) ?? "unknown" };
  };
  return {
    before: createAuthMiddleware(async (ctx) => {
      const tried = ctx.path === SIGN_IN ? triedBy(ctx) : null;
      const waitMs = tried ? await limit.begin(tried.email, tried.address) : 0;
      if (waitMs <= 0) return;
      const seconds = String(Math.ceil(waitMs / 1_000));
      const told = { code: "TOO_MANY_TRIES", message: `尝试次数过多，请 ${seconds} 秒后再试` };
      throw new APIError("TOO_MANY_REQUESTS", told, { "retry-after": seconds });
    }),
    after: createAuthMiddleware(async (ctx) => {
      const tried = ctx.path === SIGN_IN && ctx.context.newSession ? triedBy(ctx) : null;
      if (tried) await limit.succeed(tried.email, tried.address);
    }),
  };
}

/** Invented people, one of each role; they all sign in with the password the start prints. */
const DEMO_PEOPLE: readonly { role: UserRole; name: string; storeId: number | null }[] = [
  { role: "operations", name: "演示运营", storeId: null },
  { role: "service", name: "演示客服", storeId: null },
  { role: "dispatch", name: "演示调度", storeId: null },
  { role: "store", name: "演示店长", storeId: 1 },
  { role: "finance", name: "演示财务", storeId: null },
  { role: "admin", name: "演示管理员", storeId: null },
];

export const demoEmail = (role: UserRole): string => `${role}@demo.huiliu`;

/** The demo's people and the wall's token. */
export async function prepareDemoPeople(context: Context): Promise<void> {
  const passwordHash = await hashPassword(context.secrets.demoPassword);
  await addUsers(
    context.db,
    DEMO_PEOPLE.map((p) => ({
      ...p,
      id: `demo-${p.role}`,
      email: demoEmail(p.role),
      passwordHash,
    })),
  );
  await addScreenToken(context.db, tokenHash(context.secrets.kiosk), "demo wall");
}

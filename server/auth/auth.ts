import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { betterAuth } from "better-auth";
import { hashPassword } from "better-auth/crypto";
import { fromNodeHeaders, toNodeHandler } from "better-auth/node";
import { authStore } from "@/db/auth-store";
import { addScreenToken, addUsers, isScreenToken } from "@/db/queries/people";
import type { Context } from "../context";
import { asUserRole, type User, type UserRole } from "./user";

export type Auth = {
  handler: ReturnType<typeof toNodeHandler>;
  /** Who sends this request; null when nobody is signed in. */
  userOf: (request: Pick<IncomingMessage, "headers">) => Promise<User | null>;
  isScreen: (token: string) => Promise<boolean>;
  close: () => Promise<void>;
};

const SESSION_SECONDS = 12 * 3600;
const COOKIE_CACHE_SECONDS = 60;

/** Sign-in by e-mail and password. People are made by admins, not by signing up. */
export function createAuth(context: Context, url: string): Auth {
  const { config, secrets } = context;
  const store = authStore(url);
  const auth = betterAuth({
    database: store.database,
    secret: config.HUILIU_AUTH_SECRET ?? secrets.auth,
    baseURL: config.publicUrl,
    trustedOrigins: [
      config.publicUrl,
      `http://localhost:${config.PORT}`,
      `http://127.0.0.1:${config.PORT}`,
    ],
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
    rateLimit: { enabled: true, window: 60, max: 120 },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
  return {
    handler: toNodeHandler(auth),
    userOf: async (request) => {
      const session = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
      if (!session) return null;
      const { id, name, email, role, storeId } = session.user as typeof session.user & {
        role?: string;
        storeId?: number | null;
      };
      return { id, name, email, role: asUserRole(role), storeId: storeId ?? null };
    },
    isScreen: async (token) => token !== "" && (await isScreenToken(context.db, tokenHash(token))),
    close: store.close,
  };
}

const tokenHash = (token: string): Buffer => createHash("sha256").update(token).digest();

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

import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, real, text } from "drizzle-orm/pg-core";
import { instant, int8 } from "./columns";

/** Log-in tables, in the shape the sign-in library asks for (better-auth core schema), plus role and store scope. */
export const users = pgTable(
  "users",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    email: text("email").notNull().unique(),
    emailVerified: boolean("email_verified").notNull().default(false),
    image: text("image"),
    role: text("role").notNull(),
    storeId: integer("store_id"),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    // `disabled` may nothing: server/auth/user.ts knows no such role.
    check(
      "users_role_known",
      sql`${t.role} in ('operations', 'service', 'dispatch', 'store', 'finance', 'admin', 'disabled')`,
    ),
    check("users_store_manager_has_store", sql`${t.role} <> 'store' or ${t.storeId} is not null`),
  ],
);

export const sessions = pgTable("sessions", {
  id: text("id").primaryKey(),
  userId: text("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  token: text("token").notNull().unique(),
  expiresAt: instant("expires_at").notNull(),
  ipAddress: text("ip_address"),
  userAgent: text("user_agent"),
  createdAt: instant("created_at").notNull().defaultNow(),
  updatedAt: instant("updated_at").notNull().defaultNow(),
});

export const credentials = pgTable("credentials", {
  id: text("id").primaryKey(),
  accountId: text("account_id").notNull(),
  providerId: text("provider_id").notNull(),
  userId: text("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  accessToken: text("access_token"),
  refreshToken: text("refresh_token"),
  idToken: text("id_token"),
  accessTokenExpiresAt: instant("access_token_expires_at"),
  refreshTokenExpiresAt: instant("refresh_token_expires_at"),
  scope: text("scope"),
  password: text("password"),
  createdAt: instant("created_at").notNull().defaultNow(),
  updatedAt: instant("updated_at").notNull().defaultNow(),
});

export const verifications = pgTable("verifications", {
  id: text("id").primaryKey(),
  identifier: text("identifier").notNull(),
  value: text("value").notNull(),
  expiresAt: instant("expires_at").notNull(),
  createdAt: instant("created_at").notNull().defaultNow(),
  updatedAt: instant("updated_at").notNull().defaultNow(),
});

/**
 * How often signing in was tried lately: one row an account, an address, and an account from an address; keys are hashes.
 * And one for each address an account has signed in from, where `at` is until when that is remembered.
 */
export const signInTries = pgTable(
  "sign_in_tries",
  {
    key: text("key").primaryKey(),
    level: real("level").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [index("sign_in_tries_at").on(t.at)],
);

/** Who did or saw what that has to be answered for. */
export const auditLog = pgTable("audit_log", {
  id: int8("id").primaryKey().generatedAlwaysAsIdentity(),
  at: instant("at").notNull().defaultNow(),
  userId: text("user_id").notNull(),
  action: text("action").notNull(),
  subject: text("subject").notNull(),
  reason: text("reason"),
  detail: jsonb("detail").notNull(),
});

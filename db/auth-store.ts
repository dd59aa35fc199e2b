import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { credentials, sessions, users, verifications } from "./schema/people";

/** Where the sign-in library keeps people and sessions: our own tables, on a small pool of its own. */
export function authStore(url: string) {
  const client = postgres(url, {
    max: 3,
    idle_timeout: 60,
    onnotice: () => undefined,
    connection: { application_name: "huiliu-auth" },
  });
  const schema = {
    user: users,
    session: sessions,
    account: credentials,
    verification: verifications,
  };
  return {
    database: drizzleAdapter(drizzle(client, { schema }), { provider: "pg", schema }),
    close: () => client.end({ timeout: 5 }),
  };
}

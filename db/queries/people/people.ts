import type { Queryable } from "@/db/client";

type NewUser = {
  id: string;
  name: string;
  email: string;
  role: string;
  storeId: number | null;
  passwordHash: string;
};

/** Add people who sign in with a password; somebody who is there already is left alone. */
export async function addUsers(db: Queryable, people: readonly NewUser[]): Promise<void> {
  for (const p of people) {
    const added = await db`
      insert into users (id, name, email, email_verified, role, store_id)
      values (${p.id}, ${p.name}, ${p.email}, true, ${p.role}, ${p.storeId}) on conflict do nothing returning id`;
    if (added.length === 0) continue;
    await db`insert into credentials (id, account_id, provider_id, user_id, password)
      values (${`${p.id}-password`}, ${p.id}, 'credential', ${p.id}, ${p.passwordHash})`;
  }
}

/** Let a screen in by its token's hash. */
export async function addScreenToken(
  db: Queryable,
  hash: Uint8Array,
  label: string,
): Promise<void> {
  await db`insert into screen_tokens (token_hash, label) values (${hash}::bytea, ${label}) on conflict do nothing`;
}

export async function isScreenToken(db: Queryable, hash: Uint8Array): Promise<boolean> {
  const rows =
    await db`select 1 from screen_tokens where token_hash = ${hash}::bytea and revoked_at is null`;
  return rows.length > 0;
}

/** Of these tokens' hashes, those that let a screen in now. */
export async function listScreens(db: Queryable, hashes: readonly string[]): Promise<string[]> {
  const rows = await db<{ hash: string }[]>`
    select encode(token_hash, 'hex') as hash from screen_tokens
    where encode(token_hash, 'hex') = any(${[...hashes]}::text[]) and revoked_at is null`;
  return rows.map((row) => row.hash);
}

type SessionRow = {
  sessionId: string;
  id: string;
  name: string;
  email: string;
  role: string;
  storeId: number | null;
};

/** Of these sessions, those that have not ended, with their people as they are now. */
export async function listSessions(db: Queryable, ids: readonly string[]): Promise<SessionRow[]> {
  return await db<SessionRow[]>`
    select s.id as "sessionId", u.id, u.name, u.email, u.role, u.store_id as "storeId"
    from sessions s join users u on u.id = s.user_id
    where s.id = any(${[...ids]}::text[]) and s.expires_at > now()`;
}

export async function insertAudit(
  db: Queryable,
  row: {
    userId: string;
    action: string;
    subject: string;
    reason: string | null;
    detail: Record<string, unknown>;
  },
): Promise<void> {
  await db`insert into audit_log (user_id, action, subject, reason, detail)
    values (${row.userId}, ${row.action}, ${row.subject}, ${row.reason}, ${JSON.stringify(row.detail)}::text::jsonb)`;
}

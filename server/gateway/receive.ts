import { createHash } from "node:crypto";
import { appendMessages, laneOfStore, type NewMessage } from "@/db/log/inbox";
import type { Context } from "../context";
import type { Account } from "../domain/channels";
import { ok, refuse, type Result } from "../domain/kernel/result";
import type { Catalog } from "../pipelines/catalog";
import type { ChannelAdapter, RawRequest, Reply, Verified } from "../ports/channel";
import { packBody } from "./pack-body";
import { type DirectHandlers, isDirect } from "./direct";
import { gcraLimiter } from "./gcra";
import { groupCommit, type GroupCommit } from "./group-commit";
import { nonceMemory } from "./nonces";
import { type SecurityCounter, securityCounter } from "./security-counter";
import type { Verdicts } from "./verdicts";

/** Takes a request in; null when no adapter lives at its address. */
export type Receiver = (request: RawRequest) => Promise<Reply | null>;
export type Gateway = { receive: Receiver; drain: () => Promise<void>; security: SecurityCounter; commits: GroupCommit<NewMessage> };

const NONCE_WINDOW_MS = 10 * 60_000;
const WAITING_MAX = 20_000;

/**
 * Raw bytes → adapter's verify → rate → group commit → the platform's own acknowledgement. Nothing is acknowledged that
 * is not durable, and nothing that is refused is stored.
 */
export function createGateway(context: Context, direct: DirectHandlers, verdicts: Verdicts, poke: () => void): Gateway {
  const security = securityCounter();
  const limit = gcraLimiter();
  const seen = nonceMemory(NONCE_WINDOW_MS);
  const commits = groupCommit<NewMessage>(
    async (entries) => {
      await appendMessages(context.db, entries);
      poke();
    },
    { size: 256, waitMs: 3, parallel: 2, deadlineMs: 2_500 },
  );

  const receive: Receiver = async (request) => {
    const adapter = context.adapters.find((a) => request.path.startsWith(a.prefix));
    if (!adapter) return null;
    const now = context.clock.now();
    const catalog = await context.catalog.get().catch(() => null);
    if (!catalog) return adapter.refuse("UNAVAILABLE");
    const verdict = verify(context, catalog, adapter, request, now);
    if (!verdict.ok) {
      if (verdict.error.code !== "PROBE") security.count(verdict.error.source, verdict.error.code, now);
      return verdict.error.reply;
    }
    const verified = verdict.value;
    const { account } = verified;
    const waitMs = limit(account.code, account.config.ratePerSecond, account.config.burst, now);
    if (waitMs !== null || commits.waiting() > WAITING_MAX) {
      security.count(account.code, "LIMITED", now);
      return adapter.refuse("LIMITED");
    }
    if (verified.nonce !== null && seen(`${account.id}|${verified.nonce}`, now)) {
      security.count(account.code, "REPLAY", now);
      return adapter.refuse("REPLAY");
    }
    if (isDirect(verified.topic)) return await direct[verified.topic](request, account);
    const reply = await store(commits, verdicts, catalog, request, verified, () => context.clock.now());
    if (!reply.ok) context.log.warn({ account: account.code, cause: reply.error }, "not stored");
    return reply.ok ? reply.value : adapter.refuse("UNAVAILABLE");
  };
  return { receive, drain: commits.drain, security, commits };
}

function verify(context: Context, catalog: Catalog, adapter: ChannelAdapter, request: RawRequest, now: number) {
  const find = (appId: string) => {
    const account = catalog.accountBy(adapter.protocol, appId);
    const secret = account && context.secretOf(account);
    return account && secret !== null ? { account, secret } : null;
  };
  const verdict = adapter.verify(request, find, now);
  return verdict.ok ? ok(verdict.value) : refuse(verdict.error);
}

async function store(
  commits: GroupCommit<NewMessage>,
  verdicts: Verdicts,
  catalog: Catalog,
  request: RawRequest,
  verified: Verified,
  now: () => number,
): Promise<Result<Reply, string>> {
  try {
    await commits.add(toMessage(catalog, verified.account, verified));
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  const wantsVerdict = /\bwait\b/.test(request.header("prefer")) && verified.externalNo !== null;
  if (wantsVerdict && verified.externalNo !== null) {
    const verdict = await verdicts.wait(verified.account.id, verified.externalNo);
    if (verdict) return ok(verdict);
  }
  return ok(verified.ack(now()));
}

function toMessage(catalog: Catalog, account: Account, verified: Verified): NewMessage {
  const storeId = verified.storeKey === null ? null : catalog.storeOf(account.id, verified.storeKey);
  return {
    accountId: account.id,
    topic: verified.topic.slice(0, 64),
    lane: storeId === null ? null : laneOfStore(storeId),
    externalNo: verified.externalNo,
    sha256: createHash("sha256").update(verified.body).digest(),
    ...packBody(verified.body),
  };
}

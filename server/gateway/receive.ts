import { createHash } from "node:crypto";
import { appendMessages, laneOfStore, type NewMessage } from "@/db/log/inbox";
import { packBody } from "@/db/log/packed-body";
import type { Context } from "../context";
import { gcraLimiter } from "../domain/access";
import { ok, type Result, refuse } from "../domain/kernel/result";
import type { Catalog } from "../pipelines/catalog";
import { type GroupCommit, groupCommit } from "../pipelines/group-commit";
import type { ChannelAdapter, RawRequest, Reply, Verified } from "../ports/channel";
import { type DirectHandlers, isDirect } from "./direct";
import { type DuplicateCounter, duplicateCounter } from "./duplicate-counter";
import { nonceMemory } from "./nonces";
import { type SecurityCounter, securityCounter } from "./security-counter";
import { type ToldAlready, toldAlready } from "./told-already";
import type { Verdicts } from "./verdicts";

/** Takes a request in; null when no adapter lives at its address. */
export type Receiver = (request: RawRequest) => Promise<Reply | null>;
export type Gateway = {
  receive: Receiver;
  drain: () => Promise<void>;
  security: SecurityCounter;
  duplicates: DuplicateCounter;
  commits: GroupCommit<NewMessage>;
};

const NONCE_WINDOW_MS = 10 * 60_000;
const WAITING_MAX = 20_000;

/**
 * Raw bytes → adapter's verify → rate → group commit → the platform's own acknowledgement. Nothing is acknowledged that
 * is not durable, and nothing that is refused is stored.
 */
export function createGateway(
  context: Context,
  direct: DirectHandlers,
  verdicts: Verdicts,
  poke: () => void,
): Gateway {
  const security = securityCounter();
  const limit = gcraLimiter();
  const seen = nonceMemory(NONCE_WINDOW_MS);
  const duplicates = duplicateCounter();
  const shelf: Shelf = { told: toldAlready(), duplicates, verdicts, now: context.clock.now };
  const commits = groupCommit<NewMessage>(
    async (entries) => {
      await appendMessages(context.db, entries);
      poke();
    },
    {
      size: context.config.HUILIU_COMMIT_SIZE,
      waitMs: 8,
      waitMsMax: 30,
      parallel: 1,
      deadlineMs: 2_500,
    },
  );

  const refusalOf = ({ account, nonce }: Verified, now: number): "LIMITED" | "REPLAY" | null => {
    const { ratePerSecond, burst } = account.config;
    if (limit(account.code, ratePerSecond, burst, now) !== null) return "LIMITED";
    if (commits.waiting() > WAITING_MAX) return "LIMITED";
    return nonce !== null && seen(`${account.id}|${nonce}`, now) ? "REPLAY" : null;
  };

  /** Of a request that is genuine: within its rate, not a replay, stored. */
  const admit = async (catalog: Catalog, request: RawRequest, verified: Verified) => {
    const { account, topic } = verified;
    const refusal = refusalOf(verified, context.clock.now());
    if (refusal !== null) {
      security.count(account.code, refusal, context.clock.now());
      return refuse(refusal);
    }
    if (isDirect(topic)) return ok(await direct[topic](request, account));
    const stored = await store(shelf, commits, catalog, request, verified);
    if (stored.ok) return stored;
    context.log.warn({ account: account.code, cause: stored.error }, "not stored");
    return refuse("UNAVAILABLE" as const);
  };

  const receive: Receiver = async (request) => {
    const adapter = context.adapters.find((a) => request.path.startsWith(a.prefix));
    if (!adapter) return null;
    const now = context.clock.now();
    const catalog = await context.catalog.get().catch(() => null);
    if (!catalog) return adapter.refuse("UNAVAILABLE");
    const verdict = verify(context, catalog, adapter, request, now);
    if (!verdict.ok) {
      const { source, code, reply } = verdict.error;
      if (code !== "PROBE") security.count(source, code, now);
      return reply;
    }
    const admitted = await admit(catalog, request, verdict.value);
    return admitted.ok ? admitted.value : adapter.refuse(admitted.error);
  };
  return { receive, drain: commits.drain, security, duplicates, commits };
}

function verify(
  context: Context,
  catalog: Catalog,
  adapter: ChannelAdapter,
  request: RawRequest,
  now: number,
) {
  const find = (appId: string) => {
    const account = catalog.accountBy(adapter.protocol, appId);
    const secret = account && context.secretOf(account);
    return account && secret !== null ? { account, secret } : null;
  };
  const verdict = adapter.verify(request, find, now);
  return verdict.ok ? ok(verdict.value) : refuse(verdict.error);
}

type Shelf = {
  told: ToldAlready;
  duplicates: DuplicateCounter;
  verdicts: Verdicts;
  now: () => number;
};

/** Durable, once; what was told already is acknowledged again. */
async function store(
  shelf: Shelf,
  commits: GroupCommit<NewMessage>,
  catalog: Catalog,
  request: RawRequest,
  verified: Verified,
): Promise<Result<Reply, string>> {
  const { account, topic, externalNo } = verified;
  const sha256 = createHash("sha256").update(verified.body).digest();
  const key = `${account.id}|${topic}|${sha256.toString("latin1", 0, 16)}`;
  try {
    const outcome = await shelf.told.once(key, shelf.now(), () =>
      commits.add(toMessage(catalog, verified, sha256)),
    );
    if (outcome === "again") shelf.duplicates.count(account.channel, shelf.now());
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  if (externalNo !== null && /\bwait\b/.test(request.header("prefer"))) {
    const verdict = await shelf.verdicts.wait(account.id, externalNo);
    if (verdict) return ok(verdict);
  }
  return ok(verified.ack(shelf.now()));
}

function toMessage(catalog: Catalog, verified: Verified, sha256: Uint8Array): NewMessage {
  const { account, storeKey } = verified;
  const storeId = storeKey === null ? null : catalog.storeOf(account.id, storeKey);
  return {
    accountId: account.id,
    topic: verified.topic.slice(0, 64),
    lane: storeId === null ? null : laneOfStore(storeId),
    externalNo: verified.externalNo,
    sha256,
    ...packBody(verified.body),
  };
}

import { createHash } from "node:crypto";
import { appendMessages, laneOfStore, type NewMessage } from "@/db/log/inbox";
import { packAside } from "@/db/log/packed-body";
import type { Context } from "../context";
import { gcraLimiter } from "../domain/access";
import { SKEW_SECONDS_MAX } from "../domain/channels";
import { ok, type Result, refuse } from "../domain/kernel/result";
import { causeOf } from "../pipelines/apart";
import type { Catalog } from "../pipelines/catalog";
import { type GroupCommit, groupCommit } from "../pipelines/group-commit";
import { contentHash } from "../pipelines/intake/draft-orders";
import type {
  AccountLookup,
  ChannelAdapter,
  DoorRefusal,
  RawRequest,
  Reply,
  RequestHead,
  Verified,
  VerifyRefusal,
} from "../ports/channel";
import { type DirectHandlers, isDirect } from "./direct";
import { type DuplicateCounter, duplicateCounter } from "./duplicate-counter";
import { nonceMemory } from "./nonces";
import { type SecurityCounter, securityCounter } from "./security-counter";
import { type ToldAlready, toldAlready } from "./told-already";
import type { Verdicts } from "./verdicts";

/** Who knocks is known: so much of a body is read, and then it is taken in or refused. */
type Welcome = { bytesMax: number; enter: (body: Uint8Array) => Promise<Reply> };
export type Gateway = {
  /** Looks at the head of a request alone; null when nobody lives at its address. */
  knock: (head: RequestHead) => Promise<Result<Welcome, Reply> | null>;
  drain: () => Promise<void>;
  security: SecurityCounter;
  duplicates: DuplicateCounter;
  commits: GroupCommit<NewMessage>;
};

/** A request may be stamped ahead by the skew and come again until it is behind by as much. */
const NONCE_WINDOW_MS = 2 * SKEW_SECONDS_MAX * 1_000;
const WAITING_MAX = 20_000;
const WAITING_MS_MAX = 800;
const DEADLINE_MS = 2_500;
/** Longer than any platform's; the log's own columns hold no zero character. */
const KEY_LENGTH_MAX = 128;
const ZERO = "\0";

/**
 * Raw bytes → adapter's verify → rate → group commit → the platform's own acknowledgement. Nothing is acknowledged that
 * is not durable, and nothing that is refused is stored.
 */
export function createGateway(
  context: Context,
  { direct, verdicts, poke }: { direct: DirectHandlers; verdicts: Verdicts; poke: () => void },
): Gateway {
  const security = securityCounter();
  const limit = gcraLimiter();
  const nonces = nonceMemory(NONCE_WINDOW_MS);
  const duplicates = duplicateCounter();
  const shelf: Shelf = {
    told: toldAlready(),
    duplicates,
    verdicts,
    contentOf: (verified) => contentOf(context, verified),
    now: context.clock.now,
  };
  const commits = commitsOf(context, poke);
  const refusalOf = (verified: Verified, now: number): DoorRefusal | null => {
    const { account } = verified;
    const { ratePerSecond, burst } = account.config;
    if (limit(account.code, ratePerSecond, burst, now) !== null) return "LIMITED";
    if (isImpossible(verified)) return "MALFORMED";
    // Behind so many, or for so long, an answer would come after the platform has given up.
    if (commits.waiting() > WAITING_MAX || commits.oldestMs() > WAITING_MS_MAX)
      return "UNAVAILABLE";
    const nonce = nonceOf(verified);
    return nonce !== null && !nonces.take(nonce, now) ? "REPLAY" : null;
  };

  /** Of a request that is genuine: within its rate, not a replay, stored. Its nonce counts when it was kept. */
  const admit = async (catalog: Catalog, request: RawRequest, verified: Verified) => {
    const { account } = verified;
    const refusal = refusalOf(verified, context.clock.now());
    if (refusal !== null) {
      security.count(account.code, refusal, context.clock.now());
      return refuse(refusal);
    }
    try {
      return ok(await keep(catalog, request, verified));
    } catch (error) {
      const nonce = nonceOf(verified);
      if (nonce !== null) nonces.giveBack(nonce);
      context.log.warn({ account: account.code, cause: causeOf(error) }, "not stored");
      return refuse("UNAVAILABLE" as const);
    }
  };

  const keep = async (catalog: Catalog, request: RawRequest, verified: Verified): Promise<Reply> =>
    isDirect(verified.topic)
      ? await inTime(direct[verified.topic](request, verified.account))
      : await store(shelf, commits, { catalog, request, verified });

  const turnAway = ({ source, code, reply }: VerifyRefusal): Reply => {
    if (code !== "PROBE") security.count(source, code, context.clock.now());
    return reply;
  };
  const knock: Gateway["knock"] = async (head) => {
    const adapter = context.adapters.find((a) => head.path.startsWith(a.prefix));
    if (!adapter) return null;
    const catalog = await context.catalog.get().catch(() => null);
    if (!catalog) return refuse(adapter.refuse("UNAVAILABLE"));
    const find = lookup(context, catalog, adapter);
    const known = adapter.knock(head, find, context.clock.now());
    if (!known.ok) return refuse(turnAway(known.error));
    const enter = async (body: Uint8Array): Promise<Reply> => {
      const request = { ...head, body };
      const verdict = adapter.verify(request, find, context.clock.now());
      if (!verdict.ok) return turnAway(verdict.error);
      const admitted = await admit(catalog, request, verdict.value);
      return admitted.ok ? admitted.value : adapter.refuse(admitted.error);
    };
    return ok({ bytesMax: known.value, enter });
  };
  return { knock, drain: commits.drain, security, duplicates, commits };
}

function commitsOf(context: Context, poke: () => void): GroupCommit<NewMessage> {
  return groupCommit<NewMessage>(
    async (entries) => {
      await appendMessages(context.db, await context.bodies.seal(entries));
      poke();
    },
    {
      size: context.config.HUILIU_COMMIT_SIZE,
      waitMs: 8,
      waitMsMax: 30,
      parallel: 1,
      deadlineMs: DEADLINE_MS,
    },
  );
}

const nonceOf = ({ account, nonce }: Verified): string | null =>
  nonce === null ? null : `${account.id}|${nonce}`;

function contentOf(context: Context, { account, topic, body }: Verified): string | null {
  const said = context.adapterOf(account.protocol)?.decode(topic, body, account);
  const [first] = said?.ok ? said.value : [];
  return first?.type === "order" ? contentHash(first.order) : null;
}

/** Whoever asks a silent database is told so as soon as whoever sends to it. */
function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("not answered in time")), DEADLINE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** A number or a shop that no column can hold, of a sender who signed it. */
const isImpossible = ({ topic, storeKey, externalNo }: Verified): boolean =>
  [topic, storeKey, externalNo].some(
    (key) => key !== null && (key.length > KEY_LENGTH_MAX || key.includes(ZERO)),
  );

function lookup(context: Context, catalog: Catalog, { protocol }: ChannelAdapter): AccountLookup {
  return (appId) => {
    const account = catalog.accountBy(protocol, appId);
    const secret = account && context.secretOf(account);
    return account && secret !== null ? { account, secret } : null;
  };
}

type Shelf = {
  told: ToldAlready;
  duplicates: DuplicateCounter;
  verdicts: Verdicts;
  /** Hash of the order a message tells of; null where it tells of none. */
  contentOf: (verified: Verified) => string | null;
  now: () => number;
};

/**
 * Durable, once; what was told already is acknowledged again.
 *
 * @throws what kept it from being stored
 */
async function store(
  shelf: Shelf,
  commits: GroupCommit<NewMessage>,
  { catalog, request, verified }: { catalog: Catalog; request: RawRequest; verified: Verified },
): Promise<Reply> {
  const { account, topic, externalNo } = verified;
  const sha256 = createHash("sha256").update(verified.body).digest();
  const key = `${account.id}|${topic}|${sha256.toString("latin1", 0, 16)}`;
  const outcome = await shelf.told.once(key, shelf.now(), () =>
    packAside(verified.body).then((packed) =>
      commits.add(toMessage(catalog, verified, { sha256, packed })),
    ),
  );
  if (outcome === "again") shelf.duplicates.count(account.channel, shelf.now());
  if (externalNo !== null && /\bwait\b/.test(request.header("prefer"))) {
    const contentHash = shelf.contentOf(verified);
    const verdict = await shelf.verdicts.wait({ accountId: account.id, externalNo, contentHash });
    if (verdict) return verdict;
  }
  return verified.ack(shelf.now());
}

function toMessage(
  catalog: Catalog,
  verified: Verified,
  { sha256, packed }: { sha256: Uint8Array; packed: Pick<NewMessage, "body" | "encoding"> },
): NewMessage {
  const { account, storeKey } = verified;
  const storeId = storeKey === null ? null : catalog.storeOf(account.id, storeKey);
  return {
    accountId: account.id,
    topic: verified.topic.slice(0, 64),
    lane: storeId === null ? null : laneOfStore(storeId),
    externalNo: verified.externalNo,
    sha256,
    ...packed,
  };
}

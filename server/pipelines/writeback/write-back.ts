import { createHash } from "node:crypto";
import { inTransaction, type Tx } from "@/db/client";
import { laneOfAccount } from "@/db/log/inbox";
import { queuePulls } from "@/db/queries/channels/pulls";
import {
  claimWritebacks,
  findDueWritebacks,
  settleWritebacks,
} from "@/db/queries/channels/writebacks";
import { rememberFacts } from "@/db/queries/orders/facts";
import { loadModel } from "@/db/queries/orders/load-model";
import { saveModel } from "@/db/queries/orders/save-model";
import {
  answerTo,
  type ChannelFact,
  canPass,
  endCall,
  failedCallCase,
  givenUp,
  isSuperseded,
  type Writeback,
  type WritebackAnswer,
} from "@/server/domain/channels";
import { tellModel } from "@/server/domain/lifecycle";
import { PortError } from "@/server/ports/port-error";
import { causeOf, handleApart } from "../apart";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { numberCases } from "../number-cases";
import { raiseFailed } from "../raise-failed";

/** What one account has under way. A call ends after eight seconds, so three rounds of them end before their claim does. */
const AT_ONCE = 16;
const BATCH = 3 * AT_ONCE;
const CLAIM_SECONDS = 30;
/** `isTold`: there was somebody to call. */
type Answered = { call: Writeback; answer: WritebackAnswer; isTold: boolean };

/**
 * Make the calls that channels are owed. A call that is answered yes takes effect here as a fact, in one transaction for
 * all; one that fails for good becomes a case people see.
 *
 * @returns calls tried
 */
export async function writeBack(deps: Deps): Promise<number> {
  const due = await findDueWritebacks(deps.db, []);
  const tried = await Promise.all(due.map((accountId) => writeBackTo(deps, accountId)));
  return tried.reduce((sum, n) => sum + n, 0);
}

/** The calls of one account. @returns calls tried */
export async function writeBackTo(deps: Deps, accountId: number): Promise<number> {
  const calls = await claimWritebacks(deps.db, accountId, {
    limit: BATCH,
    forSeconds: CLAIM_SECONDS,
  });
  if (calls.length === 0) return 0;
  const catalog = await deps.catalog.get();
  const answered: Answered[] = [];
  const queue = [...calls];
  const worker = async (): Promise<void> => {
    for (let call = queue.shift(); call; call = queue.shift())
      answered.push({ call, ...(await callChannel(deps, catalog, call)) });
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, calls.length) }, worker));
  await record(deps, answered);
  return calls.length;
}

async function callChannel(
  deps: Deps,
  catalog: Catalog,
  call: Writeback,
): Promise<Omit<Answered, "call">> {
  const account = catalog.accounts.get(call.accountId);
  const client = account && deps.clientOf(account);
  const isTold = client !== undefined && client !== null;
  if (!isTold) return { isTold, answer: endCall(call, "ok", "这个渠道不需要回写") };
  if (isSuperseded(call)) return { isTold, answer: endCall(call, "superseded", call.trade) };
  try {
    if (call.kind === "confirm") await client.confirm(call.externalNo);
    else if (call.kind === "cancel") await client.cancel(call.externalNo, "商品缺货");
    return { isTold, answer: endCall(call, "ok", "ok") };
  } catch (error) {
    const isRefused = error instanceof PortError && !canPass(error.kind);
    return { isTold, answer: answerTo(call, { cause: causeOf(error), isRefused }) };
  }
}

/** One answer that cannot be written down must not be the loss of the others: it is given up as a case of its own. */
async function record(deps: Deps, answered: readonly Answered[]): Promise<void> {
  await inTransaction(deps.db, (tx) =>
    handleApart(tx, answered, {
      handle: (inner, some) => recordTogether(deps, inner, some),
      setAside: async (inner, { call, answer, isTold }, error) => {
        const cause = causeOf(error);
        deps.log.error({ writeback: call.id, cause }, "answer not recorded");
        const given = givenUp(answer, cause);
        await openFailed(deps, inner, [{ call, answer: given, isTold }]);
        await settleWritebacks(inner, [given]);
      },
    }),
  );
}

/** Fetches, facts, orders, cases, calls: the order in which everybody takes them (decision 0004). */
async function recordTogether(deps: Deps, tx: Tx, answered: readonly Answered[]): Promise<void> {
  await readAnew(tx, answered);
  const fresh = await rememberFacts(
    tx,
    answered.flatMap((one) => {
      const { accountId, orderId } = one.call;
      const fact = factOf(one, deps.clock.now());
      return fact ? [{ accountId, inboxId: 0, orderId, fact }] : [];
    }),
  );
  const told = fresh.map((f) => ({ orderId: f.orderId ?? 0, fact: f.fact }));
  const failed = answered.filter((a) => a.answer.state === "failed");
  const orderIds = [...told.map((t) => t.orderId), ...failed.map((a) => a.call.orderId)];
  if (orderIds.length > 0) {
    // Those that get a case are locked together with those that are accepted.
    const model = await loadModel(tx, { orderIds, parcelIds: [], taskIds: [] });
    tellModel(model, told, []);
    await saveModel(tx, deps.ids, { model, more: [] });
  }
  await openFailed(deps, tx, failed);
  await settleWritebacks(
    tx,
    answered.map((a) => a.answer),
  );
}

/** What the platform has of these orders is asked for: it refused what we told it. */
async function readAnew(tx: Tx, answered: readonly Answered[]): Promise<void> {
  const inDoubt = answered.filter((a) => a.answer.isInDoubt).map((a) => a.call);
  await queuePulls(
    tx,
    inDoubt.map((c) => ({
      accountId: c.accountId,
      externalNo: c.externalNo,
      lane: laneOfAccount(c.accountId),
      degraded: false,
    })),
  );
}

async function openFailed(deps: Deps, tx: Tx, failed: readonly Answered[]): Promise<void> {
  const now = deps.clock.now();
  const drafts = failed.map(({ call, answer }) => failedCallCase(call, answer, now));
  for (const found of await numberCases(deps.ids, drafts)) await raiseFailed(tx, found);
}

/**
 * What a channel agreed to is a fact as if it had said so itself; the same call answered twice is one fact. A channel that
 * is not called gives no money back: only what it was asked to cancel is cancelled there.
 */
function factOf({ call, answer, isTold }: Answered, at: ChannelFact["at"]): ChannelFact | null {
  if (answer.state !== "ok") return null;
  const version = `writeback:${createHash("sha1").update(`${call.id}`).digest("hex").slice(0, 12)}`;
  const base = { externalNo: call.externalNo, at, version };
  if (call.kind === "confirm") return { ...base, kind: "accepted" };
  if (call.kind !== "cancel" || !isTold) return null;
  return { ...base, kind: "cancelled", reason: "商品缺货", by: "merchant" };
}

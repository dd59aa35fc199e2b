import { createHash } from "node:crypto";
import { inTransaction, type Tx } from "@/db/client";
import { laneOfAccount } from "@/db/log/inbox";
import { queuePulls } from "@/db/queries/channels/pulls";
import {
  claimWritebacks,
  findDueWritebacks,
  settleWritebacks,
  type Writeback,
  type WritebackAnswer,
} from "@/db/queries/channels/writebacks";
import { rememberFacts } from "@/db/queries/orders/facts";
import { loadModel } from "@/db/queries/orders/load-model";
import { saveModel } from "@/db/queries/orders/save-model";
import type { ChannelFact } from "@/server/domain/channels";
import { present } from "@/server/domain/kernel/assert";
import { tellModel } from "@/server/domain/lifecycle";
import { isTransient, PortError } from "@/server/ports/port-error";
import { causeOf, handleApart } from "../apart";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { raiseFailed } from "../raise-failed";

/** What one account has under way. A call ends after eight seconds, so three rounds of them end before their claim does. */
const AT_ONCE = 16;
const BATCH = 3 * AT_ONCE;
const CLAIM_SECONDS = 30;
/** The last wait is long: together they outlast a platform's own deadline by far. */
const TRIES_MAX = 30;
/** A platform that says no is asked again, with what it has of the order read anew; then its no is believed. */
const REFUSED_TRIES = 4;
/** So much of a platform's words is kept. */
const ANSWER_MAX = 300;
const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000, 20_000, 40_000];

type Answered = { call: Writeback; answer: WritebackAnswer };

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
  const calls = await claimWritebacks(deps.db, accountId, BATCH, CLAIM_SECONDS);
  if (calls.length === 0) return 0;
  const catalog = await deps.catalog.get();
  const answered: Answered[] = [];
  const queue = [...calls];
  const worker = async (): Promise<void> => {
    for (let call = queue.shift(); call; call = queue.shift())
      answered.push({ call, answer: await callChannel(deps, catalog, call) });
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, calls.length) }, worker));
  await record(deps, answered);
  return calls.length;
}

async function callChannel(
  deps: Deps,
  catalog: Catalog,
  call: Writeback,
): Promise<WritebackAnswer> {
  const account = catalog.accounts.get(call.accountId);
  const client = account && deps.clientOf(account);
  if (!client)
    return { id: call.id, state: "ok", answer: "这个渠道不需要回写", retryMs: 0, isInDoubt: false };
  // Accepted, cancelled or completed meanwhile: there is nothing left to confirm.
  if (call.kind === "confirm" && call.trade !== "paid") {
    return { id: call.id, state: "superseded", answer: call.trade, retryMs: 0, isInDoubt: false };
  }
  try {
    if (call.kind === "confirm") await client.confirm(call.externalNo);
    else if (call.kind === "cancel") await client.cancel(call.externalNo, "商品缺货");
    return { id: call.id, state: "ok", answer: "ok", retryMs: 0, isInDoubt: false };
  } catch (error) {
    return answerTo(call, error);
  }
}

/**
 * What becomes of a call that was not answered yes: tried again later, or for people. A refusal may mean that the order is
 * no longer what we think ("state already changed"): it is read anew meanwhile, and the next try finds it accepted,
 * cancelled, or refused in the same words.
 */
function answerTo(call: Writeback, error: unknown): WritebackAnswer {
  const answer = causeOf(error).slice(0, ANSWER_MAX);
  const isRefused = error instanceof PortError && !isTransient(error.kind);
  const isFinal = isRefused && call.attempts >= REFUSED_TRIES && call.answer === answer;
  const again = !isFinal && call.attempts < TRIES_MAX;
  const retryMs = RETRY_MS[Math.min(call.attempts, RETRY_MS.length) - 1] ?? 40_000;
  const isInDoubt = isRefused || !again;
  return { id: call.id, state: again ? "waiting" : "failed", answer, retryMs, isInDoubt };
}

/** One answer that cannot be written down must not be the loss of the others: it is given up as a case of its own. */
async function record(deps: Deps, answered: readonly Answered[]): Promise<void> {
  await inTransaction(deps.db, (tx) =>
    handleApart(tx, answered, {
      handle: (inner, some) => recordTogether(deps, inner, some),
      setAside: async (inner, { call, answer }, error) => {
        const cause = causeOf(error);
        deps.log.error({ writeback: call.id, cause }, "answer not recorded");
        const given = { ...answer, state: "failed" as const, answer: cause.slice(0, ANSWER_MAX) };
        await openFailed(deps, inner, [{ call, answer: given }]);
        await settleWritebacks(inner, [given]);
      },
    }),
  );
}

/** Fetches, facts, orders, cases, calls: the order in which everybody takes them (decision 0004). */
async function recordTogether(deps: Deps, tx: Tx, answered: readonly Answered[]): Promise<void> {
  await readAnew(tx, answered);
  const confirmed = answered.filter((a) => a.answer.state === "ok" && a.call.kind === "confirm");
  const fresh = await rememberFacts(
    tx,
    confirmed.map(({ call }) => ({
      accountId: call.accountId,
      inboxId: 0,
      orderId: call.orderId,
      fact: acceptedFact(call, deps.clock.now()),
    })),
  );
  const told = fresh.map((f) => ({ orderId: f.orderId ?? 0, fact: f.fact }));
  const failed = answered.filter((a) => a.answer.state === "failed");
  const orderIds = [...told.map((t) => t.orderId), ...failed.map((a) => a.call.orderId)];
  if (orderIds.length > 0) {
    // Those that get a case are locked together with those that are accepted.
    const model = await loadModel(tx, { orderIds, parcelIds: [], taskIds: [] });
    tellModel(model, told, []);
    await saveModel(tx, deps.ids, model, []);
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
  const ids = await deps.ids.take(failed.length);
  for (const [i, { call, answer }] of failed.entries())
    await raiseFailed(tx, {
      id: present(ids[i], "case id"),
      code: "WRITEBACK_FAILED",
      subject: `order:${call.orderId}:${call.kind}`,
      orderId: call.orderId,
      fulfilmentId: null,
      accountId: call.accountId,
      storeId: null,
      riskFen: 0,
      dueAt: deps.clock.now() + 5 * 60_000,
      cause: `平台单 ${call.externalNo} 回写${call.kind === "confirm" ? "接单" : "取消"}失败：${answer.answer}`,
      data: { attempts: call.attempts, externalNo: call.externalNo, answer: answer.answer },
    });
}

/** Our own acceptance is a fact like the platform's; the same call answered twice is one fact. */
function acceptedFact(call: Writeback, now: ChannelFact["at"]): ChannelFact {
  const version = `writeback:${createHash("sha1").update(`${call.id}`).digest("hex").slice(0, 12)}`;
  return { kind: "accepted", externalNo: call.externalNo, at: now, version };
}

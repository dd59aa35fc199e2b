import { createHash } from "node:crypto";
import { inTransaction, type Tx } from "@/db/client";
import { appendMessages, laneOfStore, type NewMessage } from "@/db/log/inbox";
import { packBody } from "@/db/log/packed-body";
import {
  claimPulls,
  findDuePulls,
  finishPulls,
  type Pull,
  postponePulls,
} from "@/db/queries/channels/pulls";
import { openCases } from "@/db/queries/orders/events";
import type { Account } from "@/server/domain/channels";
import { present } from "@/server/domain/kernel/assert";
import { isTransient, PortError } from "@/server/ports/port-error";
import { causeOf, handleApart } from "../apart";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";

const BATCH = 200;
const AT_ONCE = 24;
const CLAIM_SECONDS = 30;
/** A platform that says so often "no such order" is believed; people are told. */
const REFUSED_TRIES = 5;
/** Trouble that does not pass in an hour is people's; the platform is asked again for what it lists. */
const TRIES_MAX = 60;
/** Degraded data is asked for again so often; then what there is has to do. */
const DEGRADED_TRIES = 4;
const DEGRADED_MS = [5_000, 30_000, 120_000];
const RETRY_MS = [1_000, 2_000, 5_000, 15_000, 60_000];
const UNSTORABLE_MS = 300_000;

type Fetched = { pull: Pull; message: NewMessage; missing: readonly string[] };
type Refused = { pull: Pull; refused: string };
type Failed = Pull & { error: string; retryMs: number };

/**
 * Fetch the details that thin pushes announced and append each to the log as a message of its own. No connection and no
 * transaction is held while a platform is asked.
 *
 * @returns fetches tried
 */
export async function fetchDetails(deps: Deps): Promise<number> {
  const due = await findDuePulls(deps.db, []);
  const tried = await Promise.all(due.map((accountId) => fetchDetailsOf(deps, accountId)));
  return tried.reduce((sum, n) => sum + n, 0);
}

/** The details of one account. @returns fetches tried */
export async function fetchDetailsOf(deps: Deps, accountId: number): Promise<number> {
  const pulls = await claimPulls(deps.db, accountId, BATCH, CLAIM_SECONDS);
  if (pulls.length === 0) return 0;
  const catalog = await deps.catalog.get();
  const fetched: Fetched[] = [];
  const failed: Failed[] = [];
  const refused: Refused[] = [];
  const queue = [...pulls];
  const worker = async (): Promise<void> => {
    for (let pull = queue.shift(); pull; pull = queue.shift()) {
      const outcome = await fetchOne(deps, catalog, pull);
      if ("message" in outcome) fetched.push(outcome);
      else if ("refused" in outcome) refused.push(outcome);
      else failed.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, pulls.length) }, worker));
  await keep(deps, fetched);
  if (refused.length > 0) await giveUp(deps, refused);
  await postponePulls(deps.db, failed);
  return pulls.length;
}

/** Into the log. A detail that cannot be stored is asked for again, and keeps none of the others out. */
async function keep(deps: Deps, fetched: readonly Fetched[]): Promise<void> {
  if (fetched.length === 0) return;
  await inTransaction(deps.db, (tx) =>
    handleApart(tx, fetched, {
      handle: async (inner, some) => {
        await appendMessages(inner, await deps.bodies.seal(some.map((f) => f.message)));
        await finishPulls(
          inner,
          some.map((f) => f.pull),
        );
        await tellMissing(deps, inner, some);
      },
      setAside: (inner, { pull }, error) =>
        postponePulls(inner, [{ ...pull, error: causeOf(error), retryMs: UNSTORABLE_MS }]),
    }),
  );
}

/** Refunds that a platform announced and never showed: somebody has to look there. */
async function tellMissing(deps: Deps, tx: Tx, fetched: readonly Fetched[]): Promise<void> {
  const missing = fetched.flatMap(({ pull, missing: ids }) => ids.map((id) => ({ pull, id })));
  const caseIds = await deps.ids.take(missing.length);
  await openCases(
    tx,
    missing.map(({ pull, id }, i) => ({
      id: present(caseIds[i], "case id"),
      code: "MONEY_DRIFT",
      subject: `refund:${pull.accountId}:${id}`,
      orderId: null,
      fulfilmentId: null,
      accountId: pull.accountId,
      storeId: null,
      cause: `平台单 ${pull.externalNo} 的退款 ${id} 已成功，但平台明细里查不到，未入账`,
      data: { externalNo: pull.externalNo, refundId: id },
      riskFen: 0,
      dueAt: deps.clock.now() + 30 * 60_000,
    })),
  );
}

/** The platform told us of an order and does not know it: the fetch ends, and stands as a case. */
async function giveUp(deps: Deps, refused: readonly Refused[]): Promise<void> {
  const ids = await deps.ids.take(refused.length);
  const cases = refused.map((one, i) => ({ ...one, id: present(ids[i], "case id") }));
  await inTransaction(deps.db, (tx) =>
    handleApart(tx, cases, {
      handle: (inner, some) => giveUpTogether(deps, inner, some),
      setAside: (inner, { pull }, error) =>
        postponePulls(inner, [{ ...pull, error: causeOf(error), retryMs: UNSTORABLE_MS }]),
    }),
  );
}

async function giveUpTogether(
  deps: Deps,
  tx: Tx,
  refused: readonly (Refused & { id: number })[],
): Promise<void> {
  await finishPulls(
    tx,
    refused.map((r) => r.pull),
  );
  await openCases(
    tx,
    refused.map(({ id, pull, refused: why }) => ({
      id,
      code: "INGEST_FAILED",
      subject: `pull:${pull.accountId}:${pull.externalNo}`,
      orderId: null,
      fulfilmentId: null,
      accountId: pull.accountId,
      storeId: null,
      cause: `平台单 ${pull.externalNo} 拉取不到：${why}`,
      data: { externalNo: pull.externalNo },
      riskFen: 0,
      dueAt: deps.clock.now() + 30 * 60_000,
    })),
  );
}

async function fetchOne(
  deps: Deps,
  catalog: Catalog,
  pull: Pull,
): Promise<Fetched | Refused | Failed> {
  const account = catalog.accounts.get(pull.accountId);
  const client = account && deps.clientOf(account);
  if (!account || !client) return { ...pull, error: "这个渠道不能拉取", retryMs: 300_000 };
  try {
    const detail = await client.detail(pull.externalNo);
    const isLast = pull.attempts >= DEGRADED_TRIES;
    const { isDegraded, missing } = lookAt(deps, account, pull, detail);
    const lacks = isDegraded ? "平台数据降级" : missing.length > 0 ? "退款明细还查不到" : null;
    if (!isLast && lacks !== null)
      return { ...pull, error: lacks, retryMs: DEGRADED_MS[pull.attempts - 1] ?? 120_000 };
    return { pull, message: toMessage(catalog, account, pull, detail, isLast), missing };
  } catch (error) {
    return failed(pull, error);
  }
}

/** Asked again later, or given up: soon where the platform says no, after an hour where it says nothing of use. */
function failed(pull: Pull, error: unknown): Refused | Failed {
  const again = !(error instanceof PortError) || isTransient(error.kind);
  const why = causeOf(error);
  if (pull.attempts >= (again ? TRIES_MAX : REFUSED_TRIES)) return { pull, refused: why };
  const wait = RETRY_MS[Math.min(pull.attempts, RETRY_MS.length) - 1] ?? 60_000;
  return { ...pull, error: why, retryMs: again ? wait : 300_000 };
}

/** Whether an answer is worth keeping: parts may be missing on the platform's side, and refunds that it announced. */
function lookAt(
  deps: Deps,
  account: Account,
  { refunds }: Pull,
  { topic, body }: { topic: string; body: Uint8Array },
): { isDegraded: boolean; missing: string[] } {
  const decoded = deps.adapterOf(account.protocol)?.decode(topic, body, account);
  const said = decoded?.ok ? decoded.value : [];
  const orders = said.flatMap((d) => (d.type === "order" ? [d.order] : []));
  const shown = new Set(
    said.flatMap((d) => (d.type === "fact" && d.fact.kind === "refund" ? [d.fact.refundId] : [])),
  );
  // With a cancel all of it goes back, and no refund of parts is listed.
  const isOver = orders.some((o) => o.trade === "cancelled");
  return {
    isDegraded: said.some((d) => d.type === "pull") || orders.some((o) => o.degraded),
    missing: isOver ? [] : refunds.filter((id) => !shown.has(id)),
  };
}

function toMessage(
  catalog: Catalog,
  account: Account,
  pull: Pull,
  detail: { storeKey: string | null; body: Uint8Array },
  isLast: boolean,
): NewMessage {
  const storeId = detail.storeKey === null ? null : catalog.storeOf(account.id, detail.storeKey);
  return {
    accountId: account.id,
    topic: isLast ? "detail-final" : "detail",
    lane: storeId === null ? pull.lane : laneOfStore(storeId),
    externalNo: pull.externalNo,
    sha256: createHash("sha256").update(detail.body).digest(),
    ...packBody(detail.body),
  };
}

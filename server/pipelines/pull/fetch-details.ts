import { createHash } from "node:crypto";
import { inTransaction, type Tx } from "@/db/client";
import { appendMessages, laneOfStore, type NewMessage } from "@/db/log/inbox";
import { packBody } from "@/db/log/packed-body";
import { claimPulls, findDuePulls, finishPulls, postponePulls } from "@/db/queries/channels/pulls";
import { openCases, openNewCases } from "@/db/queries/orders/events";
import {
  canPass,
  judgeDetail,
  lostOrderCase,
  missingRefundCase,
  type Pull,
  retryPull,
} from "@/server/domain/channels";
import { present } from "@/server/domain/kernel/assert";
import { PortError } from "@/server/ports/port-error";
import { causeOf, handleApart } from "../apart";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { numberCases } from "../number-cases";

const BATCH = 200;
const AT_ONCE = 24;
const CLAIM_SECONDS = 30;
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
  const pulls = await claimPulls(deps.db, accountId, { limit: BATCH, forSeconds: CLAIM_SECONDS });
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

/** Refunds that a platform announced and never showed are people's. */
async function tellMissing(deps: Deps, tx: Tx, fetched: readonly Fetched[]): Promise<void> {
  const now = deps.clock.now();
  const cases = fetched.flatMap(({ pull, missing }) =>
    missing.map((refundId) => missingRefundCase(pull, refundId, now)),
  );
  await openNewCases(tx, deps.ids, cases);
}

/** The platform told us of an order and does not know it: the fetch ends, and stands as a case. */
async function giveUp(deps: Deps, refused: readonly Refused[]): Promise<void> {
  const now = deps.clock.now();
  const drafts = refused.map((one) => lostOrderCase(one.pull, one.refused, now));
  const cases = await numberCases(deps.ids, drafts);
  const lost = refused.map(({ pull }, i) => ({ pull, found: present(cases[i], "case") }));
  await inTransaction(deps.db, (tx) =>
    handleApart(tx, lost, {
      handle: async (inner, some) => {
        await finishPulls(
          inner,
          some.map((one) => one.pull),
        );
        await openCases(
          inner,
          some.map((one) => one.found),
        );
      },
      setAside: (inner, { pull }, error) =>
        postponePulls(inner, [{ ...pull, error: causeOf(error), retryMs: UNSTORABLE_MS }]),
    }),
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
    const decoded = deps.adapterOf(account.protocol)?.decode(detail.topic, detail.body, account);
    const judged = judgeDetail(pull, decoded?.ok ? decoded.value : []);
    if (judged.again) return { ...pull, ...judged.again };
    const { storeKey, body } = detail;
    const storeId = storeKey === null ? null : catalog.storeOf(account.id, storeKey);
    const message: NewMessage = {
      accountId: account.id,
      topic: judged.isLast ? "detail-final" : "detail",
      lane: storeId === null ? pull.lane : laneOfStore(storeId),
      externalNo: pull.externalNo,
      sha256: createHash("sha256").update(body).digest(),
      ...packBody(body),
    };
    return { pull, message, missing: judged.missing };
  } catch (error) {
    const isPassing = !(error instanceof PortError) || canPass(error.kind);
    const cause = causeOf(error);
    const again = retryPull(pull, { cause, isPassing });
    return again ? { ...pull, ...again } : { pull, refused: cause };
  }
}

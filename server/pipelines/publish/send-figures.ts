import {
  ackFigures,
  claimFigures,
  countSync,
  findDueAccounts,
  returnFigures,
} from "@/db/queries/channels/published";
import {
  type Account,
  type ClaimedFigure,
  countDelays,
  judgeFailure,
  type NamedFigure,
  type Pacer,
  pacer,
  REFUSED_MS,
  type Settled,
  sortAnswer,
} from "@/server/domain/channels";
import { present } from "@/server/domain/kernel/assert";
import type { FigureRefusal } from "@/server/ports/figures";
import { PortError } from "@/server/ports/port-error";
import { causeOf } from "../apart";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { toldAccounts } from "./plan-figures";
import { raiseStuck } from "./raise-stuck";

export type Sender = {
  /** Start what may start now. @returns calls started */
  tick: () => Promise<number>;
  /** All calls under way have been answered. */
  idle: () => Promise<void>;
};

/** Longer than a call may take: after it the call is taken for lost. */
const LEASE_MS = 30_000;
/** Calls of one account under way at once; each has other keys. */
const AT_ONCE = 4;
/** So often a channel may say that it doesn't take an article. */
const REFUSALS_MAX = 3;

/**
 * Tells channels what they should show: for each account as fast as it allows, the most urgent shop first, one call for
 * many articles, one call under way for each. What a call tells is read when it starts, so an older number never follows a
 * newer one. Trouble with one account is no other's.
 */
export function createSender(deps: Deps): Sender {
  const pacers = new Map<number, { rate: number; pacer: Pacer }>();
  const running = new Map<number, number>();
  const calls = new Set<Promise<void>>();
  const paceOf = (accountId: number, rate: number): Pacer => {
    const known = pacers.get(accountId);
    if (known?.rate === rate) return known.pacer;
    const made = { rate, pacer: pacer(rate) };
    pacers.set(accountId, made);
    return made.pacer;
  };
  const start = (account: Account, catalog: Catalog, pace: Pacer): void => {
    running.set(account.id, (running.get(account.id) ?? 0) + 1);
    const call = tellAccount(deps, catalog, { account, pace })
      .catch((error: unknown) => {
        const cause = causeOf(error);
        deps.log.warn({ account: account.code, cause }, "figures will be told again");
        pace.stumble(deps.clock.now());
      })
      .finally(() => {
        running.set(account.id, (running.get(account.id) ?? 1) - 1);
        calls.delete(call);
      });
    calls.add(call);
  };
  return {
    tick: async () => {
      const catalog = await deps.catalog.get();
      const now = deps.clock.now();
      const able = toldAccounts(deps, catalog).filter((id) => {
        const account = present(catalog.accounts.get(id), "account");
        const limits = present(deps.figuresOf(account), "figures").limits;
        const isFree = (running.get(id) ?? 0) < AT_ONCE;
        return isFree && paceOf(id, limits.callsPerSecond).wait(now) === 0;
      });
      const due = await findDueAccounts(deps.db, able);
      for (const id of due) {
        const account = present(catalog.accounts.get(id), "account");
        const pace = present(pacers.get(id), "pace").pacer;
        if (pace.take(deps.clock.now())) start(account, catalog, pace);
      }
      return due.length;
    },
    idle: async () => {
      await Promise.all(calls);
    },
  };
}

/** One account, and how fast it may be called. */
type Line = { account: Account; pace: Pacer };

async function tellAccount(deps: Deps, catalog: Catalog, { account, pace }: Line): Promise<void> {
  const { limits, client } = present(deps.figuresOf(account), "figures");
  const claimed = await claimFigures(deps.db, account.id, { ...limits, leaseMs: LEASE_MS });
  const rows = claimed.sort((a, b) => a.skuId - b.skuId);
  const [first] = rows;
  if (!first) return;
  const { kind, storeId } = first;
  const of: Settled = { accountId: account.id, kind, storeId, settleMs: limits.settleMs };
  const shop = catalog.shopKeyOf(account.id, storeId);
  if (shop === null) {
    const answer = { fault: "渠道没有这个门店", afterMs: 0, isFinal: true, wasSent: false };
    await returnFigures(deps.db, { of, rows }, answer);
    return;
  }
  const named = rows.map((row) => ({ row, name: catalog.skuKeyOf(account.id, row.skuId) ?? "" }));
  const figures = named.map(({ row, name }) => ({
    externalSku: name,
    value: row.value,
    version: row.version,
  }));
  try {
    const refused = await client.publish(kind, shop, figures);
    pace.recovered();
    await settle(deps, { account, of, named }, refused);
  } catch (error) {
    await giveBack(deps, { of, rows, pace }, error);
  }
}

type Told = { account: Account; of: Settled; named: readonly NamedFigure[] };

/** What was taken is in force, what was not is told again; what is refused again and again is people's. */
async function settle(
  deps: Deps,
  { account, of, named }: Told,
  faults: readonly FigureRefusal[],
): Promise<void> {
  const { taken, refused } = sortAnswer(named, faults);
  const delays = await ackFigures(deps.db, of, taken);
  const failed = new Set(faults.map((f) => f.externalSku)).size;
  await countSync(deps.db, of.accountId, countDelays(delays, failed));
  if (failed === 0) return;
  for (const [fault, rows] of refused) {
    const again = { fault, afterMs: REFUSED_MS, isFinal: false, wasSent: true };
    await returnFigures(deps.db, { of, rows }, again);
  }
  await raiseStuck(deps, { account, of, tries: REFUSALS_MAX });
}

type Unanswered = { of: Settled; rows: readonly ClaimedFigure[]; pace: Pacer };

/** The whole call failed: everybody else goes on, these are told again with what is wanted then. */
async function giveBack(deps: Deps, { of, rows, pace }: Unanswered, error: unknown): Promise<void> {
  const failed = error instanceof PortError ? error : null;
  const judged = judgeFailure(failed?.kind ?? null, causeOf(error));
  const now = deps.clock.now();
  const waitMs = judged.isTooFast
    ? pace.slowDown(now, failed?.retryAfterMs ?? 0)
    : pace.stumble(now);
  const { fault, wasSent, afterMs } = judged;
  const answer = { fault, wasSent, afterMs: afterMs ?? waitMs, isFinal: false };
  await returnFigures(deps.db, { of, rows }, answer);
  await countSync(deps.db, of.accountId, countDelays([], rows.length));
}

import {
  ackFigures,
  type ClaimedFigure,
  claimFigures,
  countSync,
  findDueAccounts,
  returnFigures,
  type Settled,
} from "@/db/queries/channels/published";
import type { Account } from "@/server/domain/channels";
import { present } from "@/server/domain/kernel/assert";
import type { FigureRefusal } from "@/server/ports/figures";
import { PortError } from "@/server/ports/port-error";
import { causeOf } from "../apart";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { type Pacer, pacer } from "./pacer";
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
const REFUSED_MS = 60_000;
/** So often a channel may say that it doesn't take an article. */
const REFUSALS_MAX = 3;
/** Delays are counted by these bounds. */
const BUCKETS = [250, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 30_000, 60_000, 600_000];

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
    const call = tellAccount(deps, catalog, account, pace)
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

async function tellAccount(
  deps: Deps,
  catalog: Catalog,
  account: Account,
  pace: Pacer,
): Promise<void> {
  const { limits, client } = present(deps.figuresOf(account), "figures");
  const claimed = await claimFigures(deps.db, account.id, limits.batch, limits.settleMs, LEASE_MS);
  const rows = claimed.sort((a, b) => a.skuId - b.skuId);
  const [first] = rows;
  if (!first) return;
  const { kind, storeId } = first;
  const of: Settled = { accountId: account.id, kind, storeId, settleMs: limits.settleMs };
  const shop = catalog.shopKeyOf(account.id, storeId);
  if (shop === null) {
    const answer = { fault: "渠道没有这个门店", afterMs: 0, isFinal: true, wasSent: false };
    await returnFigures(deps.db, of, rows, answer);
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
    await settle(deps, account, of, named, refused);
  } catch (error) {
    await giveBack(deps, of, rows, error, pace);
  }
}

type Named = { row: ClaimedFigure; name: string };

async function settle(
  deps: Deps,
  account: Account,
  of: Settled,
  named: readonly Named[],
  refused: readonly FigureRefusal[],
): Promise<void> {
  const faults = new Map(refused.map((r) => [r.externalSku, r]));
  const taken = named.filter((n) => !faults.has(n.name)).map((n) => n.row);
  const delays = await ackFigures(deps.db, of, taken);
  const buckets = new Map<number, number>();
  for (const ms of delays) {
    const bucket = BUCKETS.find((b) => ms <= b) ?? 600_000;
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
  }
  if (faults.size > 0) buckets.set(0, faults.size);
  await countSync(deps.db, of.accountId, buckets);
  if (faults.size > 0) await refuse(deps, account, of, named, faults);
}

async function refuse(
  deps: Deps,
  account: Account,
  of: Settled,
  named: readonly Named[],
  faults: ReadonlyMap<string, FigureRefusal>,
): Promise<void> {
  const byFault = new Map<string, ClaimedFigure[]>();
  for (const { row, name } of named) {
    const fault = faults.get(name);
    if (!fault) continue;
    const words = `${fault.code} ${fault.text}`;
    byFault.set(words, [...(byFault.get(words) ?? []), row]);
  }
  for (const [fault, rows] of byFault) {
    const again = { fault, afterMs: REFUSED_MS, isFinal: false, wasSent: true };
    await returnFigures(deps.db, of, rows, again);
  }
  await raiseStuck(deps, account, of, REFUSALS_MAX);
}

const FAULTS: Record<PortError["kind"], string> = {
  timeout: "渠道没有按时应答",
  limited: "渠道限流",
  unavailable: "渠道暂时不可用",
  unauthorised: "渠道不认签名",
  rejected: "渠道拒收",
  malformed: "渠道应答无法读懂",
  unclear: "渠道拒绝，原因未知",
};

/** The whole call failed: everybody else goes on, these are told again with what is wanted then. */
async function giveBack(
  deps: Deps,
  of: Settled,
  rows: readonly ClaimedFigure[],
  error: unknown,
  pace: Pacer,
): Promise<void> {
  const kind = error instanceof PortError ? error.kind : null;
  const words = kind === null ? "内部错误" : FAULTS[kind];
  const fault = `${words}（${causeOf(error)}）`;
  const now = deps.clock.now();
  const retryMs = error instanceof PortError ? (error.retryAfterMs ?? 0) : 0;
  if (kind === "limited") {
    // Refused before it was looked at: nothing of it is in force.
    const afterMs = pace.slowDown(now, retryMs);
    await returnFigures(deps.db, of, rows, { fault, afterMs, isFinal: false, wasSent: false });
  } else if (kind === "rejected" || kind === "unauthorised") {
    pace.stumble(now);
    const answer = { fault, afterMs: REFUSED_MS, isFinal: false, wasSent: false };
    await returnFigures(deps.db, of, rows, answer);
  } else {
    // No answer, or one nobody can read: it may be in force, or may yet be.
    const afterMs = pace.stumble(now);
    await returnFigures(deps.db, of, rows, { fault, afterMs, isFinal: false, wasSent: true });
  }
  await countSync(deps.db, of.accountId, new Map([[0, rows.length]]));
}

import { ok, type Result, refuse } from "../../kernel/result";
import type { QuotaRow } from "../books/types";
import { freeIfSold, type StockCell } from "../cell";

/**
 * Whether a channel can have so many pieces for itself: all channels' own together are never more than the shelf can promise.
 *
 * @param quotas what channels have of the cell now
 * @returns what it had before, and what all have then, base units
 */
export function decideQuota(
  cell: StockCell,
  quotas: readonly QuotaRow[],
  { accountId, qty }: Pick<QuotaRow, "accountId" | "qty">,
): Result<{ before: number; all: number }, "ABOVE_STOCK"> {
  const before = quotas.find((q) => q.accountId === accountId)?.qty ?? 0;
  const all = quotas.reduce((sum, q) => sum + q.qty, 0) - before + qty;
  return all > freeIfSold(cell) ? refuse("ABOVE_STOCK") : ok({ before, all });
}

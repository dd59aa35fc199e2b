import type { CaseCode } from "./cases";

/**
 * A case to be opened. One subject has at most one open case of a code: found again, it stays one. Money in fen, moments in
 * epoch ms.
 */
export type NewCase = {
  code: CaseCode;
  /** What it is about, in one word: `order:17`, `cell:3:401`. */
  subject: string;
  orderId: number | null;
  fulfilmentId: number | null;
  accountId: number | null;
  storeId: number | null;
  /** One sentence for people. */
  cause: string;
  data: Record<string, unknown>;
  /** What is at stake. */
  riskFen: number;
  dueAt: number;
};

import type { CaseCode } from "./cases";

/**
 * A case as a rule finds it; whoever writes it down gives it its number. `subject` names what it is about, and one case of a
 * code is open for each; `riskFen` is the money at stake, `dueAt` epoch milliseconds.
 */
export type CaseDraft = {
  code: CaseCode;
  subject: string;
  orderId: number | null;
  fulfilmentId: number | null;
  accountId: number | null;
  storeId: number | null;
  cause: string;
  data: Record<string, unknown>;
  riskFen: number;
  dueAt: number;
};

/** A case with what is known of it: what is not said is about nobody, with no money at stake. */
export const draftCase = (
  found: Pick<CaseDraft, "code" | "subject" | "cause" | "dueAt"> & Partial<CaseDraft>,
): CaseDraft => ({
  orderId: null,
  fulfilmentId: null,
  accountId: null,
  storeId: null,
  data: {},
  riskFen: 0,
  ...found,
});

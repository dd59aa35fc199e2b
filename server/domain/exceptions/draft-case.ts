import type { NewCase } from "./new-case";

/** A case with what is known of it: what is not said is about nobody, with no money at stake. */
export const draftCase = (
  found: Pick<NewCase, "code" | "subject" | "cause" | "dueAt"> & Partial<NewCase>,
): NewCase => ({
  orderId: null,
  fulfilmentId: null,
  accountId: null,
  storeId: null,
  data: {},
  riskFen: 0,
  ...found,
});

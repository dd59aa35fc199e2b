import type { Edit } from "@/server/domain/inventory";
import { readAmount, type Unit } from "../amount";

export type EditKindName = Edit["kind"];

/** What a form holds, as text; not every kind uses all of it. */
export type Draft = {
  amount: string;
  reason: string;
  /** return: set aside first. quarantine: set aside, else give back. */
  isAside: boolean;
};

type Shelf = { storeId: number; skuId: number; unit: Unit; stopped: boolean };

/** The edit a form describes, or null while it is not complete. */
export function buildEdit(kind: EditKindName, shelf: Shelf, draft: Draft): Edit | null {
  const reason = draft.reason.trim();
  if (reason === "") return null;
  const base = { storeId: shelf.storeId, skuId: shelf.skuId, reason };
  if (kind === "stop") return { ...base, kind, isStopped: !shelf.stopped };
  const amount = readAmount(draft.amount, shelf.unit);
  if (amount === null) return null;
  switch (kind) {
    case "count":
      return { ...base, kind, counted: amount };
    case "adjust":
      return { ...base, kind, delta: amount };
    case "receipt":
      return { ...base, kind, qty: amount };
    case "return":
      return { ...base, kind, qty: amount, isSetAside: draft.isAside };
    case "quarantine":
      return { ...base, kind, qty: draft.isAside ? amount : -amount };
    default:
      return { ...base, kind, value: amount };
  }
}

export { DRIFT_FIELDS, type Drift, type DriftField, driftCase, driftCause } from "./books/drift";
export type { LedgerInsert } from "./books/ledger";
export {
  type ShelfChange,
  type ShelfPlan,
  type ShortCell,
  shortAfter,
  sumChanges,
} from "./books/shelf-change";
export type { HoldRow, QuotaRow, ReservationInsert, TransferRow } from "./books/types";
export {
  balanceOf,
  type Cellish,
  cellKey,
  cellSubject,
  freeIfSold,
  freeOf,
  isLow,
  missingOf,
  type StockCell,
  sharedOf,
  uniqueCells,
} from "./cell";
export { conflictCases } from "./counts/conflict-cases";
export { findVariances, planCount } from "./counts/plan-count";
export { moveKey, movesOf, planMoves } from "./counts/plan-moves";
export { type CountedShelf, readCountRow } from "./counts/read-count-row";
export { isStale, type KnownLine, readReport, refusedReport } from "./counts/read-report";
export {
  type CellChange,
  type Demand,
  type Draw,
  decideReservations,
  type Granted,
  type Kept,
  keptKey,
} from "./decide-reservations";
export { type BundlePart, bundlesBySku, drawsBySku } from "./draws";
export type { Edit, EditKind, EditRefusal } from "./edits/decide-edits";
export { decideQuota } from "./edits/decide-quota";
export { isRule } from "./edits/judge-rule";
export {
  countedShelves,
  type EditAnswer,
  type EditRequest,
  isWritten,
  planEdits,
} from "./edits/plan-edits";
export {
  planArrival,
  planReturn,
  planSending,
  type SendingRefusal,
  transferCells,
} from "./edits/plan-transfer";
export {
  type AnsweredHolds,
  answerHolds,
  cellsOfRequests,
  grantAll,
  type HoldAnswer,
  type HoldRequest,
  type NewHold,
} from "./holds/answer-holds";
export { ownPieces } from "./holds/decide-holds";
export { giveBack, type Reserve } from "./holds/sum-holds";
export {
  type PromiseChain,
  type PromiseRule,
  promiseChains,
  RISKS,
  type Seller,
  trimQuotas,
} from "./promise";
export {
  type CellSupply,
  isAskable,
  planRestocks,
  type Replenishment,
  suggestRestock,
  type Wanted,
} from "./replenish";
export type { ReportEnd, ReportedMoveKind, ReportLine, StockReport, WaitingReport } from "./report";
export {
  type Alternative,
  type Claim,
  type Freed,
  planShortfall,
  type Shortfall,
  type ShortfallPlan,
} from "./shortfall";

export {
  balanceOf,
  cellKey,
  freeIfSold,
  freeOf,
  isLow,
  missingOf,
  type StockCell,
  sharedOf,
  uniqueCells,
} from "./cell";
export { type Counted, compareCount, SUSPICIOUS, type Variance } from "./compare-report";
export {
  type CellPatch,
  decideEdit,
  type Edit,
  type EditKind,
  type EditRefusal,
  patched,
} from "./decide-edits";
export { decideHolds, type HoldVerdict, type HoldWish, type OwnPieces } from "./decide-holds";
export {
  type CellChange,
  type Demand,
  type Draw,
  decideReservations,
  type Granted,
  type Kept,
  keptKey,
} from "./decide-reservations";
export {
  channelBuffer,
  LAST_FEW,
  type PromiseChain,
  type PromiseRule,
  promiseChains,
  RISKS,
  type Seller,
  trimQuotas,
} from "./promise";
export { COVER_MINUTES, type Replenishment, type Supply, suggestRestock } from "./replenish";
export type { ReportedMoveKind, ReportLine, StockReport } from "./report";
export {
  type Alternative,
  type Claim,
  type Freed,
  planShortfall,
  type ShortfallPlan,
} from "./shortfall";

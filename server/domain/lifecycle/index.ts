export { settleNew } from "./axes/settle-new";
export { isLive } from "./axes/stock";
export {
  type ClosingEffect,
  closingEffects,
  isHolding,
  settleClosed,
  waitsForPayment,
} from "./closing";
export { endShortage } from "./end-shortage";
export { afterMoves } from "./goods/after-moves";
export { endHeld, type Loss, loseGoods, tellLoss } from "./goods/lose-goods";
export {
  type Buyer,
  type Effects,
  emptyModel,
  type LineState,
  type Model,
  type OrderState,
  OWED_FOR,
  type Owed,
  type OwedFor,
  type ParcelLine,
  type ParcelState,
  type Promised,
  type StockChange,
  type TaskState,
} from "./model";
export { type PiecesByParcel, piecesByParcel } from "./parcels/leave-parcels";
export { advanceParcel } from "./parcels/parcel-steps";
export { isParcelReady } from "./parcels/ready";
export { assignTask } from "./parcels/task-steps";
export { askOdd, type MatchedLine } from "./placing/ask-odd";
export { canMove, changeContacts } from "./placing/change-contact";
export { endPromises, nextPart } from "./placing/kept-promises";
export { type NewContact, newestContacts } from "./placing/newest-contacts";
export {
  type PaidRow,
  type Paying,
  type Payment,
  paidCounter,
  payAll,
  paymentOf,
} from "./placing/pay";
export { canGoOn, type PlaceableRow, placingOf } from "./placing/placing-of";
export { type PlacingEvent, partIn, settlePlaced } from "./placing/take-grants";
export { endOwed, type SettledAs, settledNote } from "./refunds/end-owed";
export { owedFen } from "./refunds/owed";
export { type Told, type Touched, tellModel, touchedBy } from "./tell-model";
export { isUntouched } from "./untouched";

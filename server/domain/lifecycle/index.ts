export { hasOpenApplication } from "./applications";
export { type ClosingEffect, closingEffects } from "./closing";
export { APPLIED_CODE, emit, parcelsOf, raise } from "./effects";
export { isLive } from "./goods";
export { endHeld, type Loss, loseGoods, tellLoss } from "./lose-goods";
export {
  type Application,
  type ApplicationState,
  type CounterChange,
  type Effects,
  type EventDraft,
  type ExceptionDraft,
  emptyModel,
  type LineState,
  type Model,
  type OrderState,
  type ParcelLine,
  type ParcelState,
  type Promised,
  type StockChange,
  type TaskState,
} from "./model";
export { accept, applyFact, cancel, settleShortage } from "./order-facts";
export { advanceParcel, PARCEL_WAY } from "./parcel-steps";
export { refreshAfterSale, refreshOrder } from "./refresh";
export { advanceTask, assignTask } from "./task-steps";

export {
  CASE_KINDS,
  type EventKind,
  eventNames,
  kindList,
  SHELF_KINDS,
  STOCK_KINDS,
  TICKER_KINDS,
} from "./kinds";

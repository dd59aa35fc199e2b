// checkMoney stands apart: it reads a channel's order, and channels speak in these axes themselves.
export * from "./axes";
export { orderLabel, TILL_TAG } from "./labels";
export { MAY_START_SQL, mayStart } from "./may-start";
export type { NewOrderLine, NewOrderRow } from "./new-order";

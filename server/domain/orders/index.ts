// checkMoney stands apart: it reads a channel's order, and channels speak in these axes themselves.
export * from "./axes";
export { CHANNEL_NAMES, orderLabel, TILL_TAG } from "./labels";
export { MAY_START_SQL, mayStart, type StartFacts } from "./may-start";
export type { NewOrderLine, NewOrderRow } from "./new-order";
export { derivePhase, FINAL_PHASES, PHASE_SQL, PHASES, type Phase, type PhaseFacts } from "./phase";

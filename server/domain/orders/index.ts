// checkMoney stands apart: it reads a channel's order, and channels speak in these axes themselves.
export * from "./axes";
export { CHANNEL_NAMES, orderLabel } from "./labels";
export { derivePhase, FINAL_PHASES, PHASE_SQL, PHASES, type Phase, type PhaseFacts } from "./phase";

export type { CounterDelta } from "./counter-delta";
export {
  type MetricCode,
  type MetricDefinition,
  type MetricState,
  type MetricUnit,
  metricDefinitions,
  metricsVersion,
  stateOf,
} from "./definitions";
export { isProbablyLate, RISK_WINDOW_MINUTES, SOLO_TRIP_FEN } from "./eta";

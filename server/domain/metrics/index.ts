export type { CounterDelta } from "./counter-delta";
export {
  type MetricCode,
  metricDefinitions,
  metricsVersion,
  stateOf,
} from "./definitions";
export { isProbablyLate, SOLO_TRIP_FEN } from "./eta";

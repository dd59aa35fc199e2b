export {
  type MetricCode,
  type MetricDefinition,
  type MetricState,
  type MetricUnit,
  metricDefinitions,
  metricsVersion,
  stateOf,
} from "./definitions";

export { giveRiders, type RiderPick } from "./give-riders";
export {
  AHEAD_MINUTES,
  NO_RIDER_LIMITS,
  type NoRiderLimits,
  noRiderCase,
  type UnriddenParcel,
} from "./no-rider";

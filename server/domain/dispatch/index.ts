export {
  chooseRider,
  distanceMetres,
  type ParcelNeed,
  type RiderChoice,
  type RiderOffer,
} from "./choose-rider";
export {
  AHEAD_MINUTES,
  NO_RIDER_LIMITS,
  type NoRiderLimits,
  noRiderCause,
  type Unridden,
} from "./no-rider";

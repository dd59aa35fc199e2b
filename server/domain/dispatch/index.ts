export {
  chooseRider,
  distanceMetres,
  type ParcelNeed,
  type RiderChoice,
  type RiderOffer,
} from "./choose-rider";
export { giveRiders, type OpenParcel, type RiderPick, type StoreRider } from "./give-riders";
export {
  AHEAD_MINUTES,
  NO_RIDER_LIMITS,
  type NoRiderLimits,
  noRiderCase,
  noRiderCause,
  type Unridden,
  type UnriddenParcel,
} from "./no-rider";

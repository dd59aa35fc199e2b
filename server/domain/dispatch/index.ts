export {
  chooseRider,
  distanceMetres,
  type ParcelNeed,
  type RiderChoice,
  type RiderOffer,
} from "./choose-rider";

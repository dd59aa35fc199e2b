export { keptOf } from "./kept-goods";
export { type CandidateRow, openParcels } from "./open-parcels";
export {
  type MergeMember,
  type NameOf,
  namesOf,
  newMembers,
  oldMembers,
  releasedCounters,
} from "./parcel-story";
export {
  demandsOf,
  goneFrom,
  isBlocked,
  type PlacedArticle,
  type Placing,
  placementOf,
  shelvesOf,
} from "./placing";
export {
  type OpenParcel,
  type ParcelPart,
  type ParcelPlan,
  planParcels,
} from "./plan-parcels";
export { foundGoods, promisedRows, soldOwn } from "./promised-goods";

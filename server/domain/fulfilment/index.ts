export {
  type MergeDecision,
  type OpenParcel,
  type ParcelPlan,
  type PlacedLine,
  type Placement,
  planParcels,
} from "./plan-parcels";

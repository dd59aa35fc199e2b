export { holdUntil } from "./hold-time";
export {
  judgeMerge,
  MERGE_RULE,
  type Mergeable,
  type MergeVerdict,
  type Person,
} from "./judge-merge";

export { holdUntil } from "./hold-time";
export {
  judgeMerge,
  MEMBERS_MAX,
  MERGE_RULE,
  type Mergeable,
  type MergeVerdict,
  type Person,
} from "./judge-merge";

export { holdUntil } from "./hold-time";
export { judgeMerge, type Mergeable, type MergeVerdict, type Person } from "./judge-merge";

export { holdUntil } from "./hold-time";
export { judgeMerge, type Mergeable, type Person } from "./judge-merge";

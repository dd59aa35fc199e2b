import type { Account } from "../domain/channels";
import type { RawRequest, Reply } from "../ports/channel";

/** Requests that are answered from the tables and leave no message in the log: devices, checkouts, the warehouse's feed. */
const DIRECT = [
  "rider-pings",
  "store-tasks",
  "rider-tasks",
  "wms-ledger",
  "hold",
  "hold-extend",
  "hold-release",
  "availability",
] as const;
type DirectTopic = (typeof DIRECT)[number];
export type DirectHandlers = Record<
  DirectTopic,
  (request: RawRequest, account: Account) => Promise<Reply>
>;

export const isDirect = (topic: string): topic is DirectTopic =>
  (DIRECT as readonly string[]).includes(topic);

import type { Account } from "../domain/channels";
import type { RawRequest, Reply } from "../ports/channel";

/** Requests that are answered from the tables and leave no message in the log: positions and task lists of devices. */
const DIRECT = ["rider-pings", "store-tasks", "rider-tasks"] as const;
export type DirectTopic = (typeof DIRECT)[number];
export type DirectHandlers = Record<
  DirectTopic,
  (request: RawRequest, account: Account) => Promise<Reply>
>;

export const isDirect = (topic: string): topic is DirectTopic =>
  (DIRECT as readonly string[]).includes(topic);

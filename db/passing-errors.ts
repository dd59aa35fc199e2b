import { codeOf, isKeyTaken } from "./errors";

/**
 * SQLSTATE classes that say nothing about what a statement carries: connection, resources, operator, lock, rollback; a
 * schema that does not fit (42, 3D, 3F, 0A), as for a moment during an upgrade of several machines; who may do what (28);
 * a server that only reads because another one writes now (25).
 */
const PASSING = /^(08|53|57|40|55|58|42|3D|3F|0A|28|25)/;
const NETWORK = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
]);
/** Two deliveries of one order met in two transactions: the second look sees the first one's order. */
const RACES = new Set([
  "orders_source",
  "channel_facts_pkey",
  "channel_facts_account_id_external_no_kind_version_pk",
]);

/** Whether the same work can succeed when it is tried again as it is. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  if (code === null) return false;
  return isKeyTaken(error, { constraints: RACES }) || NETWORK.has(code) || PASSING.test(code);
}

/** SQLSTATE classes that say nothing about our statement: connection, resources, operator, lock, rollback. */
const PASSING = /^(08|53|57|40|55|58)/;
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
  if (!(error instanceof Error)) return false;
  const { code, constraint_name: constraint } = error as Error & {
    code?: string;
    constraint_name?: string;
  };
  if (code === "23505") return RACES.has(constraint ?? "");
  return code !== undefined && (NETWORK.has(code) || PASSING.test(code));
}

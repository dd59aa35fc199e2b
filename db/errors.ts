/** A key is there already: SQLSTATE `unique_violation`. */
const KEY_TAKEN = "23505";

/** What the database says of a statement that it refused. */
type Refusal = Error & { code?: string; constraint_name?: string; table_name?: string };

/**
 * Whether a statement was refused for a key that is there already.
 *
 * @param of only where the key is that table's, or that constraint
 */
export function isKeyTaken(
  error: unknown,
  of: { table?: string; constraints?: ReadonlySet<string> } = {},
): boolean {
  if (!(error instanceof Error) || (error as Refusal).code !== KEY_TAKEN) return false;
  const { constraint_name: constraint = "", table_name: table } = error as Refusal;
  if (of.table !== undefined && table !== of.table) return false;
  return of.constraints === undefined || of.constraints.has(constraint);
}

/** The SQLSTATE of a refused statement, or what the client calls a connection that failed; null of any other error. */
export const codeOf = (error: unknown): string | null =>
  error instanceof Error ? ((error as Refusal).code ?? null) : null;

import type { Tx } from "@/db/client";
import { isPassing } from "@/db/passing-errors";

/**
 * Work through items that failed together, in halves, oldest first, until the bad ones stand alone. All in the caller's
 * transaction, so that its locks hold from the first item to the last; a savepoint undoes what a half has done.
 *
 * @param setAside what becomes of an item that fails by itself
 * @throws the database's own error when it is away or does not fit, which says nothing about an item
 */
export async function handleApart<T>(
  tx: Tx,
  items: readonly T[],
  handle: (tx: Tx, items: T[]) => Promise<void>,
  setAside: (tx: Tx, item: T, error: unknown) => Promise<void>,
): Promise<void> {
  const [first] = items;
  if (first === undefined) return;
  try {
    await tx.savepoint((inner) => handle(inner as Tx, [...items]));
  } catch (error) {
    if (isPassing(error)) throw error;
    if (items.length === 1) return await setAside(tx, first, error);
    const middle = items.length >> 1;
    await handleApart(tx, items.slice(0, middle), handle, setAside);
    await handleApart(tx, items.slice(middle), handle, setAside);
  }
}

/** Why it failed, in words a column can hold whatever a platform answered. */
export const causeOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll("\0", "").toWellFormed();

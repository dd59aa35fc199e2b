import type { Tx } from "@/db/client";
import { isPassing } from "@/db/passing-errors";

/** What becomes of items that cannot all be done together. */
type Apart<T, R> = {
  handle: (tx: Tx, items: T[]) => Promise<R>;
  /** What becomes of an item that fails by itself. */
  setAside: (tx: Tx, item: T, error: unknown) => Promise<void>;
};

/**
 * Do items together; where that fails they are halved until the bad ones stand alone and are set aside, and all others are
 * done together. All in the caller's transaction, so that its own locks hold from the first item to the last. Halves that
 * are only tried are undone, with the locks they took: the others are done once, and lock in the one order that all share.
 *
 * @returns what `handle` said of what was really done
 * @throws the database's own error when it is away or does not fit, which says nothing about an item
 */
export async function handleApart<T, R>(
  tx: Tx,
  items: readonly T[],
  work: Apart<T, R>,
): Promise<R[]> {
  const [first] = items;
  if (first === undefined) return [];
  try {
    return [await once(tx, items, work.handle)];
  } catch (error) {
    if (isPassing(error)) throw error;
    const bad = items.length === 1 ? [{ item: first, error }] : await badHalves(tx, items, work);
    for (const { item, error: why } of bad) await work.setAside(tx, item, why);
    const isBad = new Set(bad.map((b) => b.item));
    const good = items.filter((item) => !isBad.has(item));
    return await doAll(tx, good, work);
  }
}

const once = async <T, R>(tx: Tx, items: readonly T[], handle: Apart<T, R>["handle"]): Promise<R> =>
  (await tx.savepoint((inner) => handle(inner as Tx, [...items]))) as R;

type Bad<T> = { item: T; error: unknown };

/** Which of these, that failed together, fail alone. Nothing of what was tried is left. */
async function badHalves<T, R>(tx: Tx, items: readonly T[], work: Apart<T, R>): Promise<Bad<T>[]> {
  const middle = items.length >> 1;
  const before = await findBad(tx, items.slice(0, middle), work);
  return [...before, ...(await findBad(tx, items.slice(middle), work))];
}

async function findBad<T, R>(tx: Tx, items: readonly T[], work: Apart<T, R>): Promise<Bad<T>[]> {
  const failed = await tried(tx, items, work.handle);
  if (!failed) return [];
  const [only] = items;
  if (only !== undefined && items.length === 1) return [{ item: only, error: failed.error }];
  return await badHalves(tx, items, work);
}

class Undone extends Error {}

/** @returns how it failed, null where it would have worked */
async function tried<T, R>(
  tx: Tx,
  items: readonly T[],
  handle: Apart<T, R>["handle"],
): Promise<{ error: unknown } | null> {
  try {
    await tx.savepoint(async (inner) => {
      await handle(inner as Tx, [...items]);
      throw new Undone();
    });
  } catch (error) {
    if (error instanceof Undone) return null;
    if (isPassing(error)) throw error;
    return { error };
  }
  return null;
}

/** Together; those that go alone and not together are halved once more, and what is done stays done. */
async function doAll<T, R>(tx: Tx, items: readonly T[], work: Apart<T, R>): Promise<R[]> {
  const [first] = items;
  if (first === undefined) return [];
  try {
    return [await once(tx, items, work.handle)];
  } catch (error) {
    if (isPassing(error)) throw error;
    if (items.length === 1) {
      await work.setAside(tx, first, error);
      return [];
    }
    const middle = items.length >> 1;
    const before = await doAll(tx, items.slice(0, middle), work);
    return [...before, ...(await doAll(tx, items.slice(middle), work))];
  }
}

/** Why it failed, in words a column can hold whatever a platform answered. */
export const causeOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll("\0", "").toWellFormed();

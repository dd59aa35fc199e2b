import { inTransaction, type Tx } from "@/db/client";
import { laneOfStore } from "@/db/log/inbox";
import { renewClocks } from "@/db/queries/cases/cases";
import { upsertStoreMapping } from "@/db/queries/channels/catalog";
import {
  closeMatched,
  findStoreless,
  matchStore,
  sealedContacts,
} from "@/db/queries/orders/placeable";
import { doorOfSealed } from "@/server/domain/intake";
import { canGoOn, type Model } from "@/server/domain/lifecycle";
import type { Deps } from "../deps";
import { placeAgain } from "../place/place-again";

type MapStore = { accountId: number; externalCode: string; storeId: number; by: string };

/** Teach us what a channel calls a shop; every order that waited for it goes on. @returns orders that went on */
export async function mapStore(deps: Deps, input: MapStore): Promise<{ orders: number }> {
  const { accountId, externalCode, storeId } = input;
  let orders = 0;
  for (let left = true; left; ) {
    const went = await inTransaction(deps.db, async (tx) => {
      const orderIds = await findStoreless(tx, accountId, externalCode);
      const placed = await goOnInStore(deps, tx, { ...input, orderIds });
      await upsertStoreMapping(tx, { accountId, externalCode, target: storeId });
      return placed;
    });
    orders += went.orders;
    left = went.isMoved;
  }
  return { orders };
}

/**
 * Orders that waited for a shop to be mapped go on. One whose address became another while we waited for it stands behind
 * another door: it goes on the next time.
 *
 * @returns how many went on, and whether there is such a one
 */
export async function goOnInStore(
  deps: Deps,
  tx: Tx,
  { accountId, externalCode, storeId, by, orderIds }: MapStore & { orderIds: readonly number[] },
): Promise<{ orders: number; isMoved: boolean }> {
  const catalog = await deps.catalog.get();
  const waiting = await sealedContacts(tx, orderIds);
  const rows = [...waiting].map(([id, contactSealed]) => {
    return { id, contactSealed, doorKey: doorOfSealed(contactSealed, storeId, deps.vault) };
  });
  let here = rows;
  const change = async (before: Model) => {
    const sealed = await sealedContacts(tx, orderIds);
    here = rows.filter((r) => isSame(r.contactSealed, sealed.get(r.id) ?? null));
    const goOn = here.map((r) => r.id).filter((id) => canGoOn(before, id));
    await matchStore(tx, { rows: here, storeId, lane: laneOfStore(storeId) });
    await closeMatched(
      tx,
      { code: "STORE_UNMATCHED", accountId, externalCode, orderIds: goOn },
      by,
    );
    return { goOn, counters: [] };
  };
  const doors = rows.flatMap(({ doorKey }) => (doorKey === null ? [] : [{ storeId, doorKey }]));
  const orders = await placeAgain(deps, tx, { catalog, again: { orderIds, doors, by, change } });
  await renewClocks(
    tx,
    here.map((r) => r.id),
  );
  return { orders, isMoved: here.length < rows.length };
}

const isSame = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === null || b === null ? a === b : Buffer.compare(a, b) === 0;

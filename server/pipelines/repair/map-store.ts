import { inTransaction } from "@/db/client";
import { laneOfStore } from "@/db/log/inbox";
import { renewClocks } from "@/db/queries/cases/cases";
import { upsertStoreMapping } from "@/db/queries/channels/catalog";
import {
  closeMatched,
  findStoreless,
  matchStore,
  type Storeless,
} from "@/db/queries/orders/placeable";
import { doorText, parseAddress } from "@/server/domain/identity";
import { doorKeyOf } from "@/server/domain/intake";
import type { Deps } from "../deps";
import { placeAgain } from "../place/place-again";

type MapStore = { accountId: number; externalCode: string; storeId: number; by: string };

/** Teach us what a channel calls a shop; every order that waited for it goes on. @returns orders that went on */
export async function mapStore(deps: Deps, input: MapStore): Promise<{ orders: number }> {
  const { accountId, externalCode, storeId, by } = input;
  const catalog = await deps.catalog.get();
  return await inTransaction(deps.db, async (tx) => {
    const waiting = await findStoreless(tx, accountId, externalCode);
    const rows = waiting.map((row) => ({ id: row.id, doorKey: doorOf(deps, row, storeId) }));
    const orderIds = rows.map((r) => r.id);
    const change = async () => {
      await matchStore(tx, { rows, storeId, lane: laneOfStore(storeId) });
      await closeMatched(tx, { code: "STORE_UNMATCHED", accountId, externalCode, orderIds }, by);
      return { goOn: orderIds, counters: [] };
    };
    const doors = rows.flatMap((r) =>
      r.doorKey === null ? [] : [{ storeId, doorKey: r.doorKey }],
    );
    const orders = await placeAgain(deps, tx, {
      catalog,
      again: { orderIds, doors, by, change },
    });
    await renewClocks(tx, orderIds);
    await upsertStoreMapping(tx, { accountId, externalCode, target: storeId });
    return { orders };
  });
}

/** A door is known by shop and address, so an order without a shop had none. */
function doorOf({ vault }: Deps, row: Storeless, storeId: number): string | null {
  if (row.contactSealed === null) return null;
  const { address } = JSON.parse(vault.open(row.contactSealed)) as { address: string };
  return doorKeyOf(storeId, address === "" ? null : doorText(parseAddress(address)), vault);
}

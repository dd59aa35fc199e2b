import type { Queryable } from "@/db/client";

/** The sealed contact of an order. */
export async function findSealedContact(
  db: Queryable,
  orderId: number,
  storeId: number | null,
): Promise<Uint8Array | null> {
  const [row] = await db<{ sealed: Uint8Array | null }[]>`
    select contact_sealed as sealed from orders
    where id = ${orderId} and (${storeId}::int is null or store_id = ${storeId})`;
  return row?.sealed ?? null;
}

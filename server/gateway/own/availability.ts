import { readStockEvents } from "@/db/log/stock-tail";
import { tailEnd } from "@/db/log/tail";
import { piecesFor } from "@/server/domain/channels";
import { cellKey } from "@/server/domain/inventory";
import type { Catalog } from "@/server/pipelines/catalog";
import type { Deps } from "@/server/pipelines/deps";
import { cellsOfEvents, chainsOf } from "@/server/pipelines/publish/plan-figures";
import type { DirectHandlers } from "../direct";
import { jsonReply } from "../http/json-reply";

const ASKED_MAX = 200;
const EVENTS = 5_000;
/** Nothing is believed longer than this, events or not. */
const STALE_MS = 3_000;
const KEPT_MAX = 200_000;

type Known = { pieces: number; at: number };

type Availability = {
  handlers: Pick<DirectHandlers, "availability">;
  /** Forget what events say has changed. @returns events read */
  refresh: () => Promise<number>;
};

/**
 * How many of an article an own channel may offer now. Answered from memory, which events keep fresh; it promises nothing:
 * only a reservation does.
 */
export async function availability(deps: Deps): Promise<Availability> {
  const known = new Map<string, Known>();
  let place = await tailEnd(deps.db).catch(() => null);
  return {
    refresh: async () => {
      place ??= await tailEnd(deps.db);
      const events = await readStockEvents(deps.db, place, EVENTS);
      const last = events.at(-1);
      if (!last) return 0;
      const catalog = await deps.catalog.get();
      const { cells, isAll } = await cellsOfEvents(deps.db, events);
      // So many at once: a rule changed, or we were away.
      if (isAll || cells.length > KEPT_MAX / 100) known.clear();
      else forget(known, catalog, cells);
      place = last;
      return events.length;
    },
    handlers: {
      availability: async (request, account) => {
        const query = new URLSearchParams(request.query);
        const storeCode = query.get("store_code") ?? "";
        const codes = (query.get("sku_codes") ?? "").split(",").filter(Boolean);
        if (codes.length === 0 || codes.length > ASKED_MAX)
          return jsonReply(400, { code: "BAD_FIELD", message: `sku_codes: 1 to ${ASKED_MAX}` });
        const catalog = await deps.catalog.get();
        const storeId = catalog.storeOf(account.id, storeCode);
        if (storeId === null)
          return jsonReply(404, { code: "UNKNOWN_STORE", message: "store_code is not mapped" });
        const skus = codes.map((code) => ({ code, id: catalog.skuOf(account.id, code, null) }));
        const ids = skus.flatMap((s) => (s.id === null ? [] : [s.id]));
        await load(deps, catalog, { known, accountId: account.id, storeId, skuIds: ids });
        const at = deps.clock.now();
        return jsonReply(200, {
          code: 0,
          store_code: storeCode,
          as_of: new Date(at).toISOString(),
          items: skus.map(({ code, id }) => {
            const found = id === null ? null : known.get(keyOf(account.id, storeId, id));
            return id === null
              ? { sku_code: code, qty: 0, unknown: true }
              : { sku_code: code, qty: found?.pieces ?? 0 };
          }),
        });
      },
    },
  };
}

const keyOf = (accountId: number, storeId: number, skuId: number): string =>
  `${cellKey(storeId, skuId)}:${accountId}`;

/** Articles of a shop that somebody asks for, and what is known already. */
type Wanted = {
  known: Map<string, Known>;
  accountId: number;
  storeId: number;
  skuIds: readonly number[];
};

async function load(
  deps: Deps,
  catalog: Catalog,
  { known, accountId, storeId, skuIds }: Wanted,
): Promise<void> {
  const now = deps.clock.now();
  const missing = skuIds.filter((id) => {
    const held = known.get(keyOf(accountId, storeId, id));
    return !held || now - held.at > STALE_MS;
  });
  if (missing.length === 0) return;
  const shelves = [...new Set(missing.flatMap((id) => catalog.drawsOf(id).map((d) => d.skuId)))];
  const chains = await chainsOf(
    deps.db,
    catalog,
    shelves.map((skuId) => ({ storeId, skuId })),
  );
  if (known.size > KEPT_MAX) known.clear();
  for (const skuId of missing) {
    const found = piecesFor({ accountId, storeId, skuId }, chains, catalog.drawsOf);
    known.set(keyOf(accountId, storeId, skuId), { pieces: found?.pieces ?? 0, at: now });
  }
}

function forget(
  known: Map<string, Known>,
  catalog: Catalog,
  cells: readonly { storeId: number; skuId: number }[],
): void {
  for (const { storeId, skuId } of cells)
    for (const id of [skuId, ...catalog.bundlesOf(skuId)])
      for (const accountId of catalog.accounts.keys()) known.delete(keyOf(accountId, storeId, id));
}

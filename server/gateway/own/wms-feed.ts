import { readLedgerFeed } from "@/db/queries/stock/ledger-feed";
import type { Deps } from "@/server/pipelines/deps";
import type { DirectHandlers } from "../direct";
import { jsonReply } from "../http/json-reply";

const LIMIT_MAX = 500;
const CURSOR = /^(\d{1,19}):(\d{1,18})$/;

/** Our ledger for the warehouse, in its words. A page shorter than asked is the end for now. */
export function wmsHandlers(
  deps: Pick<Deps, "db" | "catalog">,
): Pick<DirectHandlers, "wms-ledger"> {
  return {
    "wms-ledger": async (request, account) => {
      const query = new URLSearchParams(request.query);
      const text = query.get("after") ?? "";
      const match = CURSOR.exec(text === "" || text === "0" ? "0:0" : text);
      if (!match)
        return jsonReply(400, {
          code: "BAD_CURSOR",
          message: "after: give back the cursor you got, or nothing",
        });
      const limit = Math.min(LIMIT_MAX, Math.max(1, Number(query.get("limit")) || LIMIT_MAX));
      const catalog = await deps.catalog.get();
      const after = { xid: match[1] ?? "0", seq: Number(match[2]) };
      const rows = await readLedgerFeed(deps.db, after, limit);
      const last = rows.at(-1);
      return jsonReply(200, {
        code: 0,
        cursor: last ? `${last.xid}:${last.seq}` : `${after.xid}:${after.seq}`,
        moves: rows.map((r) => ({
          position: `${r.xid}:${r.seq}`,
          store_code: catalog.shopKeyOf(account.id, r.storeId) ?? String(r.storeId),
          sku_code: catalog.skuKeyOf(account.id, r.skuId) ?? String(r.skuId),
          kind: r.kind,
          delta: r.delta,
          at: new Date(r.at).toISOString(),
        })),
      });
    },
  };
}

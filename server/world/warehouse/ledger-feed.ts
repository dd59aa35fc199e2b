import { z } from "zod";
import { storeOfShopCode } from "@/server/domain/demo/accounts";
import { ownRequest } from "../platform/own/request";
import type { HttpClient } from "../send/http-client";
import { freshNonce } from "../wire/tokens";
import type { LedgerMove } from "./shelves";

const PAGE = 500;
const PAGES_A_POLL = 50;

const moveShape = z.object({
  position: z.union([z.string(), z.number()]),
  store_code: z.string(),
  sku_code: z.string(),
  kind: z.string(),
  delta: z.number(),
});
const pageShape = z.object({
  moves: z.array(moveShape),
  cursor: z.union([z.string(), z.number()]).nullish(),
});

/** Our ledger, as the warehouse's system reads it: by cursor, from the first move on. */
type LedgerFeed = {
  /** Read what is new. @returns true when there is no more for now */
  poll: () => Promise<boolean>;
  /** The position up to which every move was handed over; null before the first. */
  position: () => string | null;
};

/** @param options.onMove called for each move in order; the position moves on with the last of its page */
export function ledgerFeed(options: {
  client: HttpClient;
  account: string;
  secret: string;
  wallMs: () => number;
  onMove: (move: LedgerMove) => void;
}): LedgerFeed {
  const { client, account, secret, wallMs } = options;
  let cursor = "";
  const page = async (): Promise<z.infer<typeof pageShape> | null> => {
    const path = `/api/open/v1/wms/ledger?after=${encodeURIComponent(cursor)}&limit=${PAGE}`;
    const request = ownRequest({
      method: "GET",
      path,
      account,
      secret,
      nowMs: wallMs(),
      nonce: freshNonce(),
    });
    const answer = await client.call(request).catch(() => null);
    return answer?.status === 200 ? parsePage(answer.text) : null;
  };
  return {
    poll: async () => {
      for (let i = 0; i < PAGES_A_POLL; i += 1) {
        const read = await page();
        if (read === null) return false;
        // No waiting between the moves and their position: a snapshot taken meanwhile would name the wrong one.
        for (const move of read.moves.flatMap(readMove)) options.onMove(move);
        cursor = String(read.cursor ?? read.moves.at(-1)?.position ?? cursor);
        if (read.moves.length < PAGE) return true;
      }
      return false;
    },
    position: () => (cursor === "" ? null : cursor),
  };
}

/** Nothing of a shop that is none of the demo's. */
function readMove(told: z.infer<typeof moveShape>): LedgerMove[] {
  const storeCode = storeOfShopCode("wms", told.store_code);
  const { sku_code: skuCode, kind, delta } = told;
  return storeCode === null ? [] : [{ storeCode, skuCode, kind, delta }];
}

function parsePage(text: string): z.infer<typeof pageShape> | null {
  try {
    return pageShape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

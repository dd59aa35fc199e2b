import { shopCodeOn } from "@/server/domain/demo/accounts";
import { ownRequest } from "../platform/own/request";
import type { Postman } from "../send/postman";
import { shanghaiIso } from "../wire/shanghai-time";
import { freshNonce } from "../wire/tokens";
import type { Shelves } from "./shelves";

export type Receipt = { skuCode: string; qty: number; reason: string };

/** What the warehouse's system says to us; each report until it is acknowledged. */
type Reports = {
  snapshot: (storeCode: string) => void;
  count: (storeCode: string, skuCodes: readonly string[]) => void;
  receipts: (storeCode: string, receipts: readonly Receipt[]) => void;
};

/** Articles in one report of the contract at most. */
const ITEMS_MAX = 2_000;

/**
 * Signed reports to `POST /api/open/v1/wms/snapshots|counts|moves`.
 *
 * @source docs/domain/channels.md#warehouse-reports
 */
export function createReports(options: {
  postman: Postman;
  shelves: Shelves;
  /** Up to which of our ledger's moves the shelves are told. */
  position: () => string | null;
  account: string;
  secret: string;
  wallMs: () => number;
  /** Part of every number, so that no run repeats another's. */
  run: string;
  onTaken?: () => void;
}): Reports {
  const { postman, shelves, account, secret, wallMs, run } = options;
  let numbers = 0;
  const next = (kind: string): string => `${kind}-${run}-${++numbers}`;
  const send = (what: "snapshots" | "counts" | "moves", storeCode: string, more: object): void => {
    const store_code = shopCodeOn("wms", storeCode);
    const as_of = shanghaiIso(wallMs());
    const report = { report_id: next(what), store_code, as_of, ...more };
    const body = Buffer.from(JSON.stringify(report));
    postman.post({
      build: () =>
        ownRequest({
          path: `/api/open/v1/wms/${what}`,
          body,
          account,
          secret,
          nowMs: wallMs(),
          nonce: freshNonce(),
        }),
      isAcked: (answer) => answer.status === 200,
      onDone: (outcome) => {
        if (outcome.kind === "acked") options.onTaken?.();
      },
    });
  };
  const told = (storeCode: string, field: "on_hand" | "counted", skuCodes?: readonly string[]) =>
    shelves
      .told(storeCode, skuCodes)
      .map(({ skuCode, pieces }) => ({ sku_code: skuCode, [field]: pieces }));
  return {
    snapshot: (storeCode) => {
      const last_move = options.position();
      for (const items of inParts(told(storeCode, "on_hand")))
        send("snapshots", storeCode, { last_move, items });
    },
    count: (storeCode, skuCodes) => {
      const last_move = options.position();
      for (const items of inParts(told(storeCode, "counted", skuCodes)))
        send("counts", storeCode, { last_move, items });
    },
    receipts: (storeCode, receipts) => {
      const items = receipts.map(({ skuCode, qty, reason }) => ({
        move_id: next("receipt"),
        sku_code: skuCode,
        kind: "receipt",
        qty,
        reason,
      }));
      for (const part of inParts(items)) send("moves", storeCode, { items: part });
    },
  };
}

function inParts<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / ITEMS_MAX) }, (_, i) =>
    items.slice(i * ITEMS_MAX, (i + 1) * ITEMS_MAX),
  );
}

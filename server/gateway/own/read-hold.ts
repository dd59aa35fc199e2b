import { z } from "zod";
import type { HoldRequest } from "@/server/domain/inventory";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import type { Catalog } from "@/server/pipelines/catalog";

/** Pieces of one article in one checkout; with a hundred lines of the heaviest portion it stays within four bytes. */
const QTY_MAX = 1_000;

const Body = z.object({
  reservation_key: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[^\0]*$/),
  store_code: z.string().min(1).max(64),
  mode: z.enum(["ALL", "PART"]).default("ALL"),
  items: z
    .array(
      z.object({
        sku_code: z.string().min(1).max(128),
        qty: z.number().int().min(1).max(QTY_MAX),
      }),
    )
    .min(1)
    .max(100),
});

type HoldBody = {
  wish: Omit<HoldRequest, "ttlMs">;
  items: { skuCode: string; qty: number }[];
};

/** A checkout's wish in our words, or what is wrong with it. */
export function readHoldBody(
  catalog: Catalog,
  accountId: number,
  bytes: Uint8Array,
): Result<HoldBody, { code: string; message: string }> {
  const parsed = Body.safeParse(parse(bytes));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse({
      code: "BAD_FIELD",
      message: `${issue?.path.join(".") || "body"}: ${issue?.message ?? "not what the contract says"}`,
    });
  }
  const { reservation_key: holdKey, store_code, mode, items } = parsed.data;
  const storeId = catalog.storeOf(accountId, store_code);
  if (storeId === null)
    return refuse({ code: "UNKNOWN_STORE", message: `store_code ${store_code} is not mapped` });
  const wished: HoldRequest["items"][number][] = [];
  for (const { sku_code, qty } of items) {
    const skuId = catalog.skuOf(accountId, sku_code, null);
    if (skuId === null)
      return refuse({ code: "UNKNOWN_SKU", message: `sku_code ${sku_code} is not known` });
    wished.push({ draws: catalog.drawsOf(skuId), qty });
  }
  return ok({
    wish: {
      accountId,
      holdKey,
      storeId,
      mode: mode === "ALL" ? "all" : "part",
      items: wished,
    },
    items: items.map((i) => ({ skuCode: i.sku_code, qty: i.qty })),
  });
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8")) as unknown;
  } catch {
    return null;
  }
}

import { z } from "zod";
import { storeOfShopCode } from "@/server/domain/demo/accounts";
import { type Answer, type Desk, jsonAnswer } from "../platform/desk";
import { type OwnSigner, problem, whyNotSigned } from "../platform/own/figures";

const restockShape = z.object({
  request_no: z.string().min(1).max(64),
  store_code: z.string(),
  needed_at: z.string().nullish(),
  lines: z
    .array(z.object({ sku_code: z.string(), qty: z.number().int().positive() }))
    .min(1)
    .max(2_000),
});
const countShape = z.object({
  store_code: z.string(),
  sku_codes: z.array(z.string()).min(1).max(2_000),
});

export type RestockLine = { skuCode: string; qty: number };

/** Who works in the warehouse. */
type WarehouseHands = {
  hasShelf: (storeCode: string, skuCode: string) => boolean;
  bring: (storeCode: string, lines: readonly RestockLine[], requestNo: string) => void;
  count: (storeCode: string, skuCodes: readonly string[]) => void;
};

/**
 * The warehouse's system at the platforms' port: `POST /wms/restock-requests` and `POST /wms/count-requests`, signed by
 * us as our own contract has it. A request number that is known is answered as before and brings nothing more.
 */
export function warehouseDesk(signer: OwnSigner, hands: WarehouseHands): Desk {
  const known = new Map<string, string>();
  let counts = 0;
  const restock = (body: unknown): Answer => {
    const request = restockShape.safeParse(body).data;
    if (!request) return problem(400, "BAD_BODY", "not a restock request");
    const before = known.get(request.request_no);
    if (before !== undefined) return done({ warehouse_no: before });
    const storeCode = storeOfShopCode("wms", request.store_code);
    const lines = request.lines.map((line) => ({ skuCode: line.sku_code, qty: line.qty }));
    const unknown = lines.find((line) => !hands.hasShelf(storeCode ?? "", line.skuCode));
    if (storeCode === null || unknown) return problem(404, "UNKNOWN_SHELF", "没有这个门店或商品");
    const warehouseNo = `WH${String(known.size + 1).padStart(6, "0")}`;
    known.set(request.request_no, warehouseNo);
    hands.bring(storeCode, lines, request.request_no);
    return done({ warehouse_no: warehouseNo });
  };
  const count = (body: unknown): Answer => {
    const request = countShape.safeParse(body).data;
    if (!request) return problem(400, "BAD_BODY", "not a count request");
    const storeCode = storeOfShopCode("wms", request.store_code);
    if (storeCode === null) return problem(404, "UNKNOWN_SHELF", "没有这个门店");
    hands.count(storeCode, request.sku_codes);
    counts += 1;
    return done({ count_no: `CT${String(counts).padStart(6, "0")}` });
  };
  return (arrival) => {
    const handle = { "/wms/restock-requests": restock, "/wms/count-requests": count }[arrival.path];
    if (!handle || arrival.method !== "POST") return null;
    return {
      answer: () => whyNotSigned(signer, arrival) ?? handle(parse(arrival.body)),
    };
  };
}

const done = (more: object): Answer => jsonAnswer(JSON.stringify({ code: 0, ...more }));

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

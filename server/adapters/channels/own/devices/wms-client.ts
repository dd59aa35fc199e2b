import type { Account } from "@/server/domain/channels/account";
import { optionalText } from "@/server/domain/channels/reading";
import { PortError } from "@/server/ports/port-error";
import type { WmsClient } from "@/server/ports/wms";
import { callOwn } from "../call";

/**
 * Calls to a warehouse system on our own contract: `POST <apiBase>/restock-requests`, signed by us.
 *
 * The system knows a request by `request_no`: sent again, it answers with the same number of its own.
 */
export function ownWms(account: Account, secret: string): WmsClient {
  return {
    restock: async (request) => {
      const answer = await callOwn(account, secret, {
        path: "/restock-requests",
        body: {
          request_no: request.requestNo,
          store_code: request.storeCode,
          needed_at: new Date(request.neededAt).toISOString(),
          lines: request.lines.map((line) => ({ sku_code: line.skuCode, qty: line.qty })),
        },
      });
      const warehouseNo = optionalText(answer.warehouse_no);
      if (warehouseNo === "") throw new PortError("malformed", "no warehouse_no");
      return { warehouseNo };
    },
  };
}

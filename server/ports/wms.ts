/** Goods we ask the warehouse for. */
type RestockRequest = {
  /** Ours; the same request sent again is one request. */
  requestNo: string;
  storeCode: string;
  neededAt: number;
  lines: readonly { skuCode: string; qty: number }[];
};

/** Calls to a warehouse system. May be repeated; failures are PortError. */
export type WmsClient = {
  restock: (request: RestockRequest) => Promise<{ warehouseNo: string }>;
};

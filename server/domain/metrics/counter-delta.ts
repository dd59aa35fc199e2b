/** What to add to the numbers of one minute, channel and store. Store 0 stands for one that nobody knows; `at` in epoch ms, money in fen. */
export type CounterDelta = {
  channel: string;
  storeId: number;
  at: number;
  orders?: number;
  paidFen?: number;
  subsidyFen?: number;
  refundedFen?: number;
  cancelled?: number;
  completed?: number;
  exceptions?: number;
  mergedOrders?: number;
  releasedOrders?: number;
  duplicates?: number;
  lagMsSum?: number;
  lagMsMax?: number;
};

import type { ChannelOrder } from "../channels";

/** An order by whose it is and what its channel calls it. */
export const sourceKey = (accountId: number, externalNo: string): string =>
  `${accountId}|${externalNo}`;

/**
 * What makes an order the one it is: shop, goods and money, as one text. The same order told twice gives the same text;
 * other goods or other money under one number do not.
 */
export const contentOf = (order: ChannelOrder): string =>
  JSON.stringify([
    order.storeKey,
    order.lines.map((l) => [l.externalSku, l.qty, l.unitPriceFen]),
    order.amounts.paidFen,
  ]);

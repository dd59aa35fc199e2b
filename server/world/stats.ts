import { ORDER_CHANNELS, type OrderChannel } from "./orders/order";

type ChannelCounts = { unique: number; sent: number; acked: number; refused: number };

/** What a run has done so far. `sent`, `acked` and `refused` count requests; `unique` counts orders. */
export type Stats = {
  channels: Record<OrderChannel, ChannelCounts>;
  retries: number;
  duplicates: number;
  forged: number;
  /** Forged requests that the gateway took: always a fault of the gateway. */
  forgedAccepted: number;
  lostPushes: number;
  cancelled: number;
  refunded: number;
  completed: number;
  storeEvents: number;
  riderEvents: number;
  /** Snapshots, counts and receipts of the warehouse that were taken. */
  stockReports: number;
};

export function createStats(): Stats {
  const counts = (): ChannelCounts => ({ unique: 0, sent: 0, acked: 0, refused: 0 });
  return {
    channels: Object.fromEntries(ORDER_CHANNELS.map((channel) => [channel, counts()])) as Record<
      OrderChannel,
      ChannelCounts
    >,
    retries: 0,
    duplicates: 0,
    forged: 0,
    forgedAccepted: 0,
    lostPushes: 0,
    cancelled: 0,
    refunded: 0,
    completed: 0,
    storeEvents: 0,
    riderEvents: 0,
    stockReports: 0,
  };
}

/** The last line of a run. */
export function summaryOf(stats: Stats): Record<string, unknown> {
  const { channels, ...rest } = stats;
  return { ...totals(stats), ...rest, channels };
}

export function totals(stats: Stats): ChannelCounts {
  const sum = { unique: 0, sent: 0, acked: 0, refused: 0 };
  for (const counts of Object.values(stats.channels)) {
    sum.unique += counts.unique;
    sum.sent += counts.sent;
    sum.acked += counts.acked;
    sum.refused += counts.refused;
  }
  return sum;
}

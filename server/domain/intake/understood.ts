import {
  type Account,
  type ChannelFact,
  type ChannelOrder,
  type Decoded,
  type DeviceStep,
  holdMoments,
  type Stray,
} from "../channels";
import type { StockReport } from "../inventory";
import type { Instant } from "../kernel/instant";

/** What intake knows of a message of the log, beside what it says. `receivedAt` in epoch ms. */
export type Heard = { id: number; lane: number; topic: string; receivedAt: number };
export type FromMessage<M extends Heard = Heard> = { message: M; account: Account };
export type NewOrder<M extends Heard = Heard> = FromMessage<M> & { order: ChannelOrder };

type Unknown = Extract<Decoded, { type: "unknown" }>;
type Part = Extract<Decoded, { type: "part" }>;

/** Everything a batch of messages says, by what it is, each with the message it came in. */
export type Understood<M extends Heard = Heard> = {
  orders: NewOrder<M>[];
  facts: (FromMessage<M> & { fact: ChannelFact })[];
  steps: (FromMessage<M> & { step: DeviceStep })[];
  reports: (FromMessage<M> & { report: StockReport })[];
  pulls: (FromMessage<M> & { externalNo: string; degraded: boolean; refundId: string | null })[];
  unknown: (FromMessage<M> & Omit<Unknown, "type">)[];
  /** Moments that could not be, and were taken as those of arrival. */
  strays: (FromMessage<M> & { stray: Stray })[];
  badRows: (FromMessage<M> & { row: number; reason: string })[];
  parts: (FromMessage<M> & { part: Part["part"] })[];
};

export const emptyUnderstood = <M extends Heard>(): Understood<M> => ({
  orders: [],
  facts: [],
  steps: [],
  reports: [],
  pulls: [],
  unknown: [],
  strays: [],
  badRows: [],
  parts: [],
});

/**
 * Add one thing a message says to what its batch says, with its moments held against the message's arrival. An order of
 * which the platform itself misses parts is asked for again and not believed.
 */
export function sortIn<M extends Heard>(
  out: Understood<M>,
  from: FromMessage<M>,
  told: Decoded,
): void {
  const { receivedAt, topic } = from.message;
  const { item, stray } = holdMoments(told, { at: receivedAt as Instant, topic });
  if (stray) out.strays.push({ ...from, stray });
  switch (item.type) {
    case "order":
      if (item.order.degraded) out.pulls.push({ ...from, ...again(item.order) });
      else out.orders.push({ ...from, order: item.order });
      return;
    case "fact":
      out.facts.push({ ...from, fact: item.fact });
      return;
    case "step":
      out.steps.push({ ...from, step: item.step });
      return;
    case "report":
      out.reports.push({ ...from, report: item.report });
      return;
    case "pull":
      out.pulls.push({ ...from, ...announced(item) });
      return;
    case "unknown":
      out.unknown.push({ ...from, ...item });
      return;
    case "bad-row":
      out.badRows.push({ ...from, row: item.row, reason: item.reason });
      return;
    case "part":
      out.parts.push({ ...from, part: item.part });
      return;
    case "nothing":
  }
}

const again = ({ externalNo }: ChannelOrder) => ({ externalNo, degraded: true, refundId: null });

const announced = ({ externalNo, refundId }: Extract<Decoded, { type: "pull" }>) => ({
  externalNo,
  degraded: false,
  refundId: refundId ?? null,
});

import type { Failure } from "@/db/log/dead-letters";
import type { LogMessage } from "@/db/log/inbox";
import { unpackBody } from "@/db/log/packed-body";
import {
  type Account,
  type ChannelFact,
  type ChannelOrder,
  type Decoded,
  type DeviceStep,
  holdMoments,
  type Stray,
} from "@/server/domain/channels";
import type { StockReport } from "@/server/domain/inventory";
import type { Instant } from "@/server/domain/kernel/instant";
import { refuse } from "@/server/domain/kernel/result";
import { BROKEN, FORGOTTEN } from "@/server/pipelines/bodies";
import type { Catalog } from "@/server/pipelines/catalog";
import type { Deps } from "@/server/pipelines/deps";
import type { ChannelAdapter } from "@/server/ports/channel";
import type { LargeMessages, Said } from "./large-messages";
import { storable } from "./storable-body";

export type FromMessage = { message: LogMessage; account: Account };
export type Understood = {
  orders: (FromMessage & { order: ChannelOrder })[];
  facts: (FromMessage & { fact: ChannelFact })[];
  steps: (FromMessage & { step: DeviceStep })[];
  reports: (FromMessage & { report: StockReport })[];
  pulls: (FromMessage & { externalNo: string; degraded: boolean; refundId: string | null })[];
  unknown: (FromMessage & Omit<Extract<Decoded, { type: "unknown" }>, "type">)[];
  /** Moments that could not be, and were taken as those of arrival. */
  strays: (FromMessage & { stray: Stray })[];
  badRows: (FromMessage & { row: number; reason: string })[];
  parts: (FromMessage & { part: Extract<Decoded, { type: "part" }>["part"] })[];
  failures: Failure[];
};

/**
 * Everything a batch of messages says, in arrival order. What cannot be understood stands alone with its cause.
 *
 * @param large knows what large messages say, where somebody read them beside
 */
export function decodeBatch(
  deps: Deps,
  catalog: Catalog,
  messages: readonly LogMessage[],
  large: LargeMessages | null = null,
): Understood {
  const out: Understood = {
    orders: [],
    facts: [],
    steps: [],
    reports: [],
    pulls: [],
    unknown: [],
    strays: [],
    badRows: [],
    parts: [],
    failures: [],
  };
  for (const message of messages) {
    const account = catalog.accounts.get(message.accountId);
    const adapter = account && deps.adapterOf(account.protocol);
    if (!account || !adapter) {
      out.failures.push({
        message,
        code: "UNKNOWN_ACCOUNT",
        cause: `渠道账号 ${message.accountId} 不存在`,
      });
      continue;
    }
    const decoded =
      unreadable(message) ?? large?.saidBy(message) ?? decodeHere(adapter, account, message);
    if (!decoded.ok) out.failures.push({ message, ...decoded.error });
    else for (const item of decoded.value) holdIn(out, { message, account }, item);
  }
  return out;
}

/** Sorted in with its moments held against the message's arrival. */
function holdIn(out: Understood, from: FromMessage, told: Decoded): void {
  const { receivedAt, topic } = from.message;
  const { item, stray } = holdMoments(told, { at: receivedAt as Instant, topic });
  if (stray) out.strays.push({ ...from, stray });
  sortIn(out, from, item);
}

function unreadable({ encoding }: LogMessage): Said | null {
  if (encoding === FORGOTTEN) return refuse({ code: "FAILED", cause: "原文已按期限销毁" });
  return encoding === BROKEN ? refuse({ code: "FAILED", cause: "原文被改动，无法解封" }) : null;
}

function decodeHere(adapter: ChannelAdapter, account: Account, message: LogMessage): Said {
  const body = unpackBody(message);
  return storable(adapter.decode(message.topic, body, account), body);
}

function sortIn(out: Understood, from: FromMessage, item: Decoded): void {
  switch (item.type) {
    case "order":
      if (item.order.degraded)
        out.pulls.push({
          ...from,
          externalNo: item.order.externalNo,
          degraded: true,
          refundId: null,
        });
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
      out.pulls.push({
        ...from,
        externalNo: item.externalNo,
        degraded: false,
        refundId: item.refundId ?? null,
      });
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

import { type Account, answerBy } from "@/server/domain/channels/account";
import type { ChannelFact, Decoded } from "@/server/domain/channels/message";
import {
  optionalCode,
  optionalText,
  plainText,
  type readFen,
  readText,
} from "@/server/domain/channels/reading";
import type { Instant } from "@/server/domain/kernel/instant";
import { entryOf, type JsonObject } from "../parse-json";

/** When and to whom a push was sent. */
export type Pushed = { at: Instant; account: Account };
export type ApplicationStep = "open" | "refused" | "withdrawn";

/**
 * online_cancel_status: 10 applied, 20 service looks at it, 30 service refused, 40 service agreed, 50 merchant refused,
 * 60 merchant agreed, 70 void.
 */
const CANCEL_STEPS: Record<string, ApplicationStep | "agreed"> = {
  "10": "open",
  "20": "open",
  "30": "refused",
  "40": "agreed",
  "50": "refused",
  "60": "agreed",
  "70": "withdrawn",
};

/** order.user.cancel: only what was agreed is a cancel. A push that does not say how far it is says that it was asked for. */
export function readUserCancel(body: JsonObject, from: Pushed): Decoded {
  const externalNo = readText(body.order_id, "order_id", 32);
  const type = plainText(body.type);
  const step = type === "" ? "open" : entryOf(CANCEL_STEPS, type);
  const reason = optionalText(body.cancel_reason) || optionalText(body.reason);
  if (!step)
    return {
      type: "unknown",
      what: "order.user.cancel",
      order: { externalNo, fields: `type=${type}` },
    };
  if (step === "agreed") {
    const base = { externalNo, at: from.at, version: String(from.at) };
    const fact = { ...base, kind: "cancelled", reason: reason || "用户取消", by: "buyer" } as const;
    return { type: "fact", fact };
  }
  const applicationId = optionalCode(body.refund_order_id, "refund_order_id", 64) || "cancel";
  return applied(
    { externalNo, applicationId, about: "cancel", step, reason, amountFen: null },
    from,
  );
}

type Applied = {
  externalNo: string;
  applicationId: string;
  about: "cancel" | "refund";
  step: ApplicationStep;
  reason: string;
  amountFen: ReturnType<typeof readFen> | null;
};

/** An application and how it stands, as a fact of its own. */
export function applied({ step, ...told }: Applied, { at, account }: Pushed): Decoded {
  const version = `${told.applicationId}:${step}@${at}`;
  const fact: ChannelFact = {
    ...told,
    kind: "application",
    at,
    version,
    state: step,
    answerBy: answerBy(account, at),
  };
  return { type: "fact", fact };
}

import type { Form } from "@/server/adapters/channels/form";
import {
  asArray,
  asObject,
  entryOf,
  type JsonObject,
  parseJson,
} from "@/server/adapters/channels/parse-json";
import { type Account, answerBy } from "@/server/domain/channels/account";
import type { Decoded, RefundLine } from "@/server/domain/channels/message";
import {
  optionalText,
  readFen,
  readInt,
  readText,
  yuanToFen,
} from "@/server/domain/channels/reading";
import { clockOf, firstSet, isLeftOut } from "@/server/domain/channels/unset";
import { asFen } from "@/server/domain/kernel/fen";
import type { Instant } from "@/server/domain/kernel/instant";
import { meituanLineName } from "./decode-lines";

/** How far a refund has come. Only an agreed one moves money and goods. */
type Step = "open" | "agreed" | "refused" | "withdrawn";

const BY_NOTIFY: Record<string, Step> = {
  apply: "open",
  part: "open",
  agree: "agreed",
  reject: "refused",
  cancelRefund: "withdrawn",
  cancelRefundComplaint: "withdrawn",
};
const BY_RESULT: Record<string, Step> = {
  "0": "open",
  "1": "refused",
  "2": "agreed",
  "3": "refused",
  "4": "agreed",
  "5": "agreed",
  "6": "agreed",
  "7": "withdrawn",
  "8": "withdrawn",
};
/** Shops with a service for returned goods: the first review is agreed before the goods are back, the last one after. */
const BY_STATUS: Record<string, Step> = {
  "1": "open",
  "10": "open",
  "11": "refused",
  "16": "open",
  "17": "open",
  "18": "refused",
  "20": "open",
  "21": "agreed",
  "22": "refused",
  "26": "open",
  "27": "agreed",
  "28": "refused",
  "30": "withdrawn",
};
/** Refund only: nothing comes back, so whoever agrees first has agreed. */
const REFUND_ONLY = "1";
const FIRST_REVIEW: ReadonlySet<string> = new Set(["10", "17"]);

/** Flags that say how far it is; null where they contradict each other or one is not documented. */
function stepOf(form: Form): Step | null {
  const told: (Step | undefined)[] = [];
  if (form.notify_type) told.push(entryOf(BY_NOTIFY, form.notify_type));
  if (form.res_type) told.push(entryOf(BY_RESULT, form.res_type));
  if (told.length === 0 && form.status) {
    const isFinal = form.service_type === REFUND_ONLY && FIRST_REVIEW.has(form.status);
    told.push(isFinal ? "agreed" : entryOf(BY_STATUS, form.status));
  }
  const steps = new Set(told);
  if (steps.has(undefined) || steps.size === 0) return null;
  // What was applied for is still named beside what became of it.
  if (steps.size > 1) steps.delete("open");
  const [step, other] = steps;
  return step === undefined || other !== undefined ? null : step;
}

/**
 * A push of topic `refund-full` or `refund-partial`. The topic alone says whether it is all: a partial refund that names
 * no goods gives back money, and the goods stay.
 *
 * @throws FieldError naming the field
 * @source docs/domain/channels.md#meituan-refunds
 */
export function readRefund(topic: string, form: Form, account: Account): Decoded {
  const externalNo = readText(form.order_id, "order_id", 32);
  const step = stepOf(form);
  if (step === null) return untaught(externalNo, form);
  const refundId = readText(form.refund_id, "refund_id", 64);
  const at = clockOf([form.utime, form.ctime, form.timestamp], "timestamp");
  const amountFen = isLeftOut(form.money) ? null : yuanToFen(form.money, "money");
  if (step !== "agreed") {
    const about = "refund" as const;
    const reason = optionalText(form.reason);
    const base = { externalNo, at, version: `${refundId}:${step}@${at}` };
    const state = { state: step, amountFen, reason, answerBy: answerBy(account, at) };
    const fact = {
      ...base,
      ...state,
      kind: "application" as const,
      about,
      applicationId: refundId,
    };
    return { type: "fact", fact };
  }
  const full = topic === "refund-full";
  const lines = full
    ? []
    : asArray(parseJson(form.food || "[]"))
        .map(asObject)
        .map(readLine);
  // Degraded data names no goods although there are some: the refund itself is asked for.
  if (form.incmp_code === "-1" && !full) return { type: "pull", externalNo, refundId };
  if (!full && amountFen === null && lines.length === 0) return untaught(externalNo, form);
  return refundFact({ externalNo, refundId, at, amountFen, full, lines });
}

/** Push 502: what became of the money. */
export function readRefundResult(form: Form, account: Account): Decoded {
  const externalNo = readText(form.order_id, "order_id", 32);
  const step = entryOf(RESULTS, form.refund_status ?? "");
  if (!step) return untaught(externalNo, form);
  // A partial one names no goods here. Its own push did, or the refund is asked for.
  if (step === "part")
    return { type: "pull", externalNo, refundId: readText(form.refund_id, "refund_id", 64) };
  const topic = step === "full" ? "refund-full" : "refund-partial";
  const res_type = step === "failed" ? "3" : "6";
  const { order_id, refund_id, money, ctime, utime, timestamp } = form;
  const plain = { order_id, refund_id, money, ctime, utime, timestamp, res_type };
  const known = Object.fromEntries(Object.entries(plain).filter(([, v]) => v !== undefined));
  return readRefund(topic, known as Form, account);
}
const RESULTS: Record<string, "full" | "part" | "failed"> = {
  "3": "full",
  "13": "part",
  "4": "failed",
  "14": "failed",
};

/** The agreed refunds in the answer to ecommerce/order/getOrderRefundDetail, which lies beside the order's own. */
export function readRefundDetails(form: Form, externalNo: string, versionAt: Instant): Decoded[] {
  return asArray(parseJson(form.refund_detail || "[]"))
    .map(asObject)
    .flatMap((one) => readDetail(one, externalNo, versionAt));
}

/** Of all of the order; what does not say so is about what it names. */
const FULL = "1";

function readDetail(one: JsonObject, externalNo: string, versionAt: Instant): Decoded[] {
  const result = optionalText(one.res_type);
  if (entryOf(BY_RESULT, result) !== "agreed") return [];
  const refundId = readText(one.refund_id, "refund_detail.refund_id", 64);
  const told = firstSet([one.utime, one.ctime]);
  const at = told === undefined ? versionAt : clockOf([told], "refund_detail.utime");
  const full = optionalText(one.refund_type) === FULL;
  const goods = asArray(one.wmAppRetailForOrderPartRefundList ?? one.food);
  const lines = full ? [] : goods.map(asObject).map(readLine);
  const amountFen = isLeftOut(one.money) ? null : yuanToFen(one.money, "refund_detail.money");
  if (!full && amountFen === null && lines.length === 0)
    return [untaught(externalNo, { refund_id: refundId, res_type: result ?? "" } as Form)];
  return [refundFact({ externalNo, refundId, at, amountFen, full, lines })];
}

type Refund = {
  externalNo: string;
  refundId: string;
  at: Instant;
  amountFen: RefundLine["amountFen"] | null;
  full: boolean;
  lines: RefundLine[];
};

const refundFact = ({ amountFen, ...refund }: Refund): Decoded => ({
  type: "fact",
  fact: { ...refund, kind: "refund", version: refund.refundId, amountFen: amountFen ?? asFen(0) },
});

/** Flags nobody taught us: a case that names the order and the fields, so that somebody can look on the platform. */
function untaught(externalNo: string, form: Form): Decoded {
  const named = ["refund_id", "notify_type", "res_type", "status", "service_type", "refund_status"];
  const fields = named.flatMap((name) =>
    form[name] ? [`${name}=${form[name].slice(0, 32)}`] : [],
  );
  return { type: "unknown", what: "refund", order: { externalNo, fields: fields.join(" ") } };
}

function readLine(food: JsonObject, i: number): RefundLine {
  const qty = readInt(food.count, `food[${i}].count`, [0, 99_999]);
  const each = yuanToFen(
    isLeftOut(food.refund_price) ? "0" : food.refund_price,
    `food[${i}].refund_price`,
  );
  return {
    ...meituanLineName(food, `food[${i}]`),
    qty,
    amountFen: readFen(each * qty, `food[${i}].refund_price`),
  };
}

import type { ChannelFact } from "@/server/domain/channels";
import type { Instant } from "@/server/domain/kernel/instant";
import { refreshHolds } from "../axes/holds";
import { refreshOrder } from "../axes/refresh";
import { APPLIED_CODE, closeOneCase, emit, raise } from "../effects";
import type { Application, ApplicationState, Model, OrderState } from "../model";

/** Of two words of one moment the later one in this list stands. */
const RANK: readonly ApplicationState[] = ["open", "withdrawn", "refused", "settled", "agreed"];

type ApplicationFact = Extract<ChannelFact, { kind: "application" }>;

/** Take what the platform says of an application; the newest word stands, whatever order they come in. */
export function takeApplication(model: Model, order: OrderState, fact: ApplicationFact): void {
  const { applicationId: id, about, state, at, reason } = fact;
  if (order.afterSale === "refunded" && state === "open") {
    // All of it went back: there is nothing left to ask for, whichever is told first.
    setState(order, { id, about, state: "agreed", at });
    model.effects.changedOrders.add(order.id);
    return;
  }
  if (order.trade === "cancelled" || !setState(order, { id, about, state, at })) return;
  settleHold(model, order, id);
  const payload = { applicationId: id, about, reason };
  emit(model, order, { kind: `application.${state}`, at, payload, actor: "channel" });
  if (state === "open") raiseApplication(model, order, fact);
}

/** What was agreed ends the application that it answers: one, or with null all that are open. */
export function endApplications(
  model: Model,
  order: OrderState,
  { id, at }: { id: string | null; at: Instant },
): void {
  const open = order.applications.filter((a) => a.state === "open").map((a) => a.id);
  for (const one of id === null ? open : [id]) {
    // Remembered though nobody has told of it yet: its application may come late.
    setState(order, { id: one, about: "refund", state: "agreed", at });
    settleHold(model, order, one);
  }
}

/** @returns false where the newer word is there already */
function setState(order: OrderState, told: Application): boolean {
  const before = order.applications.find((a) => a.id === told.id);
  if (before && !isNewer(told, before)) return false;
  // A cancel is told as a refund as well, under one number.
  const about = before?.about === "cancel" ? "cancel" : told.about;
  order.applications = [...order.applications.filter((a) => a !== before), { ...told, about }];
  refreshHolds(order);
  return true;
}

function isNewer(told: Application, before: Application): boolean {
  if (before.state === "agreed") return false;
  if (told.state === "agreed") return true;
  return told.at > before.at || (told.at === before.at && rank(told) > rank(before));
}

const rank = ({ state }: Application): number => RANK.indexOf(state);
const subjectOf = (order: OrderState, id: string): string => `order:${order.id}:${id}`;

/** The order's axis and the case follow the application. */
function settleHold(model: Model, order: OrderState, id: string): void {
  refreshOrder(model, order);
  model.effects.changedOrders.add(order.id);
  if (order.holds === 0) model.effects.freed.add(order.id);
  const now = order.applications.find((a) => a.id === id);
  if (now && now.state !== "open")
    closeOneCase(model, { code: APPLIED_CODE, subject: subjectOf(order, id) }, now.state);
}

function raiseApplication(model: Model, order: OrderState, fact: ApplicationFact): void {
  const what = fact.about === "cancel" ? "申请取消" : "申请退款";
  raise(model, order, {
    at: fact.at,
    code: APPLIED_CODE,
    subject: subjectOf(order, fact.applicationId),
    cause: `买家${what}${fact.reason ? `：${fact.reason}` : ""}，平台等待商家答复`,
    riskFen: fact.amountFen ?? order.paidFen - order.refundedFen,
    dueAt: fact.answerBy,
    data: { applicationId: fact.applicationId, about: fact.about },
  });
}

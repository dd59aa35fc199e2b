import { inTransaction, type Tx } from "@/db/client";
import {
  type ClosedCase,
  closeCaseById,
  findOrderOfCase,
  renewClocks,
  settleApplication,
} from "@/db/queries/cases/cases";
import { insertAudit } from "@/db/queries/people/people";
import { SHORTAGE_CODES } from "@/server/domain/exceptions";
import {
  type ClosingEffect,
  closingEffects,
  isHolding,
  type Model,
  type OrderState,
  settleClosed,
  waitsForPayment,
} from "@/server/domain/lifecycle";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { placeAgain } from "../place/place-again";
import { AppRefusal } from "../refusal";
import { type EndRule, settleOrders } from "../release/settle-shortages";

const NOT_PAID = "NOT_PAID";
const CLOSED_TEXT = "这个异常单已经由别人处理过了";

type CloseCase = { caseId: number; note: string; by: string };

/**
 * A person says that a case is dealt with, and how. What it held goes on when nothing else holds it; goods that are still
 * missing, or that nobody knows, leave the order, because nobody would look for them any more (`foreseeClosing` says so
 * before).
 *
 * @throws AppRefusal while nobody has paid for what nobody knows, or when somebody else was first
 */
export async function closeCase(deps: Deps, input: CloseCase): Promise<void> {
  const catalog = await deps.catalog.get();
  await inTransaction(deps.db, (tx) => closeWithin(deps, tx, { ...input, catalog }));
}

/**
 * What closing a case would do to its order: it is done, looked at and undone. Until then the order is locked, as when it is
 * closed.
 */
export async function foreseeClosing(deps: Deps, caseId: number): Promise<ClosingEffect[]> {
  const input = { caseId, note: "", by: "system", catalog: await deps.catalog.get() };
  let seen: ClosingEffect[] = [];
  const undone = new Error("closing was only looked at");
  await inTransaction(deps.db, async (tx) => {
    seen = await closeWithin(deps, tx, input);
    throw undone;
  }).catch((error: unknown) => {
    if (!(error instanceof AppRefusal)) {
      if (error !== undone) throw error;
    } else if (error.code === NOT_PAID) seen = [{ does: "waits-payment" }];
  });
  return seen;
}

/** @returns what became of its order; nothing where it has none */
async function closeWithin(
  deps: Deps,
  tx: Tx,
  input: CloseCase & { catalog: Catalog },
): Promise<ClosingEffect[]> {
  const { catalog, by, note } = input;
  const orderId = await findOrderOfCase(tx, input.caseId);
  if (orderId === null) {
    if (!(await close(tx, input))) throw new AppRefusal("CASE_CLOSED", CLOSED_TEXT);
    return [];
  }
  const found: { before: OrderState | null; was: ClosedCase | null } = { before: null, was: null };
  const change = async (model: Model) => {
    found.before = structuredClone(model.orders.get(orderId) ?? null);
    found.was = await close(tx, input);
    if (found.was) refuseUnpaid(found.before, found.was);
    return { goOn: found.was ? [orderId] : [], counters: [] };
  };
  const event = "order.case_closed" as const;
  // Whoever closes a shortage settles it: what is still missing is no new one.
  const tell = ({ orders }: Model) => {
    const order = orders.get(orderId);
    if (order && found.was && SHORTAGE_CODES.includes(found.was.code)) order.hasShortageCase = true;
  };
  const again = { orderIds: [orderId], by, change, tell, event };
  await placeAgain(deps, tx, { catalog, again });
  const { before, was } = found;
  if (!was) throw new AppRefusal("CASE_CLOSED", CLOSED_TEXT);
  if (!before) return [];
  let effects: ClosingEffect[] = [];
  const end: EndRule = (model, order, at) => {
    settleClosed(model, order, { ...was, why: note, at });
    effects = closingEffects(before, order, was.code);
  };
  await settleOrders(deps, tx, { orderIds: [orderId], end });
  if (isHolding(was.code)) await renewClocks(tx, [orderId]);
  return effects;
}

function refuseUnpaid(order: OrderState | null, { code }: ClosedCase): void {
  if (order && waitsForPayment(order, code))
    throw new AppRefusal(NOT_PAID, "订单还没付款：付款后再关闭，超时未付会随订单一起结束");
}

/** @returns null when somebody else was first */
async function close(tx: Tx, input: CloseCase): Promise<ClosedCase | null> {
  const closed = await closeCaseById(tx, { id: input.caseId, by: input.by, note: input.note });
  if (!closed) return null;
  if (closed.orderId !== null && closed.applicationId !== null)
    await settleApplication(tx, closed.orderId, closed.applicationId);
  await insertAudit(tx, {
    userId: input.by,
    action: "case.close",
    subject: `case:${input.caseId}`,
    reason: input.note,
    detail: { code: closed.code },
  });
  return closed;
}

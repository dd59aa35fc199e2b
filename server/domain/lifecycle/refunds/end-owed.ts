import { asFen, type Fen } from "../../kernel/fen";
import type { Instant } from "../../kernel/instant";
import { closeOneCase, emit } from "../effects";
import type { Model, OrderState } from "../model";
import { lateCase } from "./owed";

/** How money that was owed is owed no more, where no refund of the channel paid it off. */
const SETTLED_AS = { elsewhere: "已线下退款", waived: "无需退款" } as const;
export type SettledAs = keyof typeof SETTLED_AS;

/** What is kept of it: how, and what the person wrote. */
export const settledNote = (how: SettledAs, note: string): string =>
  `${SETTLED_AS[how]}：${note.trim()}`;

/**
 * A person has said how some of what is owed went back: it is owed no more, and the order's history says so.
 *
 * @param refs those that are open; others change nothing
 * @returns what was still owed of them
 */
export function endOwed(
  model: Model,
  order: OrderState,
  { refs, note, by, at }: { refs: readonly string[]; note: string; by: string; at: Instant },
): Fen {
  const ended = order.owed.filter((o) => refs.includes(o.ref));
  const owedFen = asFen(ended.reduce((sum, o) => sum + o.amountFen - o.backFen, 0));
  if (ended.length === 0) return owedFen;
  order.owed = order.owed.filter((o) => !refs.includes(o.ref));
  if (ended.some((o) => o.why === "paid-late")) closeOneCase(model, lateCase(order), "settled");
  emit(model, order, {
    kind: "order.owed_settled",
    at,
    payload: { owedFen, note },
    actor: by,
  });
  return owedFen;
}

import type { RefundLine } from "@/server/domain/channels";
import type { LineState, OrderState, RefundPart } from "../model";
import { priceAfter } from "./owed";

/**
 * The lines a refund is about. One that names an article of which the order has several lines (a limited price splits
 * them) takes of the line whose pieces cost what is given back for one; never of all of them.
 *
 * @param named as the channel tells it; a line without an amount gets its share of what was paid
 * @returns at most one part per line, in line order; what names no line of the order is left out
 */
export function partsOf(order: OrderState, named: readonly RefundLine[]): RefundPart[] {
  const parts = new Map<number, RefundPart>();
  for (const one of named) takeNamed(order, one, parts);
  return [...parts.values()].sort((a, b) => a.lineNo - b.lineNo);
}

/** All that is left of every line. */
export const allParts = (order: OrderState): RefundPart[] =>
  order.lines.map((line) => ({
    lineNo: line.lineNo,
    qty: line.unassigned + line.open,
    amountFen: line.paidFen - line.refundedFen,
  }));

/** The same parts, together no more than `amountFen`. */
export function cappedParts(parts: readonly RefundPart[], amountFen: number): RefundPart[] {
  let left = amountFen;
  return parts.map((part) => {
    const mine = Math.min(part.amountFen, left);
    left -= mine;
    return { ...part, amountFen: mine };
  });
}

function takeNamed(order: OrderState, one: RefundLine, parts: Map<number, RefundPart>): void {
  const lines = linesNamed(order, one);
  const isTold = one.amountFen !== 0;
  let { qty } = one;
  let amountFen: number = one.amountFen;
  const add = (line: LineState, pieces: number, fen: number): void => {
    const before = parts.get(line.lineNo) ?? { lineNo: line.lineNo, qty: 0, amountFen: 0 };
    const room = line.paidFen - line.refundedFen - before.amountFen;
    const mine = Math.max(0, Math.min(fen, room));
    if (pieces === 0 && mine === 0) return;
    const part = { qty: before.qty + pieces, amountFen: before.amountFen + mine };
    parts.set(line.lineNo, { lineNo: line.lineNo, ...part });
    qty -= pieces;
    amountFen -= isTold ? mine : 0;
  };
  lines.forEach((line, i) => {
    const { qty: has, amountFen: back } = parts.get(line.lineNo) ?? { qty: 0, amountFen: 0 };
    const free = Math.max(0, line.ordered - line.cancelled - has);
    const pieces = i === lines.length - 1 ? qty : Math.min(qty, free);
    const refundedFen = line.refundedFen + back;
    const share = () => shareOf({ ...line, refundedFen }, pieces);
    add(line, pieces, isTold ? splitOf({ qty, amountFen }, pieces) : share());
  });
  // What one line cannot give back, another of the article has cost.
  if (isTold) for (const line of lines) add(line, 0, amountFen);
}

/** Its line; of several of one article, the one nearest in price first. */
function linesNamed(order: OrderState, one: RefundLine): LineState[] {
  const exact = order.lines.filter((l) => l.externalLineId === one.externalLineId);
  const { article } = one;
  const lines =
    exact.length > 0 || !article
      ? exact
      : order.lines.filter(
          ({ externalLineId: id }) => id === article || id.startsWith(`${article}#`),
        );
  const each = one.amountFen / Math.max(1, one.qty);
  const far = (line: LineState) => Math.abs(line.paidFen / Math.max(1, line.ordered) - each);
  return [...lines].sort((a, b) => far(a) - far(b) || a.lineNo - b.lineNo);
}

/** What the next pieces cost, after those whose price went back before: one by one, all of them cost what was paid. */
function shareOf(
  { paidFen, ordered, refundedFen }: { paidFen: number; ordered: number; refundedFen: number },
  pieces: number,
): number {
  const before = paidFen === 0 ? 0 : Math.round((refundedFen * ordered) / paidFen);
  return priceAfter({ paidFen, ordered }, before, pieces);
}

function splitOf({ qty, amountFen }: { qty: number; amountFen: number }, pieces: number): number {
  return qty <= 0 ? amountFen : Math.round((amountFen * pieces) / qty);
}

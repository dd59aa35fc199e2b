import type { Understood } from "./understood";

type InMessage = { message: { id: number } };

/**
 * Messages that told nothing new: orders and facts we had, and nothing besides.
 *
 * @param orders that were new, or told with other contents
 * @param newFacts messages whose facts nobody had told before
 */
export function repeatedMessages(
  said: Understood,
  orders: readonly InMessage[],
  newFacts: readonly number[],
): Set<number> {
  const { steps, reports, pulls, unknown, badRows, parts } = said;
  const told = [...orders, ...steps, ...reports, ...pulls, ...unknown, ...badRows, ...parts];
  const isNew = new Set([...told.map((t) => t.message.id), ...newFacts]);
  const repeated = [...said.orders, ...said.facts].map((t) => t.message.id);
  return new Set(repeated.filter((id) => !isNew.has(id)));
}

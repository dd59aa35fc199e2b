import { shanghaiClock } from "@/server/domain/channels";
import type { NewCase } from "@/server/domain/exceptions";
import { businessDayOf, type Instant } from "@/server/domain/kernel/instant";
import { type Owners, stepKey } from "../own-steps";
import type { Understood } from "../understood";

/**
 * Clocks that told of moments that cannot be: one case per device and Shanghai day, so that a till with a dead battery is
 * seen, seen again the next day, and does not bury everything else meanwhile.
 */
export function clockCases(strays: Understood["strays"], owners: Owners, dueAt: number): NewCase[] {
  const cases = new Map<string, NewCase>();
  for (const { account, message, stray } of strays) {
    const at = message.receivedAt as Instant;
    const owner = stray.step && owners.get(stepKey(stray.step));
    const device = stray.device ?? owner ?? null;
    const subject = `clock:${account.id}:${device ?? ""}:${businessDayOf(at)}`;
    if (cases.has(subject)) continue;
    const sender = device === null ? account.name : `${account.name} ${device}`;
    const told = { sender, told: stray.told, at, inboxId: message.id };
    cases.set(subject, clockCase({ accountId: account.id, subject, dueAt }, told));
  }
  return [...cases.values()];
}

/** A case about a sender's clock, whatever way its moment came. `inboxId`: the message, where one is kept. */
export function clockCase(
  to: Pick<NewCase, "accountId" | "subject" | "dueAt">,
  {
    sender,
    told,
    at,
    inboxId,
  }: { sender: string; told: Instant; at: Instant; inboxId: number | null },
): NewCase {
  return {
    ...to,
    code: "CLOCK_WRONG",
    orderId: null,
    fulfilmentId: null,
    storeId: null,
    cause: `${sender} 的时钟不准：${shanghaiClock(at)} 收到的时间是 ${shanghaiClock(told)}，已按到达时间处理，请校准时钟`,
    data: { told, at, ...(inboxId !== null && { inboxId }) },
    riskFen: 0,
  };
}

import type { Tx } from "@/db/client";
import { ownersOf } from "@/db/queries/channels/devices";
import type { CaseInsert } from "@/db/queries/orders/events";
import { shanghaiClock } from "@/server/domain/channels";
import { businessDayOf, type Instant } from "@/server/domain/kernel/instant";
import type { Understood } from "./messages/decode-batch";

/**
 * Clocks that told of moments that cannot be: one case per device and Shanghai day, so that a till with a dead battery is
 * seen, seen again the next day, and does not bury everything else meanwhile.
 */
export async function clockCases(
  tx: Tx,
  strays: Understood["strays"],
  dueAt: number,
): Promise<Omit<CaseInsert, "id">[]> {
  const owners = await ownersOfSteps(tx, strays);
  const cases = new Map<string, Omit<CaseInsert, "id">>();
  for (const { account, message, stray } of strays) {
    const at = message.receivedAt as Instant;
    const device = stray.device ?? owners.get(keyOf(stray.step)) ?? null;
    const subject = `clock:${account.id}:${device ?? ""}:${businessDayOf(at)}`;
    if (cases.has(subject)) continue;
    cases.set(
      subject,
      clockCase(
        { accountId: account.id, subject, dueAt },
        {
          sender: device === null ? account.name : `${account.name} ${device}`,
          told: stray.told,
          at,
          inboxId: message.id,
        },
      ),
    );
  }
  return [...cases.values()];
}

type Told = { sender: string; told: Instant; at: Instant; inboxId: number };

/** A case about a sender's clock, whatever way its moment came. */
export function clockCase(
  to: Pick<CaseInsert, "accountId" | "subject" | "dueAt">,
  { sender, told, at, inboxId }: Omit<Told, "inboxId"> & { inboxId: number | null },
): Omit<CaseInsert, "id"> {
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

const keyOf = (step: Understood["strays"][number]["stray"]["step"]): string =>
  step === null ? "" : `${step.kind}:${step.kind === "parcel" ? step.fulfilmentId : step.taskId}`;

/** The stores and riders that steps are of: who holds the device. */
async function ownersOfSteps(
  tx: Tx,
  strays: Understood["strays"],
): Promise<ReadonlyMap<string, string>> {
  const steps = strays.flatMap(({ stray }) => (stray.step ? [stray.step] : []));
  if (steps.length === 0) return new Map();
  const rows = await ownersOf(
    tx,
    steps.flatMap((step) => (step.kind === "parcel" ? [step.fulfilmentId] : [])),
    steps.flatMap((step) => (step.kind === "task" ? [step.taskId] : [])),
  );
  return new Map(rows.map((row) => [`${row.kind}:${row.id}`, row.code]));
}

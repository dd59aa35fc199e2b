import { inTransaction } from "@/db/client";
import type { Ping } from "@/db/queries/channels/devices";
import { openNewCases } from "@/db/queries/orders/events";
import type { Context } from "@/server/context";
import { type Account, heldPing } from "@/server/domain/channels";
import { clockCase } from "@/server/domain/intake";
import { businessDayOf, type Instant } from "@/server/domain/kernel/instant";

/** Phones whose wrong clock was told of by this process: a ping comes every few seconds. */
const TOLD_MAX = 10_000;

/** Positions with their moments held against arrival. A phone whose clock is wrong is a case, one per rider and day. */
export function clocksOfPings(
  context: Pick<Context, "db" | "ids" | "clock">,
): (pings: readonly Ping[], account: Account) => Promise<Ping[]> {
  const told = new Set<string>();
  return async (pings, account) => {
    const now = context.clock.now() as Instant;
    const wrong = new Map<string, Ping>();
    const held = pings.map((ping) => {
      const { at, isWrong } = heldPing(ping.at as Instant, now);
      const subject = `clock:${account.id}:${ping.riderCode}:${businessDayOf(now)}`;
      if (isWrong && !told.has(subject)) wrong.set(subject, ping);
      return { ...ping, at };
    });
    if (wrong.size > 0) await raise(context, account, wrong);
    if (told.size > TOLD_MAX) told.clear();
    for (const subject of wrong.keys()) told.add(subject);
    return held;
  };
}

async function raise(
  { db, ids, clock }: Pick<Context, "db" | "ids" | "clock">,
  account: Account,
  wrong: ReadonlyMap<string, Ping>,
): Promise<void> {
  const at = clock.now() as Instant;
  const cases = [...wrong].map(([subject, ping]) =>
    clockCase(
      { accountId: account.id, subject, dueAt: at + 30 * 60_000 },
      {
        sender: `${account.name} ${ping.riderCode}`,
        told: ping.at as Instant,
        at,
        inboxId: null,
      },
    ),
  );
  await inTransaction(db, (tx) => openNewCases(tx, ids, cases));
}

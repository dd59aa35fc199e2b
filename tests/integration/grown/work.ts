import { forgetKeys } from "@/db/log/body-keys";
import { markOfDeadLetters } from "@/db/log/dead-letters";
import { ensureGroup } from "@/db/log/inbox";
import { readTail, tailEnd } from "@/db/log/tail";
import { tendLogs } from "@/db/log/tend";
import { beat, takeLease, wakeForgotten } from "@/db/queries/cases/sweeps";
import { listParcelTasks, listRiderTasks } from "@/db/queries/channels/devices";
import { refreshLags } from "@/db/queries/channels/published";
import { refreshRates } from "@/db/queries/channels/publishing";
import { findWaitingFacts } from "@/db/queries/orders/facts";
import { closeMatched, findStoreless, findUnmatched } from "@/db/queries/orders/placeable";
import { findVerdicts } from "@/db/queries/orders/verdicts";
import { listScreens, listSessions } from "@/db/queries/people/people";
import { readLedgerFeed } from "@/db/queries/stock/ledger-feed";
import { forgetOld } from "@/db/queries/upkeep/forget";
import { findLongTransactions } from "@/db/queries/upkeep/horizon";
import type { Context } from "@/server/context";
import { availability } from "@/server/gateway/own/availability";
import { closeUnwanted } from "@/server/pipelines/close-unwanted";
import { consumeOnce } from "@/server/pipelines/consume";
import { assignRiders } from "@/server/pipelines/dispatch/assign-riders";
import { watchRiders } from "@/server/pipelines/dispatch/watch-riders";
import { INTAKE_GROUP, intakeBatch } from "@/server/pipelines/intake/intake-batch";
import { askRestocks } from "@/server/pipelines/inventory/ask-restock";
import { roundCheck } from "@/server/pipelines/inventory/check-stock";
import { takeReports } from "@/server/pipelines/inventory/counts/take-reports";
import { expireHolds } from "@/server/pipelines/inventory/holds/end-holds";
import { settleDebts } from "@/server/pipelines/inventory/settle-debts";
import { roundCompare } from "@/server/pipelines/publish/compare-shop";
import { planChanged } from "@/server/pipelines/publish/plan-figures";
import { planPrices } from "@/server/pipelines/publish/plan-prices";
import { askEverything, planPage } from "@/server/pipelines/publish/plan-round";
import { createSender } from "@/server/pipelines/publish/send-figures";
import { fetchDetails } from "@/server/pipelines/pull/fetch-details";
import { lookForLost } from "@/server/pipelines/pull/look-for-lost";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { takeKnown } from "@/server/pipelines/repair/take-known";
import { takeLateFacts } from "@/server/pipelines/track/take-late-facts";
import { takePayments } from "@/server/pipelines/track/take-payments";
import { watchAcceptance } from "@/server/pipelines/writeback/watch-acceptance";
import { writeBack } from "@/server/pipelines/writeback/write-back";
import { WallFeed } from "@/server/realtime/wall-feed";

type Work = (context: Context) => Promise<unknown>;

/** Places just before the end of the log, as readers have them. */
async function nearEnd({ db }: Context): Promise<{ xid: string; id: number }> {
  const [row] = await db<{ xid: string; id: number }[]>`
    select xid::text as xid, id - 300 as id from log_tails where name = 'publish'`;
  return row ?? (await tailEnd(db));
}

/** What each loop does by itself, by the loop's name. */
export const LOOPS: Readonly<Record<string, Work>> = {
  "intake-": async (context) => {
    await ensureGroup(context.db, INTAKE_GROUP);
    await consumeOnce(
      context,
      {
        ...{ group: INTAKE_GROUP, batch: 100, lanes: 16 },
        handle: (tx, messages) => intakeBatch(context, tx, messages),
      },
      0,
    );
  },
  fetch: fetchDetails,
  "write-back": writeBack,
  release: releaseParcels,
  "wake-forgotten": ({ db }) => wakeForgotten(db, 200),
  acceptance: watchAcceptance,
  dispatch: async (context) => {
    await context.db`update riders set online = true, ping_at = now() where id % 2 = 0`;
    await assignRiders(context);
  },
  "no-rider": (context) => watchRiders(context),
  shortages: settleShortages,
  "late-facts": async (context) => {
    await findWaitingFacts(context.db);
    await takePayments(context);
    await takeLateFacts(context);
  },
  "known-since": takeKnown,
  "look-for-lost": lookForLost,
  "tend-logs": async ({ db }) => {
    await tendLogs(db, 40);
    await forgetKeys(db, 40);
  },
  "forget-old": ({ db }) => forgetOld(db, 40),
  "unwanted-work": closeUnwanted,
  "long-transactions": ({ db }) => findLongTransactions(db, 5),
  "expire-holds": expireHolds,
  "stock-reports": takeReports,
  "stock-debts": settleDebts,
  "stock-sweep": (context) => roundCheck(context, 200)(),
  "plan-everything": async (context) => {
    await askEverything(context);
    await planPrices(context);
  },
  "plan-round": async (context) => {
    await askEverything(context);
    await planPage(context);
  },
  "plan-changed": planChanged,
  "tell-channels": async (context) => {
    const sender = createSender(context);
    await sender.tick();
    await sender.idle();
  },
  "compare-shops": (context) => roundCompare(context)().catch(() => 0),
  rates: ({ db }) =>
    db.begin(async (tx) => {
      await refreshRates(tx, 60);
      await refreshLags(tx, 5);
    }),
  restock: (context) => askRestocks(context, true),
  availability: async (context) => (await availability(context)).refresh(),
  "-beat": async ({ db }) => {
    await beat(db, { role: "web", holder: "here", startedAt: Date.now(), detail: {} });
    await takeLease(db, { name: "work", holder: "here", seconds: 5 });
  },
  visitors: async ({ db }) => {
    await listSessions(db, ["nobody"]);
    await listScreens(db, ["nothing"]);
  },
  hints: async (context) => readTail(context.db, await nearEnd(context), 5_000),
  "letter-hints": ({ db }) => markOfDeadLetters(db),
  wall: async (context) => new WallFeed(context).read(),
  "wall-slow": async (context) => new WallFeed(context).refresh(),
};

/** What devices and senders ask the door for, again and again. */
export const DOORS: Readonly<Record<string, Work>> = {
  "store-tasks": async (context) => listParcelTasks(context.db, await nearEnd(context), 200),
  "rider-tasks": async (context) => listRiderTasks(context.db, await nearEnd(context), 200),
  "ledger-feed": async (context) => {
    const { xid } = await nearEnd(context);
    await readLedgerFeed(context.db, { xid, seq: 0 }, 500);
  },
  repairs: ({ db }) =>
    db.begin(async (tx) => {
      await findStoreless(tx, 1, "nowhere");
      await findUnmatched(tx, 1, "nothing");
      const of = { code: "SKU_UNMATCHED", accountId: 1, externalCode: "nothing", orderIds: [1] };
      await closeMatched(tx, of, "u1");
    }),
  verdicts: ({ db }) => findVerdicts(db, [{ accountId: 1, externalNo: "G1" }]),
};

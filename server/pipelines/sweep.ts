import { inTransaction, type Tx } from "@/db/client";
import { isPassing } from "@/db/passing-errors";
import { closeCasesAbout, lockOrdersAbout, recountCases } from "@/db/queries/orders/events";
import { parkWork, wakeWork } from "@/db/queries/orders/parked";
import { present } from "@/server/domain/kernel/assert";
import { causeOf, handleApart } from "./apart";
import type { Deps } from "./deps";
import { raiseFailed } from "./raise-failed";

/** What a job's items are called where they rest. */
export type Named<T> = {
  job: string;
  /** Names the item in `parked_work` and in the case people see. */
  subjectOf: (item: T) => string;
  /** Whose case it is, where it is about an order or a store. */
  aboutOf?: (item: T) => { orderId?: number; storeId?: number };
};

/** What is looked for again and again, and done in one transaction. */
type Sweep<T> = Named<T> & {
  batch: number;
  /** What is due and does not rest. It claims nothing that a rolled back transaction would not give back. */
  find: (tx: Tx, limit: number) => Promise<T[]>;
  take: Take<T>;
};

/** @returns what was really done, not what had to be left as it is: only that has no case any more */
type Take<T> = (tx: Tx, items: T[]) => Promise<readonly T[]>;

const LOOK_MINUTES = 30;

/**
 * One round of a sweep. Items that fail together are taken in halves until the bad ones stand alone; these rest, longer each
 * time, as a case with the cause, and the others go on.
 *
 * @returns how many were done; 0 lets the job rest
 * @throws the database's own error when it is away or does not fit, or what the search itself throws
 */
export async function sweep<T>(deps: Deps, of: Sweep<T>): Promise<number> {
  let found = 0;
  try {
    return await inTransaction(deps.db, async (tx) => {
      const items = await of.find(tx, of.batch);
      found = items.length;
      if (found === 0) return 0;
      const done = await of.take(tx, items);
      await goOn(tx, of, done);
      return done.length;
    });
  } catch (error) {
    if (found === 0 || isPassing(error)) throw error;
    deps.log.warn({ job: of.job, cause: causeOf(error), size: found }, "sweep failed, halving");
    return await sweepApart(deps, of);
  }
}

async function sweepApart<T>(deps: Deps, of: Sweep<T>): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const items = await of.find(tx, of.batch);
    await takeApart(deps, tx, { of, items, take: of.take });
    return items.length;
  });
}

/**
 * Take these together, but for those that fail alone: they rest. Who was done has no case any more.
 *
 * @returns what was done
 */
export async function takeApart<T>(
  deps: Deps,
  tx: Tx,
  { of, items, take }: { of: Named<T>; items: readonly T[]; take: Take<T> },
): Promise<T[]> {
  const done = await handleApart(tx, items, {
    handle: async (inner, some) => {
      const taken = await take(inner, some);
      await goOn(inner, of, taken);
      return taken;
    },
    setAside: (inner, item, error) => park(deps, inner, { of, item, error }),
  });
  return done.flat();
}

const caseOf = (job: string, subject: string) => `${job}:${subject}`;

/** What failed before and was done now has no case any more. */
export async function goOn<T>(tx: Tx, of: Named<T>, items: readonly T[]): Promise<void> {
  const woken = await wakeWork(tx, of.job, [...new Set(items.map(of.subjectOf))]);
  const subjects = woken.map((subject) => caseOf(of.job, subject));
  await lockOrdersAbout(tx, "WORK_FAILED", subjects);
  await recountCases(
    tx,
    await closeCasesAbout(tx, { code: "WORK_FAILED", subjects, outcome: "后来成功" }),
  );
}

/** An item that failed alone rests, as a case with its cause. */
async function park<T>(
  deps: Deps,
  tx: Tx,
  { of, item, error }: { of: Named<T>; item: T; error: unknown },
): Promise<void> {
  const subject = of.subjectOf(item);
  const cause = causeOf(error);
  deps.log.error({ job: of.job, subject, cause }, "work put to rest");
  const tries = await parkWork(tx, { job: of.job, subject, cause });
  const { orderId = null, storeId = null } = of.aboutOf?.(item) ?? {};
  const [id] = await deps.ids.take(1);
  await raiseFailed(tx, {
    id: present(id, "case id"),
    code: "WORK_FAILED",
    subject: caseOf(of.job, subject),
    orderId,
    fulfilmentId: null,
    accountId: null,
    storeId,
    cause: `后台任务 ${of.job} 处理 ${subject} 失败：${cause.slice(0, 300)}`,
    data: { job: of.job, subject, tries },
    riskFen: 0,
    dueAt: deps.clock.now() + LOOK_MINUTES * 60_000,
  });
}

import type { KeptDay } from "@/db/log/tend";
import type { RefusalRow } from "@/db/queries/lists/channels";
import type { BeatRow, FailedWriteback, LaneRow, QueueRow } from "@/db/queries/lists/system";
import type { ParkedRow } from "@/db/queries/orders/parked";
import type { LongTransaction } from "@/db/queries/upkeep/horizon";
import { showId } from "@/server/domain/kernel/ids";
import type { FailingLoop } from "@/server/domain/live/failing-loop";
import { orderLabel } from "@/server/domain/orders/labels";

/** A role that has not been heard for this long is not there. */
const BEAT_MS_MAX = 10_000;

export type SystemRows = {
  lanes: LaneRow[];
  beats: BeatRow[];
  queues: QueueRow[];
  failed: FailedWriteback[];
  refusals: RefusalRow[];
  parked: ParkedRow[];
  transactions: LongTransaction[];
  keptDays: KeptDay[];
};

type GroupView = {
  name: string;
  waiting: number;
  oldestMs: number | null;
  lanes: { lane: number; position: string; waiting: number; ageMs: number | null }[];
};

/** @param now the moment the ages are counted to */
export function toSystem(rows: SystemRows, now: number) {
  return {
    groups: toGroups(rows.lanes, now),
    beats: rows.beats.map((beat) => ({
      role: beat.role,
      holder: beat.holder,
      startedAt: beat.startedAt,
      ageMs: Math.max(0, now - beat.beatAt),
      isAlive: now - beat.beatAt < BEAT_MS_MAX,
      detail: Object.entries(beat.detail)
        .filter(([key]) => key !== "failing")
        .map(([key, value]) => ({ key, value: String(value) })),
    })),
    troubles: toTroubles(rows, now),
    queues: rows.queues.map(({ oldestAt, ...queue }) => ({
      ...queue,
      oldestMs: oldestAt === null ? null : Math.max(0, now - oldestAt),
    })),
    failed: rows.failed.map((w) => ({
      id: w.id,
      orderId: showId("order", w.orderId),
      label: orderLabel(w.channel, w.daySeq, w.externalNo),
      kind: w.kind,
      attempts: w.attempts,
      answer: w.answer,
      createdAt: w.createdAt,
    })),
    refusals: rows.refusals,
  };
}

function toGroups(lanes: readonly LaneRow[], now: number): GroupView[] {
  const names = [...new Set(lanes.map((lane) => lane.groupName))];
  return names.map((name) => {
    const mine = lanes.filter((lane) => lane.groupName === name);
    const ages = mine.flatMap((lane) => (lane.oldestAt === null ? [] : [now - lane.oldestAt]));
    return {
      name,
      waiting: mine.reduce((sum, lane) => sum + lane.waiting, 0),
      oldestMs: ages.length === 0 ? null : Math.max(0, ...ages),
      lanes: mine.map((lane) => ({
        lane: lane.lane,
        position: lane.positionId === 0 ? "" : showId("message", lane.positionId),
        waiting: lane.waiting,
        ageMs: lane.oldestAt === null ? null : Math.max(0, now - lane.oldestAt),
      })),
    };
  });
}

/** What goes wrong behind the scenes, in one list: work that fails, transactions nobody ends, days that cannot go. */
type Trouble = {
  kind: "loop" | "parked" | "transaction" | "stranger" | "prepared" | "day";
  what: string;
  cause: string;
  ageMs: number;
};

function toTroubles(rows: SystemRows, now: number): Trouble[] {
  const loops = rows.beats
    .filter((beat) => now - beat.beatAt < BEAT_MS_MAX)
    .flatMap((beat) => failingOf(beat))
    .map((loop): Trouble => {
      const { name, faults, cause, since } = loop;
      return { kind: "loop", what: `${name} ×${faults}`, cause, ageMs: Math.max(0, now - since) };
    });
  const parked = rows.parked.map(({ job, subject, tries, cause, parkedAt }): Trouble => {
    const ageMs = Math.max(0, now - parkedAt);
    return { kind: "parked", what: `${job} ${subject} ×${tries}`, cause, ageMs };
  });
  const open = rows.transactions.map((t): Trouble => {
    if (t.gid !== null) return preparedOf(t.gid, t);
    const what = `${t.application || "?"} (pid ${t.pid}, ${t.user}, ${t.database})`;
    const kind = t.isOurs ? "transaction" : "stranger";
    return { kind, what, cause: `${t.state}: ${t.query}`, ageMs: t.seconds * 1_000 };
  });
  const days = rows.keptDays.map(({ log, day, why, since }): Trouble => {
    return { kind: "day", what: `${log} ${day}`, cause: why, ageMs: Math.max(0, now - since) };
  });
  return [...open, ...loops, ...parked, ...days];
}

/** It ends by its name only, and only from inside its own database. */
function preparedOf(gid: string, { user, database, seconds }: LongTransaction): Trouble {
  const cause = `${database}: commit prepared / rollback prepared '${gid.replaceAll("'", "''")}'`;
  return { kind: "prepared", what: `${gid} (${user}, ${database})`, cause, ageMs: seconds * 1_000 };
}

const isFailing = (row: unknown): row is FailingLoop =>
  typeof row === "object" && row !== null && "name" in row && "cause" in row;

const failingOf = ({ detail }: BeatRow): FailingLoop[] =>
  Array.isArray(detail.failing) ? detail.failing.filter(isFailing) : [];

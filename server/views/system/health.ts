import type { RefusalRow } from "@/db/queries/lists/channels";
import type { BeatRow, FailedWriteback, LaneRow, QueueRow } from "@/db/queries/lists/system";
import { showId } from "@/server/domain/kernel/ids";
import { orderLabel } from "@/server/domain/orders/labels";

/** A role that has not been heard for this long is not there. */
export const BEAT_MS_MAX = 10_000;

export type SystemRows = {
  lanes: LaneRow[];
  beats: BeatRow[];
  queues: QueueRow[];
  failed: FailedWriteback[];
  refusals: RefusalRow[];
};

export type GroupView = {
  name: string;
  waiting: number;
  oldestMs: number | null;
  lanes: { lane: number; position: string; waiting: number; ageMs: number | null }[];
};

export type SystemView = ReturnType<typeof toSystem>;

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
      detail: Object.entries(beat.detail).map(([key, value]) => ({ key, value: String(value) })),
    })),
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

import { draftCase, type NewCase } from "../../exceptions";
import type { Instant } from "../../kernel/instant";
import { type Cellish, cellSubject } from "../cell";

/** What a cell's row says that is the sum of something else. */
export type DriftField =
  | "reserved"
  | "picked"
  | "onHand"
  | "quarantine"
  | "inTransit"
  | "dedicated";

/** A cell whose row says something else than what it is the sum of. Base units. */
export type Drift = Cellish & { fields: { field: DriftField; books: number; truth: number }[] };

const WORDS: Record<DriftField, string> = {
  reserved: "预占",
  picked: "已拣",
  onHand: "实物",
  quarantine: "隔离",
  inTransit: "在途",
  dedicated: "渠道独占",
};

/** In the order in which they are told. */
export const DRIFT_FIELDS = Object.keys(WORDS) as readonly DriftField[];

const LOOK_MINUTES = 30;

/** What a case of a drift says, one sentence for people. Two that say the same are one difference. */
export const driftCause = (drift: Drift): string =>
  `库存不平：${drift.fields
    .map((f) => `${WORDS[f.field]}账面 ${f.books}，应为 ${f.truth}`)
    .join("；")}`;

/** The case of a drift, with what a person may accept as its proposal. */
export const driftCase = (drift: Drift, now: Instant): NewCase =>
  draftCase({
    code: "STOCK_DRIFT",
    subject: cellSubject(drift),
    storeId: drift.storeId,
    cause: driftCause(drift),
    data: { ...drift },
    dueAt: now + LOOK_MINUTES * 60_000,
  });

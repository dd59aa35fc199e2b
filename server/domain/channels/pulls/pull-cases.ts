import { draftCase, type NewCase } from "../../exceptions";
import type { Instant } from "../../kernel/instant";
import type { Pull } from "./judge-pull";

const LOOK_MINUTES = 30;
type Named = Pick<Pull, "accountId" | "externalNo">;

/** A refund that a platform announced and never showed: somebody has to look there. */
export const missingRefundCase = (
  { accountId, externalNo }: Named,
  refundId: string,
  now: Instant,
): NewCase =>
  draftCase({
    code: "MONEY_DRIFT",
    subject: `refund:${accountId}:${refundId}`,
    accountId,
    cause: `平台单 ${externalNo} 的退款 ${refundId} 已成功，但平台明细里查不到，未入账`,
    data: { externalNo, refundId },
    dueAt: now + LOOK_MINUTES * 60_000,
  });

/** A platform told us of an order and does not know it. `why` in its own words. */
export const lostOrderCase = (
  { accountId, externalNo }: Named,
  why: string,
  now: Instant,
): NewCase =>
  draftCase({
    code: "INGEST_FAILED",
    subject: `pull:${accountId}:${externalNo}`,
    accountId,
    cause: `平台单 ${externalNo} 拉取不到：${why}`,
    data: { externalNo },
    dueAt: now + LOOK_MINUTES * 60_000,
  });

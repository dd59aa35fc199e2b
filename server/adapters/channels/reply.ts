import { timingSafeEqual } from "node:crypto";
import { type Result, refuse } from "@/server/domain/kernel/result";
import type { Reply, VerifyRefusal } from "@/server/ports/channel";

export const jsonReply = (status: number, body: unknown): Reply => ({
  status,
  contentType: "application/json; charset=utf-8",
  body: JSON.stringify(body),
});

export function refusal(
  code: VerifyRefusal["code"],
  source: string,
  reply: Reply,
): Result<never, VerifyRefusal> {
  return refuse({ code, source: source.slice(0, 64) || "unknown", reply });
}

/** Compare two signatures without telling by the time taken how much of them agreed. */
export function sameSignature(given: string, right: string): boolean {
  const a = Buffer.from(given, "utf8");
  const b = Buffer.from(right, "utf8");
  return a.length === b.length && timingSafeEqual(a, b);
}

export const isStale = (seconds: number, nowMs: number, skewSeconds: number): boolean =>
  !Number.isFinite(seconds) || Math.abs(nowMs / 1000 - seconds) > skewSeconds;

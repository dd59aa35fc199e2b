import type { FailureKind } from "../failure";

const WORDS: Record<FailureKind, string> = {
  timeout: "渠道没有按时应答",
  limited: "渠道限流",
  unavailable: "渠道暂时不可用",
  unauthorised: "渠道不认签名",
  rejected: "渠道拒收",
  malformed: "渠道应答无法读懂",
  unclear: "渠道拒绝，原因未知",
};

/** How long what a channel refused is left alone, ms. */
export const REFUSED_MS = 60_000;

type Judged = {
  /** One sentence for people. */
  fault: string;
  /** It asked us to go slower: the whole account waits, longer each time. */
  isTooFast: boolean;
  /** It may be in force, or may yet be. */
  wasSent: boolean;
  /** When its numbers are due again, ms; null as soon as the account may be called again. */
  afterMs: number | null;
};

/**
 * What a call that failed as a whole means for the numbers it told.
 *
 * @param kind null for a fault of our own
 */
export function judgeFailure(kind: FailureKind | null, cause: string): Judged {
  const fault = `${kind === null ? "内部错误" : WORDS[kind]}（${cause}）`;
  // Refused before it was looked at: nothing of it is in force.
  if (kind === "limited") return { fault, isTooFast: true, wasSent: false, afterMs: null };
  if (kind === "rejected" || kind === "unauthorised")
    return { fault, isTooFast: false, wasSent: false, afterMs: REFUSED_MS };
  // No answer, or one nobody can read.
  return { fault, isTooFast: false, wasSent: true, afterMs: null };
}

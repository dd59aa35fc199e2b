/**
 * How a call to a platform failed. `rejected` is only what is known to be final: a code nobody has told us about is `unclear`.
 */
export type FailureKind =
  | "timeout"
  | "limited"
  | "unavailable"
  | "unauthorised"
  | "rejected"
  | "malformed"
  | "unclear";

const PASSING: Record<FailureKind, boolean> = {
  timeout: true,
  limited: true,
  unavailable: true,
  // A key that is being changed, a proxy's page in place of an answer: they pass.
  unauthorised: true,
  rejected: false,
  malformed: true,
  unclear: true,
};

/** Whether trying the same call again can help. */
export const canPass = (kind: FailureKind): boolean => PASSING[kind];

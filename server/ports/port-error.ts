/**
 * Something outside failed. `kind` says what it was; `isTransient` whether trying again can help. `rejected` is only what is
 * known to be final: a code nobody has told us about is `unclear`.
 */
export type PortErrorKind =
  | "timeout"
  | "limited"
  | "unavailable"
  | "unauthorised"
  | "rejected"
  | "malformed"
  | "unclear";

export class PortError extends Error {
  override readonly name = "PortError";
  constructor(
    readonly kind: PortErrorKind,
    message: string,
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
  }
}

const TRANSIENT: Record<PortErrorKind, boolean> = {
  timeout: true,
  limited: true,
  unavailable: true,
  // A key that is being changed, a proxy's page in place of an answer: they pass.
  unauthorised: true,
  rejected: false,
  malformed: true,
  unclear: true,
};

export function isTransient(kind: PortErrorKind): boolean {
  return TRANSIENT[kind];
}

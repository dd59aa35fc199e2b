/** Something outside failed. `kind` says what it was; `isTransient` whether trying again can help. */
export type PortErrorKind =
  | "timeout"
  | "limited"
  | "unavailable"
  | "unauthorised"
  | "rejected"
  | "malformed";

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
  unauthorised: false,
  rejected: false,
  malformed: false,
};

export function isTransient(kind: PortErrorKind): boolean {
  return TRANSIENT[kind];
}

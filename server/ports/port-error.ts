import type { FailureKind } from "../domain/channels/failure";

/** Something outside failed. `kind` says what it was. */
export class PortError extends Error {
  override readonly name = "PortError";
  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
  }
}

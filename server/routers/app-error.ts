/** An expected refusal on its way to a person: its message is shown, its detail travels as `data.refusal`. */
export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: "NOT_FOUND" | "BAD_REQUEST" | "FORBIDDEN" | "CONFLICT",
    message: string,
    readonly detail: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

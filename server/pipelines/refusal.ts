/** A verb's expected "no" to a person, with a code to search for. The door shows its message. */
export class AppRefusal extends Error {
  override readonly name = "AppRefusal";
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

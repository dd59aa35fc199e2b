import type { DeadLetter, DeadLetterBody } from "@/db/log/dead-letters";
import { showId } from "@/server/domain/kernel/ids";

export type DeadLetterView = Omit<DeadLetter, "id"> & { id: string };
type DeadLetterPage = { rows: DeadLetterView[]; next: string | null };

export function toDeadLetterPage(rows: readonly DeadLetter[], size: number): DeadLetterPage {
  const views = rows.slice(0, size).map((row) => ({ ...row, id: showId("deadLetter", row.id) }));
  return { rows: views, next: rows.length > size ? (views.at(-1)?.id ?? null) : null };
}

/** A message as text. Bytes that are no text are said to be none, and must not be edited. */
export function toDeadLetterBody(letter: DeadLetterBody & { cause: string; code: string }) {
  const { id, body, ...rest } = letter;
  const text = readUtf8(body);
  return { ...rest, id: showId("deadLetter", id), text: text ?? "", isText: text !== null };
}

function readUtf8(body: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return null;
  }
}

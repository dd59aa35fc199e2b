import type { Reply } from "@/server/ports/channel";

/** An answer of our own contract. */
export const jsonReply = (status: number, body: unknown): Reply => ({
  status,
  contentType: "application/json; charset=utf-8",
  body: JSON.stringify(body),
});

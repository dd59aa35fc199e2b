import { createHash, randomBytes, randomUUID } from "node:crypto";

/** 24 hex characters, used once. */
export function freshNonce(): string {
  return randomBytes(12).toString("hex");
}

/** 饿了么's ticket: an upper-case UUID, new for every call. */
export function freshTicket(): string {
  return randomUUID().toUpperCase();
}

/** The id of an event of an order: the same however often it is sent, and in every run that repeats it. */
export function eventIdOf(externalNo: string, event: string): string {
  const hex = createHash("md5").update(`${externalNo} ${event}`).digest("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join("-");
}

import { civilFromDays } from "@/server/domain/kernel/instant";

const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** `2026-01-01 08:00:00`, Shanghai. */
export function shanghaiText(atMs: number): string {
  const local = atMs + OFFSET_MS;
  const days = Math.floor(local / DAY_MS);
  const seconds = Math.floor((local - days * DAY_MS) / 1_000);
  const two = (n: number): string => String(n).padStart(2, "0");
  const clock = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${civilFromDays(days)} ${clock.map(two).join(":")}`;
}

/** `2026-01-01T08:00:00+08:00` */
export function shanghaiIso(atMs: number): string {
  return `${shanghaiText(atMs).replace(" ", "T")}+08:00`;
}

export function seconds(atMs: number): number {
  return Math.floor(atMs / 1_000);
}

import type { Account } from "@/server/domain/channels";
import type { WallData } from "@/server/domain/live/wall";
import { CHANNEL_NAMES, DEVICES } from "@/server/domain/orders/labels";

/**
 * The channels a wall has a row for: those with an account that is on, in the order people know them; then those we have
 * no name for, by their account's.
 */
export function wallChannels(accounts: readonly Account[]): WallData["city"]["channels"] {
  const on = new Map<string, string>();
  for (const { channel, enabled, name } of accounts)
    if (enabled && !DEVICES.has(channel) && !on.has(channel)) on.set(channel, name);
  const known = Object.keys(CHANNEL_NAMES).filter((code) => on.has(code));
  const others = [...on.keys()].filter((code) => !(code in CHANNEL_NAMES)).sort();
  return [...known, ...others].map((code) => ({
    code,
    name: CHANNEL_NAMES[code] ?? on.get(code) ?? code,
  }));
}

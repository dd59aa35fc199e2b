import { bigint, customType, timestamp } from "drizzle-orm/pg-core";

/** Ids and money: safe integers, so a JavaScript number carries them. */
export const int8 = (name: string) => bigint(name, { mode: "number" });
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
export const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });
/** A full transaction id that never wraps: what readers of a log order by. */
export const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });

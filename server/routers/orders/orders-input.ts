import { z } from "zod";
import { ORDER_FLAGS } from "@/db/queries/lists/order-filter";
import { PHASES } from "@/server/domain/orders/phase";
import { GROUPS } from "@/server/views/orders/phase-tabs";

const fen = z.number().int().min(0).max(1_000_000_000).nullable();

/** What the order list is asked; the same words as in its address. */
export const Question = z.object({
  range: z.string().max(24),
  group: z.enum(GROUPS).nullable(),
  phases: z.array(z.enum(PHASES)).max(PHASES.length),
  channels: z.array(z.string().max(32)).max(32),
  storeId: z.number().int().positive().nullable(),
  minFen: fen,
  maxFen: fen,
  flags: z.array(z.enum(ORDER_FLAGS)).max(ORDER_FLAGS.length),
  search: z.string().max(100),
});

export const Place = z.object({ place: z.string().max(40), towards: z.enum(["older", "newer"]) });

import type { Outputs } from "@/components/data/trpc";

/** One channel account: how it keeps up, and its promise rule. */
export type SyncAccount = Outputs["stockSync"]["accounts"][number];

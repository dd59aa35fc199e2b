import type { Outputs } from "@/components/data/trpc";

export type Health = Outputs["system"]["health"];

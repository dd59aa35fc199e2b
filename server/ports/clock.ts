import type { Instant } from "../domain/kernel/instant";

export type Clock = { now: () => Instant };

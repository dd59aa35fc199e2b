/** A job whose last rounds have all failed. */
export type FailingLoop = { name: string; faults: number; cause: string; since: number };

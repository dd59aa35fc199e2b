import { randomUUID } from "node:crypto";
import { beat } from "@/db/queries/cases/sweeps";
import type { Context } from "../context";
import { type Loop, startLoop } from "./loop";

const EVERY_MS = 2_000;

/**
 * Signs of life of this process in a role, with what it is at. A row each: several machines do not speak over each other.
 *
 * @param work done before each beat; while it fails there is none
 */
export function startBeat(
  context: Context,
  role: string,
  {
    detail,
    work = async () => undefined,
  }: { detail: () => Record<string, unknown>; work?: () => Promise<void> },
): Loop {
  const holder = randomUUID();
  const startedAt = context.clock.now();
  return startLoop(`${role}-beat`, context, {
    restMs: EVERY_MS,
    work: async () => {
      await work();
      const failing = context.loops.failing();
      const told = { ...detail(), pid: process.pid, failing };
      await beat(context.db, { role, holder, startedAt, detail: told });
      return 0;
    },
  });
}

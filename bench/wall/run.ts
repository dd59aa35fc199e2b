import type { BenchOptions } from "../options";

export async function runWall(_options: BenchOptions): Promise<Record<string, unknown>> {
  throw new Error("not built yet");
}

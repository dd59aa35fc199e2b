import type { WallRider } from "@/server/domain/live/wall";
import type { Projection, Spot } from "./projection";

export type RiderKind = "busy" | "idle" | "ghost";
export type RiderSpot = Spot & { kind: RiderKind };

const GHOST_AFTER_SECONDS = 60;
/** A little longer than the second between two readings, so that a dot never waits for the next. */
const GLIDE_MS = 1_150;
/** About two kilometres: farther is a corrected position, not a ride. */
const JUMP_E6 = 20_000;

type Track = {
  from: [number, number];
  to: [number, number];
  sinceMs: number;
  isBusy: boolean;
  pingSeconds: number;
};

/** Riders glide from where they are drawn to where they were last seen. */
export class RiderMotion {
  #tracks = new Map<number, Track>();

  update(riders: readonly WallRider[], nowMs: number): void {
    const next = new Map<number, Track>();
    for (const [id, lngE6, latE6, busy, pingSeconds] of riders) {
      const held = this.#tracks.get(id);
      const to: [number, number] = [lngE6, latE6];
      const here = held ? along(held, nowMs) : to;
      const isJump = Math.abs(here[0] - lngE6) + Math.abs(here[1] - latE6) > JUMP_E6;
      const from = isJump ? to : here;
      next.set(id, { from, to, sinceMs: nowMs, isBusy: busy === 1, pingSeconds });
    }
    this.#tracks = next;
  }

  spots(project: Projection, nowMs: number): RiderSpot[] {
    return [...this.#tracks.values()].map((track) => {
      const [lngE6, latE6] = along(track, nowMs);
      const silentSeconds = track.pingSeconds + (nowMs - track.sinceMs) / 1_000;
      const kind = silentSeconds > GHOST_AFTER_SECONDS ? "ghost" : track.isBusy ? "busy" : "idle";
      return { ...project(lngE6 / 1e6, latE6 / 1e6), kind };
    });
  }
}

function along({ from, to, sinceMs }: Track, nowMs: number): [number, number] {
  const share = Math.min(1, Math.max(0, (nowMs - sinceMs) / GLIDE_MS));
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

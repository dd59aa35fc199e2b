import {
  applyWallDelta,
  type WallData,
  type WallDelta,
  type WallSnapshot,
} from "@/server/domain/live/wall";
import { clockAheadOf } from "./freshness";
import { keepSame } from "./keep-same";

type Connection = "connecting" | "open" | "denied";

/** What a screen needs to know beside the figures; replaced, never changed in place. */
export type WallLink = {
  connection: Connection;
  /** Server moment of the figures; null before the first snapshot. */
  ts: number | null;
  clockAheadMs: number;
  build: string | null;
  metricsVersion: string | null;
};

/**
 * The one holder of live figures on a page.
 * Sections keep their identity while unchanged, so a tile subscribed to one renders only for it.
 */
export class WallStore {
  #snapshot: WallSnapshot | null = null;
  #link: WallLink = {
    connection: "connecting",
    ts: null,
    clockAheadMs: 0,
    build: null,
    metricsVersion: null,
  };
  #smallestDifferenceMs = Number.POSITIVE_INFINITY;
  readonly #listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = (): WallSnapshot | null => this.#snapshot;
  data = (): WallData | null => this.#snapshot?.data ?? null;
  link = (): WallLink => this.#link;

  setConnection(connection: Connection): void {
    if (this.#link.connection === connection) return;
    this.#link = { ...this.#link, connection };
    this.#tell();
  }

  /** A message measured its own delay; called on arrival, before it waits for a frame. */
  noteArrival(ts: number, nowMs: number): void {
    this.#smallestDifferenceMs = Math.min(this.#smallestDifferenceMs, nowMs - ts);
  }

  /** A snapshot starts the estimate anew, so a clock that was set meanwhile is noticed. */
  forgetClock(): void {
    this.#smallestDifferenceMs = Number.POSITIVE_INFINITY;
  }

  replace(snapshot: WallSnapshot): void {
    const data = keepSame(this.#snapshot?.data, snapshot.data);
    this.#accept({ ...snapshot, data });
    this.#tell();
  }

  /**
   * Apply deltas in the order they came.
   *
   * @returns false when one is missing or another epoch began; those before it are applied
   */
  apply(deltas: WallDelta[]): boolean {
    let current = this.#snapshot;
    if (!current) return false;
    let isWhole = true;
    for (const delta of deltas) {
      const applied = applyWallDelta(current, this.#sharing(current, delta));
      if (!applied.ok) {
        isWhole = false;
        break;
      }
      current = applied.snapshot;
    }
    if (current !== this.#snapshot) {
      this.#accept(current);
      this.#tell();
    }
    return isWhole;
  }

  #sharing(current: WallSnapshot, delta: WallDelta): WallDelta {
    const set: Partial<WallData> = {};
    for (const key of Object.keys(delta.set) as (keyof WallData)[]) {
      Object.assign(set, { [key]: keepSame(current.data[key], delta.set[key]) });
    }
    return { ...delta, set };
  }

  #accept(snapshot: WallSnapshot): void {
    this.#snapshot = snapshot;
    this.#link = {
      connection: "open",
      ts: snapshot.ts,
      clockAheadMs: clockAheadOf(this.#smallestDifferenceMs),
      build: snapshot.build,
      metricsVersion: snapshot.metricsVersion,
    };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

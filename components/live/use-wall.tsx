"use client";

import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useState,
  useSyncExternalStore,
} from "react";
import type { WallData } from "@/server/domain/live/wall";
import { type Freshness, freshnessOf } from "./freshness";
import { connectWall } from "./wall-socket";
import { type WallLink, WallStore } from "./wall-store";

const WallContext = createContext<WallStore | null>(null);

export function WallProvider({ children }: { children: ReactNode }) {
  const [store] = useState(() => new WallStore());
  useEffect(() => connectWall(store), [store]);
  return <WallContext value={store}>{children}</WallContext>;
}

function useStore(): WallStore {
  const store = use(WallContext);
  if (!store) throw new Error("the wall's figures are read outside WallProvider");
  return store;
}

/**
 * One part of the figures; renders again only when that part changed.
 * Used below the gate that waits for the first snapshot, hence never null.
 */
export function useWall<T>(select: (data: WallData) => T): T {
  const store = useStore();
  const read = () => {
    const data = store.data();
    if (!data) throw new Error("the wall's figures are read before the first snapshot");
    return select(data);
  };
  return useSyncExternalStore(store.subscribe, read, read);
}

export function useHasFigures(): boolean {
  const store = useStore();
  return useSyncExternalStore(
    store.subscribe,
    () => store.data() !== null,
    () => false,
  );
}

export function useWallLink(): WallLink {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, store.link, store.link);
}

/** Age of the figures now, by the server's clock; null before the first snapshot. */
export function ageOf(link: WallLink, nowMs: number): number | null {
  return link.ts === null ? null : Math.max(0, nowMs - link.clockAheadMs - link.ts);
}

const WATCH_EVERY_MS = 250;

/** Changes only when the state does, so the page is not rendered four times a second. */
export function useFreshness(): Freshness {
  const store = useStore();
  const [freshness, setFreshness] = useState<Freshness>("connecting");
  useEffect(() => {
    const look = () => {
      const link = store.link();
      const ageMs = ageOf(link, Date.now());
      if (link.connection === "denied") setFreshness("denied");
      else setFreshness(ageMs === null ? "connecting" : freshnessOf(ageMs));
    };
    const timer = window.setInterval(look, WATCH_EVERY_MS);
    const leave = store.subscribe(look);
    look();
    return () => {
      window.clearInterval(timer);
      leave();
    };
  }, [store]);
  return freshness;
}

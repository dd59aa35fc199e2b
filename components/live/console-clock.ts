"use client";

import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let second = 0;
let timer: number | null = null;

function tick(): void {
  second = Math.floor(Date.now() / 1_000) * 1_000;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(tick, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    window.clearInterval(timer);
    timer = null;
  };
}

const read = (): number => {
  if (second === 0) second = Math.floor(Date.now() / 1_000) * 1_000;
  return second;
};

/** The whole second it is now: one timer for every countdown on the page. */
export const useClock = (): number => useSyncExternalStore(subscribe, read, read);

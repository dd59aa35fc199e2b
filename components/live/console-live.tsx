"use client";

import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { ConsoleHints, type Hint, type LinkState } from "./console-hints";

const RETURN_JITTER_MS = 2_000;

const Hints = createContext<ConsoleHints | null>(null);

/** One socket for all pages. When it comes back, what is on screen is asked again once, not by everybody at once. */
export function ConsoleLive({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [hints] = useState(() => new ConsoleHints());
  useEffect(() => {
    let timer: number | null = null;
    hints.onReturn = () => {
      if (timer !== null) return;
      timer = window.setTimeout(() => {
        timer = null;
        client.invalidateQueries({ refetchType: "active" });
      }, Math.random() * RETURN_JITTER_MS);
    };
    const close = hints.open();
    return () => {
      if (timer !== null) window.clearTimeout(timer);
      close();
    };
  }, [client, hints]);
  return <Hints value={hints}>{children}</Hints>;
}

function useHints(): ConsoleHints {
  const hints = useContext(Hints);
  if (!hints) throw new Error("hints are heard inside ConsoleLive only");
  return hints;
}

const atStart = (): LinkState => "connecting";

export function useLinkState(): LinkState {
  const hints = useHints();
  return useSyncExternalStore(hints.watch, hints.state, atStart);
}

/**
 * Call back when something in a room changed, at most once in a while; the last change is never lost.
 *
 * @param room null hears nothing
 */
export function useHint(room: string | null, onHint: (hint: Hint) => void, everyMs = 1_000): void {
  const hints = useHints();
  const latest = useRef(onHint);
  useEffect(() => {
    latest.current = onHint;
  }, [onHint]);
  useEffect(() => {
    if (room === null) return;
    let timer: number | null = null;
    let lastMs = Number.NEGATIVE_INFINITY;
    const leave = hints.join(room, (hint) => {
      if (timer !== null) return;
      const wait = Math.max(0, lastMs + everyMs - performance.now());
      timer = window.setTimeout(() => {
        timer = null;
        lastMs = performance.now();
        latest.current(hint);
      }, wait);
    });
    return () => {
      leave();
      if (timer !== null) window.clearTimeout(timer);
    };
  }, [hints, room, everyMs]);
}

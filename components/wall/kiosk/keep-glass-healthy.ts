import { useEffect, useState } from "react";

const STEP_EVERY_MS = 60_000;
const STEPS = 16;
const RADIUS_U = 6;

/** Where the whole picture stands at a step: a slow circle, so that no edge burns in. */
export function orbitAt(step: number): { xU: number; yU: number } {
  const angle = (2 * Math.PI * (step % STEPS)) / STEPS;
  return { xU: Math.round(RADIUS_U * Math.sin(angle)), yU: Math.round(RADIUS_U * Math.cos(angle)) };
}

/** @returns a CSS transform; none until the first minute has passed or when motion is unwelcome */
export function useOrbit(): string | undefined {
  const [step, setStep] = useState<number | null>(null);
  useEffect(() => {
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const timer = window.setInterval(() => setStep((held) => (held ?? -1) + 1), STEP_EVERY_MS);
    return () => window.clearInterval(timer);
  }, []);
  if (step === null) return undefined;
  const { xU, yU } = orbitAt(step);
  return `translate(calc(${xU} * var(--u)), calc(${yU} * var(--u)))`;
}

/** Keep the display awake; the lock is lost whenever the page is hidden and must be taken again. */
export function useWakeLock(): void {
  useEffect(() => {
    if (!("wakeLock" in navigator)) return;
    let held: WakeLockSentinel | null = null;
    let isGone = false;
    const take = async () => {
      if (document.visibilityState !== "visible") return;
      // Refused on battery saving or an insecure page: the screen then follows the system.
      held = await navigator.wakeLock.request("screen").catch(() => null);
      if (isGone) void held?.release();
    };
    void take();
    document.addEventListener("visibilitychange", take);
    return () => {
      isGone = true;
      document.removeEventListener("visibilitychange", take);
      void held?.release();
    };
  }, []);
}

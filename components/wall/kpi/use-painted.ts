import { useLayoutEffect } from "react";

/**
 * Tell whoever measures that a number reached the glass.
 * The frame after a commit begins when the frame with the number has been handed to the compositor.
 */
export function usePainted(ordersToday: number): void {
  useLayoutEffect(() => {
    const frame = requestAnimationFrame(() => {
      const at = performance.timeOrigin + performance.now();
      window.dispatchEvent(new CustomEvent("wall:painted", { detail: { ordersToday, at } }));
    });
    return () => cancelAnimationFrame(frame);
  }, [ordersToday]);
}

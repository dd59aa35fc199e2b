/** Simulated time runs `speed` times as fast as the wall's; stamps on the wire are always the wall's. */
export type WorldClock = { speed: number; wallMs(): number; simMs(): number };

export function worldClock(speed: number, wallMs: () => number): WorldClock {
  const startMs = wallMs();
  return { speed, wallMs, simMs: () => startMs + (wallMs() - startMs) * speed };
}

"use client";

import { useWord } from "@/components/console/use-word";
import type { Tone } from "@/components/ui/classes";
import { StatusChip } from "@/components/ui/status-chip";
import type { Phase } from "@/server/domain/orders/phase";

const TONES: Record<Phase, Tone> = {
  to_pay: "neutral",
  to_accept: "warn",
  to_review: "warn",
  to_release: "info",
  waiting_merge: "info",
  to_pick: "info",
  picking: "info",
  ready: "info",
  delivering: "info",
  held: "warn",
  changing: "warn",
  short: "crit",
  delivery_problem: "crit",
  returning: "warn",
  done: "ok",
  cancelled: "neutral",
  closed: "neutral",
  refunded: "neutral",
};

export function PhaseChip({ phase }: { phase: Phase }) {
  const word = useWord();
  return <StatusChip tone={TONES[phase]}>{word("phase", phase)}</StatusChip>;
}

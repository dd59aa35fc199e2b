import { useTranslations } from "use-intl";
import type { WallState } from "@/server/domain/live/wall";

/** Shape and colour together, so that a state is also read without colour. Shapes mean nothing else. */
const shapes: Record<WallState, { path: string; className: string }> = {
  normal: { path: "M10 1.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17z", className: "fill-ok" },
  pending: {
    path: "M10 1.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17zM10 4a6 6 0 0 1 0 12z",
    className: "fill-warn [fill-rule:evenodd]",
  },
  p2: { path: "M10 1.5L19.5 18.5H.5z", className: "fill-warn" },
  p1: { path: "M1.5 1.5H18.5V18.5H1.5z", className: "fill-crit" },
  nodata: {
    path: "M10 1.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17zM10 4a6 6 0 1 1 0 12a6 6 0 1 1 0-12zM15 3.4L16.6 5L5 16.6L3.4 15z",
    className: "fill-nodata [fill-rule:evenodd]",
  },
};

type Props = { state: WallState; isMuted?: boolean };

export function StateMark({ state, isMuted = false }: Props) {
  const t = useTranslations("wall.state");
  const { path, className } = shapes[state];
  return (
    <svg
      viewBox="0 0 20 20"
      role="img"
      aria-label={t(state)}
      className={`inline-block size-[0.78em] shrink-0 ${isMuted ? "fill-text-3" : className}`}
    >
      <path d={path} />
    </svg>
  );
}

/** The colour of a figure in a state; calm figures stay plain. */
export const toneOf: Record<WallState, string> = {
  normal: "text-text",
  pending: "text-text",
  p2: "text-warn",
  p1: "text-crit-text",
  nodata: "text-nodata",
};

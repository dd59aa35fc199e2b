import { memo } from "react";
import { encode } from "uqr";

/** One path of unit squares: sharp at any size. Dark on light, as cameras expect. */
export const QrCode = memo(function QrCode({
  text,
  className,
}: {
  text: string;
  className: string;
}) {
  const { data, size } = encode(text, { border: 2 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      aria-hidden="true"
      shapeRendering="crispEdges"
      className={`shrink-0 rounded-[calc(4*var(--u))] bg-text ${className}`}
    >
      <path d={path} className="fill-bg" />
    </svg>
  );
});

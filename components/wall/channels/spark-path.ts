type SparkPoint = { x: number; y: number };

/**
 * Sixty minutes as strokes inside a box, zero at the bottom so that an outage touches the ground.
 *
 * @param inset room for half the stroke, in the box's unit
 * @returns one list per unbroken stretch; a gap between them is a minute nobody knows
 */
export function sparkStrokes(
  values: readonly (number | null)[],
  box: { width: number; height: number; inset: number },
): SparkPoint[][] {
  const highest = Math.max(1, ...values.map((value) => value ?? 0));
  const width = box.width - 2 * box.inset;
  const height = box.height - 2 * box.inset;
  const strokes: SparkPoint[][] = [];
  let open: SparkPoint[] | null = null;
  for (const [index, value] of values.entries()) {
    if (value === null) {
      open = null;
      continue;
    }
    if (!open) {
      open = [];
      strokes.push(open);
    }
    open.push({
      x: box.inset + (width * index) / Math.max(1, values.length - 1),
      y: box.inset + height * (1 - value / highest),
    });
  }
  return strokes;
}

/** A store's part in a channel's alarm. */
type StoreShare = {
  name: string;
  /** Orders since the alarm began. */
  orders: number;
  /** Orders in the same minutes of an ordinary week; only the proportions between stores count. */
  usual: number;
};

/** From so many parts in a hundred on, these stores are the cause. */
const NAMED_PERCENT = 60;
const NAMED_MAX = 2;

/**
 * Where an alarm comes from, in one Chinese sentence.
 *
 * @param expected what the whole channel was expected to take since the alarm began, orders
 * @param isSpike  too many instead of too few
 * @returns `82% 来自 城西银泰店`; one or two stores where they make 60 %, else that it is general; null when nothing is known
 * @example describeCause([{ name: "A", orders: 0, usual: 8 }, { name: "B", orders: 2, usual: 2 }], 10, false) → "100% 来自 A"
 */
export function describeCause(
  stores: readonly StoreShare[],
  expected: number,
  isSpike: boolean,
): string | null {
  const usual = stores.reduce((sum, store) => sum + store.usual, 0);
  if (usual <= 0 || expected <= 0) return null;
  const parts = stores
    .map(({ name, orders, usual: own }) => {
      const missing = (own * expected) / usual - orders;
      return { name, gap: isSpike ? -missing : missing };
    })
    .filter((part) => part.gap > 0)
    .sort((a, b) => b.gap - a.gap);
  const whole = parts.reduce((sum, part) => sum + part.gap, 0);
  if (whole <= 0) return null;
  let named = 0;
  for (let count = 1; count <= Math.min(NAMED_MAX, parts.length); count += 1) {
    named += parts[count - 1]?.gap ?? 0;
    const percent = Math.round((named * 100) / whole);
    const names = parts.slice(0, count).map((part) => part.name);
    if (percent >= NAMED_PERCENT) return `${percent}% 来自 ${names.join("、")}`;
  }
  const [first] = parts;
  const percent = Math.round(((first?.gap ?? 0) * 100) / whole);
  return `${parts.length} 家门店普遍${isSpike ? "偏多" : "偏少"}，最多的 ${first?.name ?? ""} 占 ${percent}%`;
}

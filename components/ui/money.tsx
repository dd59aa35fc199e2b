import { cx } from "./classes";
import { moneyText } from "./format";

export function Money({ fen, className }: { fen: number; className?: string }) {
  return (
    <span data-fen={fen} className={cx("whitespace-nowrap tabular-nums", className)}>
      {moneyText(fen)}
    </span>
  );
}
